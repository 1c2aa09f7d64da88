"""Contributions that still wait for their answer, the oldest first: open to everyone, so that nothing is forgotten."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Coalesce, Left
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from charters.models import Position, Proposal
from feedback.models import Comment, Feedback
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


def unanswered_by_kind() -> dict[str, QuerySet[Any]]:
    """Everything that is owed an answer, each kind apart.

    A reply is part of its discussion; a draft is its author's; a position is answered by the decision of its round,
    unless it was taken to a committee.
    """
    return {
        "proposal": Proposal.objects.open(),
        "comment": Comment.objects.filter(outcome="", reply_to=None),
        "feedback": Feedback.objects.filter(outcome="", status=Feedback.Status.PUBLISHED),
        "position": Position.objects.filter(outcome="", round__is_open=False),
    }


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
    """What waits for its answer, of every kind or of one."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    counts = _counts()
    paginator = Paginator(_rows(kind), ON_A_PAGE)
    paginator.count = counts[kind] if kind else sum(counts.values())
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = [Waiting(*row) for row in page.object_list]
    kinds = [(name, label, counts[name]) for name, label in KINDS.items()]
    context = {"page_obj": page, "kind": kind, "kinds": kinds, "query": f"kind={kind}&" if kind else ""}
    return render(request, "pages/unanswered.html", context)


def _counts() -> dict[str, int]:
    """How many of each kind: one query."""
    branches = [
        rows.order_by().values(kind_of=Value(name, CharField())).annotate(number=Count("pk"))
        for name, rows in unanswered_by_kind().items()
    ]
    counted = dict(branches[0].union(*branches[1:], all=True).values_list("kind_of", "number"))
    return {name: counted.get(name, 0) for name in KINDS}


def _rows(kind: str) -> QuerySet[Any]:
    """The rows of one kind or of all, the oldest first; the days of anonymous ones say nothing of their order."""
    kinds = [kind] if kind else list(KINDS)
    first, *others = [_row(name, unanswered_by_kind()[name]) for name in kinds]
    rows = first.union(*others, all=True) if others else first
    return rows.order_by("written_on", "pk")


def _row(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    words, about, charter, language = TOLD_BY[name]
    return rows.order_by().values_list(
        Value(name, CharField()), "pk", "written_on", Left(words, WORDS), about, charter, language, "signature",
        "printed_as",
    )  # fmt: skip
