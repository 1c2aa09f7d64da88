"""The closed lists on screen: everyone reads them, facilitators keep them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.permissions import MANAGE_TERMS
from feedback.projects import terms
from feedback.projects.models import Term
from feedback.projects.term_forms import TermEditForm, TermForm, TermMoveForm, TermReasonForm
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@require_safe
def vocabulary(request: HttpRequest) -> HttpResponse:
    """The closed lists in which experience is told, with their definitions."""
    return render(request, "feedback/projects/vocabulary.html", _lists())


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(MANAGE_TERMS)
def term_new(request: HttpRequest, list_name: str) -> HttpResponse:
    """Add a word to a list."""
    if list_name not in Term.List.values:
        raise Http404

    def act(said: dict[str, Any]) -> HttpResponse:
        terms.add_term(list_name, by=request.user, **said)
        messages.success(request, _("The word is added: it is offered from now on."))
        return see_other(reverse("vocabulary"))

    context = {"list_label": Term.List(list_name).label, "trail": _trail(_("Add a word"))}
    return answer_form(request, TermForm(request.POST or None), "feedback/projects/term_new.html", act, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(MANAGE_TERMS)
def term_edit(request: HttpRequest, list_name: str, code: str) -> HttpResponse:
    """Say a word better; what it was before, and why it changed."""
    term = get_object_or_404(Term, list=list_name, code=code)
    start = {"label": term.label, "definition": term.definition, "seen": term.row_version}

    def act(said: dict[str, Any]) -> HttpResponse:
        terms.edit_term(term, by=request.user, **said)
        messages.success(request, _("The word is changed, everywhere it was used."))
        return see_other(reverse("vocabulary"))

    def around() -> dict[str, Any]:
        return {"term": term, "records": list(term.history.order_by("-row_version")), "trail": _trail(term.label)}

    form = TermEditForm(request.POST or None, initial=start)
    return answer_form(request, form, "feedback/projects/term_edit.html", act, around)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(MANAGE_TERMS)
def term_retire(request: HttpRequest, list_name: str, code: str) -> HttpResponse:
    """Offer a word no more, or offer it again, with the reason."""
    term = get_object_or_404(Term, list=list_name, code=code)
    retired = term.retired

    def act(said: dict[str, Any]) -> HttpResponse:
        if retired:
            terms.offer_again(term, by=request.user, **said)
        else:
            terms.retire_term(term, by=request.user, **said)
        offered = _("The word is offered again.")
        messages.success(request, offered if retired else _("The word is offered no more. What was told keeps it."))
        return see_other(reverse("vocabulary"))

    context = {"term": term, "trail": _trail(term.label)}
    form = TermReasonForm(request.POST or None, initial={"seen": term.row_version})
    return answer_form(request, form, "feedback/projects/term_retire.html", act, context)


@require_POST
@permitted(MANAGE_TERMS)
def term_move(request: HttpRequest, list_name: str, code: str) -> HttpResponse:
    """Move a word one place up or down."""
    term = get_object_or_404(Term, list=list_name, code=code)

    def act(sent: dict[str, Any]) -> HttpResponse:
        terms.move_term(term, by=request.user, **sent)
        messages.success(request, _("The word is moved."))
        return see_other(f"{reverse('vocabulary')}#{term.list}-{term.code}")

    return answer_form(request, TermMoveForm(request.POST), "feedback/projects/vocabulary.html", act, _lists)


def _lists() -> dict[str, Any]:
    """Every list with its words, those that are no longer offered apart: one query, and a list may be empty."""
    found: dict[str, list[Term]] = {name: [] for name in sorted(Term.List.values, reverse=True)}
    for term in Term.objects.order_by("position", "pk"):
        found[term.list].append(term)
    return {
        "lists": [
            {
                "name": name,
                "label": Term.List(name).label,
                "offered": [term for term in terms_of if not term.retired],
                "retired": [term for term in terms_of if term.retired],
            }
            for name, terms_of in found.items()
        ]
    }


def _trail(here: str) -> list[tuple[str, str]]:
    return [
        (_("Project feedback"), reverse("feedback-list")),
        (_("The words we use"), reverse("vocabulary")),
        (here, ""),
    ]
