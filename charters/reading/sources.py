"""Who wrote this: each run of words of a clause, with the revision, the proposals and the decision that brought it."""

from __future__ import annotations

import uuid
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from charters.deliberation.models import Proposal
from charters.deliberation.reading import proposals_for_reading
from charters.text.comparing import as_text
from charters.text.genealogy import Origin, Run, Stage, genealogy
from charters.text.models import Clause
from charters.text.passages import cut_lines
from charters.text.revisions import revisions_of
from governance.people.models import Member

# What is written in sentences; whom a clause addresses, and which competences it calls on, are chosen from lists.
SENTENCES = ("title", "text", "note", "indicators", "hr_job_description", "hr_mission_letter", "hr_interview")


@dataclass(slots=True)
class Source:
    """What brought some of the words: the ``proposals`` that asked for them; without any, whoever saved the revision.

    ``others`` are then the proposals that the revision names: the words were typed while they were merged.
    """

    number: int
    record: Any
    author: Member | None
    proposals: list[Proposal]
    others: list[Proposal]


@dataclass(slots=True)
class Sourced:
    """A field of the clause, in groups (is it a list?, its lines); a line is pieces (words, space, source)."""

    name: str
    label: str
    groups: list[tuple[bool, list[list[tuple[str, str, int]]]]]


def sources_of(clause: Clause) -> tuple[list[Sourced], list[Source]]:
    """The fields of a clause by source, and the sources, the oldest first: three queries whatever their number."""
    rows = list(reversed(revisions_of(clause)))
    named: set[uuid.UUID] = {pk for row in rows for pk in row.proposals}
    proposals = {proposal.pk: proposal for proposal in proposals_for_reading().filter(pk__in=named)}
    runs = {
        name: genealogy(_stages(name, rows, proposals)) for name in SENTENCES if as_text(name, getattr(clause, name))
    }
    origins = sorted({run.origin for each in runs.values() for run in each}, key=lambda origin: _order(origin, rows))
    sources = _sources(origins, rows, proposals)
    numbers = {origin: number for number, origin in enumerate(origins, start=1)}
    return [_sourced(clause, name, each, numbers) for name, each in runs.items()], sources


def _stages(name: str, rows: Iterable[Any], proposals: Mapping[uuid.UUID, Proposal]) -> Iterable[Stage]:
    for row in rows:
        asked: dict[Hashable, str] = {}
        for pk in row.proposals:
            if pk in proposals and (words := _asked(proposals[pk], name)):
                asked[pk] = words
        yield Stage(row.revision, as_text(name, getattr(row, name)), asked)


def _asked(proposal: Proposal, name: str) -> str:
    """What a proposal asks a field to be; a new clause may take the title of its proposal."""
    if name == "text":
        return proposal.proposed_text
    if name == "title":
        return proposal.proposed_title or (proposal.title if proposal.kind == Proposal.Kind.NEW else "")
    return ""


def _order(origin: Origin, rows: list[Any]) -> tuple[int, list[int]]:
    """By revision; within one, as the revision names its proposals."""
    named = next(row.proposals for row in rows if row.revision == origin.revision)
    return origin.revision, [named.index(pk) for pk in origin.proposals]


def _sources(origins: list[Origin], rows: list[Any], proposals: Mapping[uuid.UUID, Proposal]) -> list[Source]:
    brought = {row.revision: row for row in rows}
    wanted = {brought[origin.revision].history_user_id for origin in origins}
    authors = {member.pseudonym: member for member in Member.objects.filter(pseudonym__in=wanted)}
    return [
        Source(
            number,
            row,
            authors.get(row.history_user_id),
            [proposals[pk] for pk in origin.proposals if pk in proposals],
            [] if origin.proposals else [proposals[pk] for pk in row.proposals if pk in proposals],
        )
        for number, (origin, row) in enumerate(((each, brought[each.revision]) for each in origins), start=1)
    ]


def _sourced(clause: Clause, name: str, runs: list[Run], numbers: Mapping[Origin, int]) -> Sourced:
    ends = list(accumulate(len(run.text) for run in runs))

    def source_at(place: int) -> int:
        return numbers[runs[bisect_right(ends, place)].origin]

    groups = cut_lines("".join(run.text for run in runs), ends, clause.charter.language)
    return Sourced(
        name,
        str(Clause._meta.get_field(name).verbose_name),
        [
            (is_list, [[(*_apart(words), source_at(stretch.start)) for stretch, words in line] for line in lines])
            for is_list, lines in groups
        ],
    )


def _apart(words: str) -> tuple[str, str]:
    """The words, and the space that ends them: a number stands between both."""
    bare = words.rstrip()
    return bare, words[len(bare) :]
