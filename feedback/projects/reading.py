"""Reading experience: an entry with all it says in one query, and the list with its filters."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery, UUIDField
from django.db.models.functions import Cast, JSONObject, TruncDate

from feedback.projects.models import Feedback, FeedbackQuerySet, Hindrance, Lever, Project, Term
from governance.searching.finding import rows_saying


def with_all_it_says(entries: FeedbackQuerySet) -> FeedbackQuerySet:
    """Entries with the rows around them, as lists of plain values, whatever their number: one query.

    ``told_levers``, ``told_hindrances``, ``modes``, ``in_departments``, ``with_stakeholders``,
    ``with_tools``.
    """
    return entries.select_related("project", "thread", "department", "entered_by").annotate(
        told_levers=_told(Lever),
        told_hindrances=_told(Hindrance),
        modes=_linked(Feedback.cooperation_modes.through, "term", "position", "code", "label"),
        in_departments=_linked(Feedback.departments.through, "department", "code", "code", "name"),
        with_stakeholders=_linked(Feedback.stakeholders.through, "stakeholder", "code", "code", "name"),
        with_tools=_linked(Feedback.tools.through, "tool", "code", "code", "name"),
    )


def with_last_correction(entries: FeedbackQuerySet) -> FeedbackQuerySet:
    """Entries with ``corrected_on`` and ``correction_reason`` of their last correction, in the same query."""
    records = Feedback.history.filter(id=OuterRef("pk"), told__has_key="corrected_by").order_by("-row_version")
    return entries.annotate(
        corrected_on=Subquery(records.values(day=TruncDate("history_date"))[:1]),
        correction_reason=Subquery(records.values("history_change_reason")[:1]),
    )


def for_table(entries: FeedbackQuerySet) -> FeedbackQuerySet:
    """Published entries with all they say, in the order of the list."""
    return with_all_it_says(entries.filter(status=Feedback.Status.PUBLISHED)).order_by("-period_end", "code")


def for_listing(entries: FeedbackQuerySet) -> FeedbackQuerySet:
    """What one row of the list prints, in a stable order that says nothing of when an entry was written."""
    return entries.for_listing().annotate(
        told_hindrances=_told(Hindrance),
        in_departments=_linked(Feedback.departments.through, "department", "code", "code", "name"),
    )


def project_to_tell(code: str) -> str:
    """The name of a project that was opened here, by its code; nothing for another: a draft may be all it has."""
    names = Project.objects.filter(code=code).exclude(opened_on=None).values_list("name", flat=True)
    return names.first() or "" if code.isascii() and code.isprintable() else ""


def filtered(entries: FeedbackQuerySet, wanted: dict[str, Any]) -> FeedbackQuerySet:
    """The entries that answer a search: words, ``outcome``, ``department`` (code), ``term`` (list.code)."""
    if words := wanted.get("q"):
        entries = entries.filter(_saying(words))
    if outcome := wanted.get("outcome"):
        entries = entries.filter(project_outcome=outcome)
    if department := wanted.get("department"):
        through = Feedback.departments.through.objects.filter(department__code=department)
        entries = entries.filter(pk__in=through.values("feedback"))
    if term := wanted.get("term"):
        entries = entries.filter(_about(*term.split(".", 1)))
    return entries


def _saying(words: str) -> Q:
    """Published entries are found as the search of the site finds them; drafts, which are in no index, by a passage."""
    published = rows_saying(words, kind="feedback").values(entry=Cast("source", UUIDField()))
    passage = Q(project__name__icontains=words) | Q(context__icontains=words) | Q(lessons__icontains=words)
    return Q(pk__in=published) | Q(passage, status=Feedback.Status.DRAFT)


def _about(list_name: str, code: str) -> Q:
    term = Term.objects.filter(list=list_name, code=code)
    rows = {
        Term.List.HINDRANCE: Hindrance.objects.filter(term__in=term),
        Term.List.LEVER: Lever.objects.filter(term__in=term),
        Term.List.COOPERATION_MODE: Feedback.cooperation_modes.through.objects.filter(term__in=term),
    }
    return Q(pk__in=rows[Term.List(list_name)].values("feedback"))


def _told(model: type[Lever] | type[Hindrance]) -> ArraySubquery:
    rows = model.objects.filter(feedback=OuterRef("pk")).order_by("position", "pk")
    return ArraySubquery(
        rows.values(said=JSONObject(term="term_id", code="term__code", label="term__label", text="text"))
    )


def _linked(through: Any, name: str, order: str, *printed: str) -> ArraySubquery:
    rows = through.objects.filter(feedback=OuterRef("pk")).order_by(f"{name}__{order}", "pk")
    values = {key: F(f"{name}__{key}") for key in printed}
    return ArraySubquery(rows.values(said=JSONObject(pk=f"{name}_id", **values)))
