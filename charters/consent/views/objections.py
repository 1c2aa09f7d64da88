"""What becomes of an objection, page by page."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from charters.consent import objections
from charters.consent.forms import CommitteeAnswerForm, EndForm, ExamineForm
from charters.consent.views.finding import as_it_is_now, find_objection, find_round
from charters.consent.views.reading import about, show
from charters.permissions import ANIMATE_ROUNDS, TAKE_POSITION
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.refusals import Refused


@permitted(ANIMATE_ROUNDS)
def objection_examine(request: HttpRequest, charter: str, round: str, objection: uuid.UUID) -> HttpResponse:
    """Write what the examination of an objection showed."""
    found = find_objection(find_round(charter, round), objection)
    form = ExamineForm(request.POST or None, initial={"seen": len(found.examinations.all())})

    def act(said: dict[str, Any]) -> HttpResponse:
        objections.examine(found, by=request.user, **said)
        messages.success(request, _("The examination is on the page of the round. The objection can now end."))
        return see_other(found.round.get_absolute_url())

    return _answer(request, found, form, "examine", act, _("Examine an objection"))


@permitted(ANIMATE_ROUNDS)
def objection_end(request: HttpRequest, charter: str, round: str, objection: uuid.UUID) -> HttpResponse:
    """End an examined objection, and say why."""
    found = find_objection(find_round(charter, round), objection)
    start = {"seen": len(found.examinations.all()), "examination": found.examination}
    form = EndForm(request.POST or None, is_examined=bool(found.examination), initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        objections.end_objection(found, by=request.user, **said)
        messages.success(request, _("The objection has ended, and everyone can read why."))
        return see_other(found.round.get_absolute_url())

    return _answer(request, found, form, "end", act, _("End an objection"))


@permitted(ANIMATE_ROUNDS)
def objection_committee_answer(request: HttpRequest, charter: str, round: str, objection: uuid.UUID) -> HttpResponse:
    """Publish what the committee answered to an objection."""
    found = find_objection(find_round(charter, round), objection)
    form = CommitteeAnswerForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        objections.record_committee_answer(found, by=request.user, **said)
        messages.success(request, _("The answer of the committee is published."))
        return see_other(found.round.get_absolute_url())

    here = _("Answer of the committee")
    return _answer(request, found, form, "committee_answer", act, here)


@require_POST
@permitted(TAKE_POSITION)
def objection_withdraw(request: HttpRequest, charter: str, round: str, objection: uuid.UUID) -> HttpResponse:
    """Take back one's own objection."""
    found = find_objection(find_round(charter, round), objection)
    try:
        objections.withdraw_objection(found, by=request.user)
    except Refused as refused:
        return show(request, find_round(charter, round), refusal=str(refused), status=409)
    messages.success(request, _("Your objection is withdrawn. It stays readable, and you can take another position."))
    return see_other(found.round.get_absolute_url())


def _answer(request, found, form, page, act, here):
    """Show the form beside the objection as it now is, or do what it says."""

    def context() -> dict[str, Any]:
        now = as_it_is_now(request, found.round)
        objection = find_objection(now, found.pk) if request.method == "POST" else found
        return about(now, here) | {"objection": objection}

    return answer_form(request, form, f"charters/consent/objection_{page}.html", act, context)
