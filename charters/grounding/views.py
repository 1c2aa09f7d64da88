"""What a clause rests on, on screen: citing experience, correcting, withdrawing; outside resources."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.deliberation.views.finding import find_clause
from charters.grounding import citing, resources
from charters.grounding.forms import CitationForm, CorrectionForm, EntrySearchForm, ResourceForm, WithdrawalForm
from charters.grounding.keeping_track import changes_of
from charters.grounding.models import Citation, OutsideResource
from charters.permissions import GROUND
from charters.text.models import Charter, Clause
from feedback.projects.models import Feedback
from feedback.projects.reading import filtered, for_listing, with_all_it_says
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

PAGE = 25
CITATIONS = Citation.objects.select_related("feedback__project")


@require_safe
@permitted(GROUND)
def cite_choose(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Which entry to cite in a clause: published entries, by words and department."""
    text = find_clause(request, charter, clause)
    search = EntrySearchForm(request.GET)
    entries = for_listing(filtered(_published(), search.wanted))
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    query = f"{urlencode(search.wanted)}&" if search.wanted else ""
    context = {"clause": text, "search": search, "wanted": search.wanted, "page_obj": page, "query": query}
    context["trail"] = _trail(text, _("Cite experience"))
    return render(request, "charters/grounding/cite_choose.html", context)


@require_safe
def cite_place(request: HttpRequest, charter: str, code: str) -> HttpResponse:
    """From an entry: in which clause to cite it, or in which section a clause is missing."""
    text = get_object_or_404(Charter, slug=charter)
    entry = _entry(code)
    context = {
        "charter": text,
        "entry": entry,
        "lesson": _lesson(request, entry),
        "query": f"?lesson={request.GET['lesson']}" if _lesson(request, entry) else "",
        "sections": text.sections.order_by("position"),
        "clauses": Clause.objects.in_text().filter(charter=text).in_reading_order(),
        "trail": [(entry.code, entry.get_absolute_url()), (_("What would it be in the charter?"), "")],
    }
    return render(request, "charters/grounding/cite_place.html", context)


@permitted(GROUND)
def cite_new(request: HttpRequest, charter: str, clause: str, code: str) -> HttpResponse:
    """Choose the exact words of an entry, and say what they do to the clause."""
    text, entry = find_clause(request, charter, clause), _entry(code)
    passage = _lesson(request, entry)
    form = CitationForm(request.POST or None, entry=entry, passage=passage, initial={"seen": text.row_version})

    def act(said: dict[str, Any]) -> HttpResponse:
        citing.cite(text, entry, by=request.user, **said)
        messages.success(request, _("The clause cites this experience."))
        return see_other(_evidence(text))

    context = {"clause": text, "entry": entry, "trail": _trail(text, _("Cite experience"))}
    return answer_form(request, form, "charters/grounding/cite.html", act, context)


@permitted(GROUND)
def cite_correct(request: HttpRequest, charter: str, clause: str, pk: int) -> HttpResponse:
    """Cite other words of the same entry, or say otherwise what they do to the clause."""
    citation = _standing(request, CITATIONS, charter, clause, pk)
    text, entry = citation.clause, _entry(citation.feedback.code)
    start = {name: getattr(citation, name) for name in ("stance", "because")} | {"seen": citation.row_version}
    form = CorrectionForm(request.POST or None, entry=entry, passage=citation.passage, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        citing.correct(citation, by=request.user, **said)
        messages.success(request, _("The citation is corrected. What it said before stays in its history."))
        return see_other(_evidence(text))

    context = {"clause": text, "entry": entry, "citation": citation, "trail": _trail(text, _("Correct a citation"))}
    return answer_form(request, form, "charters/grounding/cite.html", act, context)


@permitted(GROUND)
def cite_withdraw(request: HttpRequest, charter: str, clause: str, pk: int) -> HttpResponse:
    """Cite an entry no more, and say why."""
    citation = _standing(request, CITATIONS, charter, clause, pk)
    act = partial(citing.withdraw, citation)
    return _withdraw(request, citation, act, {"citation": citation, "entry": citation.feedback})


@permitted(GROUND)
def resource_new(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Cite something outside the organisation."""
    text = find_clause(request, charter, clause)
    form = ResourceForm(request.POST or None, initial={"seen": text.row_version})

    def act(said: dict[str, Any]) -> HttpResponse:
        resources.add_resource(text, by=request.user, **said)
        messages.success(request, _("The resource is on the page of the clause."))
        return see_other(_evidence(text))

    context = {"clause": text, "trail": _trail(text, _("Add an outside resource"))}
    return answer_form(request, form, "charters/grounding/resource.html", act, context)


@permitted(GROUND)
def resource_withdraw(request: HttpRequest, charter: str, clause: str, pk: int) -> HttpResponse:
    """Cite an outside resource no more, and say why."""
    resource = _standing(request, OutsideResource.objects, charter, clause, pk)
    act = partial(resources.withdraw_resource, resource)
    return _withdraw(request, resource, act, {"resource": resource})


@require_safe
def grounds_history(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """What was cited in a clause, corrected and withdrawn; removed clauses keep theirs."""
    found = Clause.objects.select_related("charter", "section")
    text = get_object_or_404(found, charter__slug=charter, code=clause)
    page, changes = changes_of(text, page=request.GET.get("page"))
    context = {"clause": text, "page_obj": page, "changes": changes}
    context["trail"] = _trail(text, _("What it rests on: history"))
    return render(request, "charters/grounding/history.html", context)


def _withdraw(request: HttpRequest, row: Any, rule: Any, context: dict[str, Any]) -> HttpResponse:
    form = WithdrawalForm(request.POST or None, initial={"seen": row.row_version})

    def act(said: dict[str, Any]) -> HttpResponse:
        rule(by=request.user, **said)
        messages.success(request, _("The clause cites it no more. It stays in the history, with your reason."))
        return see_other(_evidence(row.clause))

    context |= {"clause": row.clause, "trail": _trail(row.clause, _("Cite it no more"))}
    return answer_form(request, form, "charters/grounding/withdraw.html", act, context)


def _published() -> Any:
    return Feedback.objects.filter(status=Feedback.Status.PUBLISHED)


def _entry(code: str) -> Feedback:
    """A published entry with all it says: one query."""
    return get_object_or_404(with_all_it_says(_published()), code=code)


def _standing(request: HttpRequest, rows: Any, charter: str, clause: str, pk: int) -> Any:
    """A row that stands. Withdrawn while someone was writing, it is still found: what was typed is given back."""
    rows = rows.all() if request.method == "POST" else rows.standing()
    rows = rows.select_related("clause__charter", "clause__section")
    return get_object_or_404(rows, pk=pk, clause__charter__slug=charter, clause__code=clause)


def _lesson(request: HttpRequest, entry: Feedback) -> str:
    """The lesson that an address names, ``?lesson=2``; nothing for anything else."""
    asked = request.GET.get("lesson", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    return entry.lessons[number - 1] if 0 < number <= len(entry.lessons) else ""


def _evidence(clause: Clause) -> str:
    return f"{clause.get_absolute_url()}#evidence"


def _trail(clause: Clause, here: str) -> list[tuple[str, str]]:
    way = [(_("The charter"), clause.charter.get_absolute_url()), (clause.code, clause.get_absolute_url())]
    return [*way, (here, "")]
