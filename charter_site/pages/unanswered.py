"""Contributions that still wait for their answer, the oldest first: open to everyone, so that nothing is forgotten."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, Left
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from charter_site.pages.counting import MOST, CountUpTo, is_more, said_most, told
from charters.consent.unanswered import unanswered_by_kind
from governance.conditional import unless_unchanged

ON_A_PAGE = 25
WORDS = 200  # characters of each
NOTHING = Value("", CharField())

KINDS = {
    "proposal": _("Proposals"),
    "comment": _("Comments"),
    "feedback": _("Project feedback"),
    "position": _("Objections taken to a committee"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contribution without an answer; ``about`` is the code of what it is about, ``charter`` that of the charter."""

    kind: str
    pk: uuid.UUID
    written_on: datetime.date
    words: str
    about: str
    charter: str
    language: str
    signature: str
    printed_as: str

    @property
    def days(self) -> int:
        return max(0, (timezone.localdate() - self.written_on).days)

    @property
    def address(self) -> str:
        """Where it is read."""
        match self.kind:
            case "proposal":
                return reverse("proposal", args=[self.charter, self.about])
            case "feedback":
                return reverse("feedback", args=[self.about])
            case "position":
                return reverse("round", args=[self.charter, self.about])
        return reverse("comment", args=[self.pk])

    @property
    def answer_address(self) -> str:
        """Where a facilitator answers it: a proposal on its own page, which offers several ways."""
        match self.kind:
            case "comment":
                return reverse("comment-answer", args=[self.pk])
            case "feedback":
                return reverse("feedback-answer", args=[self.about])
            case "position":
                return reverse("objection-committee-answer", args=[self.charter, self.about, self.pk])
        return f"{self.address}#h-you"

    @property
    def named(self) -> str:
        return {
            "proposal": pgettext("what waits for its answer", "Proposal"),
            "comment": pgettext("what waits for its answer", "Comment"),
            "feedback": pgettext("what waits for its answer", "Project feedback"),
            "position": pgettext("what waits for its answer", "Objection"),
        }[self.kind]


# For each kind: its words, what it is about, the charter and its language.
ABOUT_OF_COMMENT = Coalesce("thread__clause__code", "thread__proposal__code", "thread__feedback__code", NOTHING)
TOLD_BY = {
    "proposal": ("title", F("code"), F("charter__slug"), F("charter__language")),
    "comment": ("text", ABOUT_OF_COMMENT, NOTHING, NOTHING),
    "feedback": ("project__name", F("code"), NOTHING, NOTHING),
    "position": (
        "harm",
        F("round__code"),
        F("round__proposal__charter__slug"),
        F("round__proposal__charter__language"),
    ),
}


@require_safe
@unless_unchanged
def unanswered(request: HttpRequest) -> HttpResponse:
    """What waits for its answer, of every kind or of one; the oldest thousand, when there are more."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    counts = _counts()
    waiting = counts[kind] if kind else sum(counts.values())
    page = Paginator(range(min(waiting, MOST)), ON_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = _listed([kind] if kind else list(KINDS), page.object_list)
    context = {
        "page_obj": page,
        "kind": kind,
        "kinds": [(name, label, told(counts[name])) for name, label in KINDS.items()],
        "query": f"kind={kind}&" if kind else "",
        "most": said_most() if is_more(waiting) else "",
    }
    return render(request, "pages/unanswered.html", context)


def _counts() -> dict[str, int]:
    """How many of each kind, no further than ``MOST``: one query."""
    counted = _union(
        _oldest(rows).values_list(Value(name, CharField()), CountUpTo(rows))[:1]
        for name, rows in unanswered_by_kind().items()
    )
    return dict.fromkeys(KINDS, 0) | dict(counted)


def _listed(kinds: list[str], shown: range) -> list[Waiting]:
    """One page of these kinds, the oldest first: two queries.

    Which ones come first, then what is said of them: all the others are joined to nothing. The days of anonymous ones
    say nothing of their order.
    """
    if not shown:
        return []
    rows = unanswered_by_kind()
    first = _union(
        _oldest(rows[kind]).values_list(Value(kind, CharField()), "pk", "written_on")[: shown.stop] for kind in kinds
    )
    found = _oldest(first)[shown.start : shown.stop] if len(kinds) > 1 else list(first)[shown.start :]
    chosen: defaultdict[str, list[uuid.UUID]] = defaultdict(list)
    for kind, pk, _day in found:
        chosen[kind].append(pk)
    if not chosen:
        return []
    told_of = _union(_row(kind, rows[kind].filter(pk__in=pks)) for kind, pks in chosen.items())
    return sorted((Waiting(*row) for row in told_of), key=lambda waiting: (waiting.written_on, waiting.pk))


def _oldest(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("written_on", "pk")


def _union(branches: Iterable[QuerySet[Any]]) -> QuerySet[Any]:
    first, *others = branches
    return first.union(*others, all=True) if others else first


def _row(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    words, about, charter, language = TOLD_BY[name]
    return rows.order_by().values_list(
        Value(name, CharField()), "pk", "written_on", Left(words, WORDS), about, charter, language, "signature",
        "printed_as",
    )  # fmt: skip
