"""Turning a sentence said in a workshop into a proposal: where in the charter, then with which words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.deliberation.views.finding import find_clause
from charters.grounding.from_workshops import propose_from
from charters.grounding.workshop_forms import SaidForm, SaidNewForm, SaidWordingForm
from charters.text.models import Charter, Clause, Section
from feedback.permissions import RUN_WORKSHOPS
from feedback.voices.once import told
from feedback.workshops.models import Statement
from feedback.workshops.views.finding import find_statement, trail_to
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@require_safe
@permitted(RUN_WORKSHOPS)
def statement_place(request: HttpRequest, charter: str, code: str, position: int) -> HttpResponse:
    """Where the sentence would go in the charter: a new clause of a section, or another wording of a clause."""
    text = get_object_or_404(Charter, slug=charter)
    shown = find_statement(code, position)
    clauses = Clause.objects.in_text().filter(charter=text).in_reading_order()
    context = {
        "charter": text,
        "statement": shown,
        "sections": text.sections.order_by("position"),
        "clauses": clauses,
        "trail": trail_to(shown.workshop, _("Make a proposal of a statement")),
    }
    return render(request, "charters/grounding/statement_place.html", context)


@permitted(RUN_WORKSHOPS)
def statement_new_clause(request: HttpRequest, charter: str, code: str, position: int, section: str) -> HttpResponse:
    """Propose a new clause from a statement."""
    shown = find_statement(code, position)
    place = get_object_or_404(Section.objects.select_related("charter"), charter__slug=charter, code=section)
    start = {"title": _title(shown), "proposed_text": shown.text, "motive": _motive(shown), "seen": shown.row_version}
    form = SaidNewForm(request.POST or None, member=request.user, initial=start)
    return _answer(request, form, shown, place.charter, section=place)


@permitted(RUN_WORKSHOPS)
def statement_wording(request: HttpRequest, charter: str, code: str, position: int, clause: str) -> HttpResponse:
    """Propose another wording of a clause from a statement."""
    shown = find_statement(code, position)
    text = find_clause(request, charter, clause)
    start = {"title": _title(shown), "proposed_text": text.text, "motive": _motive(shown), "seen": shown.row_version}
    start["base_revision"] = text.revision
    form = SaidWordingForm(request.POST or None, member=request.user, initial=start)
    return _answer(request, form, shown, text.charter, clause=text)


def _title(statement: Statement) -> str:
    """The first words of the statement, as the title of what is proposed."""
    words = statement.text.split("\n")[0].strip(" :")
    return words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0]


def _motive(statement: Statement) -> str:
    return statement.said or statement.text


def _answer(
    request: HttpRequest,
    form: SaidForm,
    statement: Statement,
    charter: Charter,
    clause: Clause | None = None,
    section: Section | None = None,
) -> HttpResponse:
    def act(said: dict[str, Any]) -> HttpResponse:
        proposal = propose_from(statement, charter, by=request.user, clause=clause, section=section, **said)
        sentence = _("The proposal is published, in the name of the workshop. Facilitators answer it, and say why.")
        messages.success(request, told(proposal, sentence))
        return see_other(proposal.get_absolute_url())

    context = {"statement": statement, "charter": charter, "clause": clause, "section": section}
    context["trail"] = trail_to(statement.workshop, _("Make a proposal of a statement"))
    return answer_form(request, form, "charters/grounding/statement_propose.html", act, context)
