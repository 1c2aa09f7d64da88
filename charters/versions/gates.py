"""What must be settled before a version is submitted: each gate with the list of what is missing, and where.

A contribution written after the day up to which the consultation counts waits for the next version; so does whatever
is about a clause whose change is kept for later, which the version says. Everything else is owed its answer before
management decides. Comments out of their place and open rounds have no day: an erratum waits only for those of the
clauses that it corrects, and those of a clause that does not change may wait too.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.db.models import CharField, Count, F, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, Coalesce, Left
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from charters.consent.models import ConsentRound
from charters.consent.unanswered import unanswered_by_kind
from charters.grounding.evidence import unsupported
from charters.text.anchoring import waiting
from charters.text.models import Charter, Clause
from charters.versions.changes import Changes
from charters.versions.content import Content
from charters.versions.models import VersionDraft
from charters.versions.opinions import subjects_touched
from governance.refusals import Refused

LISTED = 5  # of each kind; how many there are in all is said
WORDS = 120
NOTHING = Value("", CharField())
# Where the clause is that a round, or a comment out of its place, is about.
CLAUSE_OF = {"place": "anchor__clause__code", "round": "proposal__clause__code"}


class Gate(models.TextChoices):
    """What holds a submission back."""

    ANSWERS = "answers", gettext_lazy("Contributions without an answer")
    PLACES = "places", gettext_lazy("Comments that wait to be put back in their place")
    ROUNDS = "rounds", gettext_lazy("Consent rounds still open")
    EXPERIENCE = "experience", gettext_lazy("Clauses without experience behind them, nor a reason")
    STATUTORY = "statutory", gettext_lazy("Opinion of the statutory committee")


class Held(NamedTuple):
    """What holds a gate: its words, where it is settled, and the clause that can be kept for later with it, if any."""

    words: str
    address: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """One gate that is closed: how many things hold it, and the first of them."""

    gate: Gate
    number: int
    items: tuple[Held, ...] = ()

    @property
    def clauses(self) -> list[str]:
        """The clauses of what is listed: each can be kept for a later version, with what is about it."""
        return sorted({item.clause for item in self.items if item.clause})

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.number - len(self.items) if self.items else 0

    @property
    def told(self) -> str:
        """In words: "3 contributions without an answer"."""
        return {
            Gate.ANSWERS: ngettext(
                "%(number)s contribution without an answer", "%(number)s contributions without an answer", self.number
            ),
            Gate.PLACES: ngettext(
                "%(number)s comment to put back in its place", "%(number)s comments to put back in place", self.number
            ),
            Gate.ROUNDS: ngettext(
                "%(number)s consent round still open", "%(number)s consent rounds still open", self.number
            ),
            Gate.EXPERIENCE: ngettext(
                "%(number)s clause without experience, nor a reason",
                "%(number)s clauses without experience, nor a reason",
                self.number,
            ),
            Gate.STATUTORY: _("the opinion of the statutory committee is not asked for"),
        }[self.gate] % {"number": self.number}

    @property
    def what_to_do(self) -> str:
        """The next step, in a sentence."""
        return {
            Gate.ANSWERS: _("Answer each, with its reason. Closing a consultation says up to which day they count."),
            Gate.PLACES: _("Say on which words each stands now, or keep its clause for a later version, below."),
            Gate.ROUNDS: _("Lead each to its decision, or keep its clause for a later version, below."),
            Gate.EXPERIENCE: _(
                "Cite what was lived; or say below why the clause stands: it is printed in the version."
            ),
            Gate.STATUTORY: _(
                "This version touches the organisation, the yearly interview or the tools: tick the statutory "
                "committee below. If it is not there, enter it in the registry first."
            ),
        }[self.gate]


class GatesClosed(Refused):
    """The version cannot be submitted yet; ``missing`` says what holds it back."""

    def __init__(self, missing: list[Missing]):
        self.missing = missing
        told = ", ".join(gate.told for gate in missing)
        super().__init__(
            _("This version cannot be submitted yet: %(missing)s. Each list is on this page, with what to do.")
            % {"missing": told}
        )


def closed_gates(
    draft: VersionDraft,
    content: Content,
    changes: Changes,
    *,
    kept: Collection[str],
    counted_upto: datetime.date | None,
    bare: Collection[str],
    statutory: Collection[str],
) -> list[Missing]:
    """What holds the submission of ``content`` back, gate by gate; nothing when all is settled. One query.

    ``kept`` holds the codes of clauses of which a change is really kept for later (``changes.kept_for_later``),
    ``bare`` holds the codes of clauses without experience, ``statutory`` those of the statutory committees.
    """
    missing = [*_unsettled(draft, kept, counted_upto, only=changes.codes if draft.is_erratum else None)]
    ungrounded = [code for code in in_content(bare, content) if not draft.reasons.get(code)]
    if ungrounded:
        titles = {clause.code: clause.title for _section, clause in content.clauses}
        items = tuple(Held(f"{code} {titles[code]}", f"#reason-{code}") for code in ungrounded[:LISTED])
        missing.append(Missing(Gate.EXPERIENCE, len(ungrounded), items))
    if subjects_touched(changes) and not set(draft.opinions_from) & set(statutory):
        missing.append(Missing(Gate.STATUTORY, 1))
    return missing


def refuse_closed_gates(missing: list[Missing]) -> None:
    """Raise GatesClosed when something is missing."""
    if missing:
        raise GatesClosed(missing)


def without_experience(charter_id: Any) -> QuerySet[Clause]:
    """The clauses of a charter that no experience supports: what only contradicts one needs a reason too."""
    return unsupported(Clause.objects.filter(charter=charter_id))


def in_content(codes: Collection[str], content: Content) -> list[str]:
    """Those of these codes that a content holds, in reading order."""
    known = set(codes)
    return [clause.code for _section, clause in content.clauses if clause.code in known]


def _unsettled(
    draft: VersionDraft, kept: Iterable[str], counted_upto: datetime.date | None, *, only: Collection[str] | None
) -> Iterator[Missing]:
    """The first three gates, in one query: rows of (gate, how many, kind, words, code, clause)."""
    charter = Charter(pk=draft.charter_id, slug=draft.charter.slug)
    first, *others = [*_unanswered(charter, kept, counted_upto), *_in_progress(charter, draft.left_out, only)]
    found: dict[Gate, list[Held]] = {}
    numbers: dict[tuple[Gate, str], int] = {}
    for gate, number, kind, words, code, clause in first.union(*others, all=True):
        numbers[Gate(gate), kind] = number
        found.setdefault(Gate(gate), []).append(Held(words, _address(charter, kind, code), clause or ""))
    for gate in (Gate.ANSWERS, Gate.PLACES, Gate.ROUNDS):
        if gate in found:
            number = sum(counted for (of, _kind), counted in numbers.items() if of is gate)
            yield Missing(gate, number, tuple(found[gate]))


def _unanswered(charter: Charter, later: Iterable[str], counted_upto: datetime.date | None) -> Iterator[QuerySet[Any]]:
    kinds = unanswered_by_kind()
    # what an adopted text waits for, or an open round decides, is held back by its own gate
    proposals = kinds["proposal"].filter(charter=charter, has_open_round=False).exclude(clause__code__in=later)
    yield _rows(Gate.ANSWERS, "proposal", proposals, "title", F("code"), counted_upto)
    comments = (
        kinds["comment"].exclude(thread__clause__code__in=later).exclude(thread__proposal__clause__code__in=later)
    )
    here = Q(thread__clause__charter=charter) | Q(thread__proposal__charter=charter) | Q(thread__feedback__isnull=False)
    yield _rows(Gate.ANSWERS, "comment", comments.filter(here), "text", F("pk"), counted_upto)
    yield _rows(Gate.ANSWERS, "feedback", kinds["feedback"], "project__name", F("code"), counted_upto)
    positions = kinds["position"].filter(round__proposal__charter=charter)
    positions = positions.exclude(round__proposal__clause__code__in=later)
    yield _rows(Gate.ANSWERS, "position", positions, "harm", F("round__code"), counted_upto)


def _in_progress(charter: Charter, later: Iterable[str], only: Collection[str] | None) -> Iterator[QuerySet[Any]]:
    lost = waiting().filter(anchor__clause__charter=charter, anchor__clause__removed=False)
    lost = lost.exclude(anchor__clause__code__in=later)
    rounds = ConsentRound.objects.filter(is_open=True, proposal__charter=charter)
    rounds = rounds.exclude(proposal__clause__code__in=later)
    if only is not None:
        lost, rounds = lost.filter(anchor__clause__code__in=only), rounds.filter(proposal__clause__code__in=only)
    of_comment = "anchor__comment__"
    yield _rows(Gate.PLACES, "place", lost, f"{of_comment}text", F("anchor__clause__code"), None, of_comment)
    yield _rows(Gate.ROUNDS, "round", rounds, "proposal__title", F("code"), None, "proposal__")


def _rows(
    gate: Gate, kind: str, rows: QuerySet[Any], words: str, code: Any, upto: datetime.date | None, of: str = ""
) -> QuerySet[Any]:
    day = f"{of}written_on"
    if upto:
        rows = rows.filter(**{f"{day}__lte": upto})
    return rows.order_by(day, "pk").values_list(
        Value(gate.value, CharField()),
        Window(Count("pk")),
        Value(kind, CharField()),
        Left(Coalesce(words, NOTHING, output_field=TextField()), WORDS),
        Cast(code, TextField()),
        F(CLAUSE_OF[kind]) if kind in CLAUSE_OF else NOTHING,
    )[:LISTED]


def _address(charter: Charter, kind: str, code: str) -> str:
    match kind:
        case "proposal":
            return reverse("proposal", args=[charter.slug, code])
        case "comment":
            return reverse("comment", args=[code])
        case "feedback":
            return reverse("feedback", args=[code])
        case "place":
            return reverse("clause-passages", args=[charter.slug, code])
    return reverse("round", args=[charter.slug, code])
