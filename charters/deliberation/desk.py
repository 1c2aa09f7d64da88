"""The merge desk: all that is proposed on a clause, compared at once, and merged in one revision.

Every open wording is compared with the present text of the clause (``charters.text.merging``). What is independent
merges by itself; what competes is one question. Proposals that wait for their author, or that a consent round is
about, are shown and not merged; a proposal to remove the clause contradicts all the others, and comes first.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from charters.deliberation.models import Proposal, ProposalQuerySet
from charters.deliberation.wordings import WORDED, Words
from charters.text.merging import Choice, Comparison, Group, Merged, carry_over, compare
from charters.text.models import Clause
from charters.text.revisions import revisions_of

Kind = Proposal.Kind
# How much of a proposal comes into the text.
WHOLE, PART, NOTHING = "whole", "part", "nothing"
# Words typed by hand where it competed: taken up in part, unless the facilitator says that nothing of it came in.
TYPED = "typed"


# What a facilitator chose in a question: a proposal, no one's words (None), or words typed for it.
Chosen = uuid.UUID | str | None


@dataclass(frozen=True)
class Competitor:
    """A proposal on the desk: its letter, and what it asks for on the present text.

    The letter says where it stands now, and supports change that: only its code, or its id, says which one is meant.
    """

    place: int
    letter: str
    proposal: Proposal
    title: str
    text: str


@dataclass(frozen=True)
class Option:
    """What one or several proposals ask for at one place."""

    words: str
    competitors: tuple[Competitor, ...]

    @property
    def key(self) -> str:
        """What says, in a form, that these words are chosen: the code of a proposal that asks for them."""
        return min(competitor.proposal.code for competitor in self.competitors)

    @property
    def letters(self) -> str:
        return ", ".join(competitor.letter for competitor in self.competitors)

    @property
    def supports(self) -> int:
        """How many support one of these proposals, on paper or here: people may support several."""
        return sum(competitor.proposal.all_supports for competitor in self.competitors)


@dataclass(frozen=True)
class Question:
    """One group of the desk, of the title or of the text.

    ``key`` stays the same as long as the question does: the same words in the same place, asked by the same proposals.
    ``before`` and ``after`` are the words around it, with the spaces that tie them to it.
    """

    key: str
    part: str
    group: Group
    options: tuple[Option, ...]
    before: str
    after: str


@dataclass(frozen=True)
class Decision:
    """What a facilitator decided: ``choices`` by question key, ids of proposals left out, and the answers by id.

    ``declined`` are the ids of the proposals that are not taken up; what is neither taken nor declined stays open.
    """

    choices: Mapping[str, Chosen] = field(default_factory=dict)
    left_out: frozenset[uuid.UUID] = frozenset()
    declined: frozenset[uuid.UUID] = frozenset()
    answers: Mapping[uuid.UUID, str] = field(default_factory=dict)
    reason: str = ""
    removes: bool = False


@dataclass(frozen=True)
class Desk:
    """All that is open on a clause. ``comparable`` are compared; the others are only shown."""

    clause: Clause
    comparable: tuple[Competitor, ...]
    waiting: tuple[Proposal, ...]
    elsewhere: tuple[Proposal, ...]
    removals: tuple[Proposal, ...]
    moves: tuple[Proposal, ...]
    titles: Comparison
    texts: Comparison

    @cached_property
    def questions(self) -> list[Question]:
        return _told_apart(
            _question(part, comparison, group, self.comparable)
            for part, comparison in (("title", self.titles), ("text", self.texts))
            for group in comparison.groups
        )

    @property
    def conflicts(self) -> list[Question]:
        """What has to be decided."""
        return [question for question in self.questions if question.group.is_conflict]

    @property
    def independent(self) -> list[Question]:
        """What merges by itself."""
        return [question for question in self.questions if not question.group.is_conflict]

    @property
    def mark(self) -> str:
        """What was on the desk: a proposal that came, left or changed meanwhile makes another mark."""
        seen = sorted(
            (str(p.pk), p.wording, p.awaits_confirmation, p.is_elsewhere, p.round_result) for p in self.proposals
        )
        return hashlib.sha256(repr((self.clause.row_version, seen)).encode()).hexdigest()[:32]

    @property
    def proposals(self) -> list[Proposal]:
        compared = [competitor.proposal for competitor in self.comparable]
        return [*compared, *self.waiting, *self.elsewhere, *self.removals, *self.moves]

    def merged(self, decision: Decision) -> tuple[Merged, Merged]:
        """The title and the text that a decision makes; a conflict that nobody decided keeps the present words."""
        without = frozenset(one.place for one in self.comparable if one.proposal.pk in decision.left_out)
        return (
            self.titles.merge(self._choices("title", decision), without=without),
            self.texts.merge(self._choices("text", decision), without=without),
        )

    def taken(self, decision: Decision) -> dict[uuid.UUID, str]:
        """How much of each compared proposal comes in: whole, part or nothing, by its id.

        One of which no word of its own comes in, and that is declined, is not taken up because words were typed there.
        One that its consent round refused, or adopted in other words, comes in in part: nobody consented to these.
        """
        fates: dict[uuid.UUID, list[str]] = {competitor.proposal.pk: [] for competitor in self.comparable}
        for question in self.questions:
            chosen = decision.choices.get(question.key)
            for hunk in question.group.hunks:
                proposal = self.comparable[hunk.wording].proposal
                fates[proposal.pk].append(_fate(question, proposal, chosen, decision.left_out))
        for pk in self._typed_whole(fates, decision):
            fates[pk] = [WHOLE]
        shares = {pk: _total(parts, is_declined=pk in decision.declined) for pk, parts in fates.items()}
        reworded = {one.proposal.pk for one in self.comparable if one.proposal.comes_in_part_at_most}
        return {pk: PART if share == WHOLE and pk in reworded else share for pk, share in shares.items()}

    def _typed_whole(self, fates: Mapping[uuid.UUID, list[str]], decision: Decision) -> list[uuid.UUID]:
        """The proposals all of whose words are in the text, though some were typed by hand with those of others.

        One that merges other clauses is not among them: that they go is chosen, never guessed.
        """
        maybe = [
            one for one in self.comparable
            if TYPED in (parts := fates[one.proposal.pk]) and set(parts) <= {WHOLE, TYPED}
            and one.proposal.pk not in decision.declined and one.proposal.kind != Kind.MERGE
        ]  # fmt: skip
        if not maybe:
            return []
        result = Words(*(merged.text.strip() for merged in self.merged(decision)))
        base = Words(self.clause.title, self.clause.text)
        return [
            one.proposal.pk for one in maybe if share_of(Words(one.title, one.text), base=base, result=result) == WHOLE
        ]

    def _choices(self, part: str, decision: Decision) -> dict[int, Choice]:
        places = {competitor.proposal.pk: competitor.place for competitor in self.comparable}
        chosen = {
            question.group.number: decision.choices.get(question.key)
            for question in self.conflicts
            if question.part == part
        }
        return {
            number: places[choice] if isinstance(choice, uuid.UUID) else choice for number, choice in chosen.items()
        }


def lay_out(clause: Clause, *, lock: bool = False) -> Desk:
    """The desk of a clause: two queries, whatever is proposed, and one more when some merge it with other clauses.

    With ``lock``, the open proposals are locked.
    """
    proposals: ProposalQuerySet = Proposal.objects.open().filter(clause=clause).exclude(kind=Kind.NEW)
    if lock:
        list(proposals.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    found = list(proposals.select_related("charter", "section").by_support())
    for proposal in found:
        proposal.clause = clause
    worded = [p for p in found if p.kind in WORDED and not p.awaits_confirmation and not p.is_elsewhere]
    merges = [proposal for proposal in worded if proposal.kind == Kind.MERGE]
    prefetch_related_objects(merges, Prefetch("merged_clauses", Clause.objects.in_text().order_by("code")))
    asked, late = _on_present_text(clause, worded)
    comparable = tuple(
        Competitor(place, letter_of(place), proposal, title, text)
        for place, (proposal, title, text) in enumerate(asked)
    )
    return Desk(
        clause,
        comparable,
        waiting=(*late, *(p for p in found if p.awaits_confirmation)),
        elsewhere=tuple(p for p in found if p.is_elsewhere or _is_refused_removal(p)),
        removals=tuple(p for p in found if p.kind == Kind.REMOVAL and not (p.is_elsewhere or _is_refused_removal(p))),
        moves=tuple(p for p in found if p.kind == Kind.MOVE and not p.is_elsewhere),
        titles=compare(clause.title, [competitor.title for competitor in comparable]),
        texts=compare(clause.text, [competitor.text for competitor in comparable]),
    )


def _is_refused_removal(proposal: Proposal) -> bool:
    """A clause that a round kept does not go: nothing of a removal can come in in part."""
    return proposal.kind == Kind.REMOVAL and proposal.is_refused_as_it_is


def letter_of(place: int) -> str:
    """A, B… Z, AA, AB…"""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def share_of(asked: Words, *, base: Words, result: Words) -> str:
    """How much of what a wording of ``base`` asked for, title and text together, is in what ``base`` became."""
    comparisons = [compare(was, [words, now]) for words, was, now in zip(asked, base, result, strict=True)]
    return _total(
        WHOLE if any({0, 1} <= set(wordings) for wordings, _words in group.options) else NOTHING
        for comparison in comparisons
        for group in comparison.groups
        if 0 in group.wordings
    )


def _on_present_text(
    clause: Clause, proposals: Iterable[Proposal]
) -> tuple[list[tuple[Proposal, str, str]], list[Proposal]]:
    """What each asks for on the present text; and those written on an older one that changed inside their words."""
    proposals = list(proposals)
    bases = {clause.revision, *(proposal.base_revision for proposal in proposals)}
    texts = {row.revision: row for row in revisions_of(clause).filter(revision__in=bases)}
    asked: list[tuple[Proposal, str, str]] = []
    late: list[Proposal] = []
    for proposal in proposals:
        title, text = proposal.proposed_title or clause.title, proposal.proposed_text
        if proposal.base_revision != clause.revision:
            base = texts[proposal.base_revision]
            carried = carry_over(text, base=base.text, text=clause.text)
            if carried.is_touched:
                late.append(proposal)
                continue
            text = carried.text.strip()
            if proposal.proposed_title:
                title = carry_over(title, base=base.title, text=clause.title).text
        asked.append((proposal, title, text))
    return asked, late


CONTEXT = 8


def _question(part: str, comparison: Comparison, group: Group, competitors: tuple[Competitor, ...]) -> Question:
    options = tuple(
        Option(words, tuple(competitors[wording] for wording in wordings)) for wordings, words in group.options
    )
    base = comparison.base
    before = base.join(max(0, group.start - CONTEXT), group.start).lstrip()
    gap = base.spaces[group.end - 1] if group.end else ""
    after = gap + base.join(group.end, group.end + CONTEXT).rstrip()
    asked = sorted((option.words, sorted(one.proposal.code for one in option.competitors)) for option in options)
    said = repr((before, group.base_words, after, asked))
    key = f"{part}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
    return Question(key, part, group, options, before, after)


def _told_apart(questions: Iterable[Question]) -> list[Question]:
    """The questions, each with its own key: of two that are the same, in a repeated sentence, one has a number."""
    seen: Counter[str] = Counter()
    found = []
    for question in questions:
        seen[question.key] += 1
        number = seen[question.key]
        found.append(replace(question, key=f"{question.key}-{number}") if number > 1 else question)
    return found


def _fate(question: Question, proposal: Proposal, chosen: Chosen, left_out: frozenset[uuid.UUID]) -> str:
    """What becomes of the words that a proposal asks for in one question."""
    if not question.group.is_conflict:
        return NOTHING if proposal.pk in left_out else WHOLE
    if isinstance(chosen, str):
        return TYPED
    together = ({one.proposal.pk for one in option.competitors} for option in question.options)
    return WHOLE if any({chosen, proposal.pk} <= pks for pks in together) else NOTHING


def _total(parts: Iterable[str], *, is_declined: bool = False) -> str:
    parts = set(parts)
    nothing = {NOTHING, TYPED} if is_declined else {NOTHING}
    if parts <= nothing:
        return NOTHING
    return WHOLE if parts == {WHOLE} else PART
