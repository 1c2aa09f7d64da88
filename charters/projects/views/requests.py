"""What projects ask of executive management: the list, asking, deciding, taking back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from charters.permissions import ANSWER_REQUESTS
from charters.projects import asking, reading
from charters.projects.forms import AnswerForm, AskForm, WithdrawForm
from charters.projects.opening import require_keeper
from charters.projects.views.finding import around, find_kept, find_request, trail
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

PAGE = 25


@require_safe
def decision_requests(request: HttpRequest) -> HttpResponse:
    """What management is asked: what waits first, by the day that was announced."""
    page = Paginator(reading.requests(), PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "trail": trail(here=_("Asked of management"))}
    return render(request, "charters/projects/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def project_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask management for a decision."""
    kept = find_kept(request, code)

    def act(said: dict[str, Any]) -> HttpResponse:
        asked = asking.ask(kept, by=request.user, **said)
        messages.success(request, _("Executive management is asked. The clock runs, and everyone sees it."))
        return see_other(_address(code, asked.number))

    context = {"days": settings.DECISION_WITHIN_DAYS, **around(code, _("Ask management"))}
    return answer_form(request, AskForm(request.POST or None), "charters/projects/ask.html", act, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(ANSWER_REQUESTS)
def request_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Decide what a project asked, once."""
    asked = find_request(code, number)
    asking.require_answerer(asked, by=request.user)
    form = AnswerForm(request.POST or None, initial={"seen": asked.row_version})

    def act(said: dict[str, Any]) -> HttpResponse:
        asking.answer_request(asked, by=request.user, **said)
        messages.success(request, _("Your decision is published. The project can go on."))
        return see_other(_address(code, number))

    return answer_form(request, form, "charters/projects/answer.html", act, lambda: _page(code, number, _("Decide")))


@require_http_methods(["GET", "HEAD", "POST"])
def request_withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take back a question that needs no answer any more."""
    asked = find_request(code, number)
    require_keeper(asked.project, by=request.user)
    form = WithdrawForm(request.POST or None, initial={"seen": asked.row_version})

    def act(said: dict[str, Any]) -> HttpResponse:
        asking.withdraw_request(asked, by=request.user, **said)
        messages.success(request, _("The question is withdrawn. Management sees why."))
        return see_other(_address(code, number))

    here = _("Withdraw the question")
    return answer_form(request, form, "charters/projects/withdraw.html", act, lambda: _page(code, number, here))


def _page(code: str, number: int, here: str) -> dict[str, Any]:
    return {"asked": find_request(code, number), **around(code, here)}


def _address(code: str, number: int) -> str:
    return f"{reverse('project', args=[code])}#request-{number}"
