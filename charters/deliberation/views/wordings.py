"""The pages on which an author says what becomes of a proposal: confirming it on a new text, amending it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from charters.deliberation import wordings
from charters.deliberation.forms import AmendForm, ConfirmForm
from charters.deliberation.models import Proposal
from charters.deliberation.views.finding import find_proposal, trail_of
from charters.permissions import PROPOSE
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@permitted(PROPOSE)
def proposal_confirm(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Say what the proposal asks for on the text as it now is."""
    text = _mine(request, charter, proposal)
    start = {"seen": 0}
    if text.clause:
        suggested = wordings.suggestion(text, text.clause)
        title = suggested.title or text.clause.title
        start = {"title": title, "text": suggested.text, "seen": text.clause.revision}
    form = ConfirmForm(request.POST or None, proposal=text, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        wordings.confirm(text, by=request.user, **said)
        messages.success(request, _("Your proposal is confirmed on the present text, and can be supported."))
        return see_other(text.get_absolute_url())

    def around() -> dict[str, Any]:
        now = find_proposal(charter, proposal)
        return {"proposal": now, "trail": [*trail_of(now), (_("Confirm it"), "")]}

    return answer_form(request, form, "charters/deliberation/confirm.html", act, around)


@permitted(PROPOSE)
def proposal_amend(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Change the words of one's own proposal, and say why."""
    text = _mine(request, charter, proposal)
    title = text.proposed_title or (text.clause.title if text.kind != Proposal.Kind.NEW and text.clause else text.title)
    start = {"title": title, "text": text.proposed_text, "seen": text.wording}
    form = AmendForm(request.POST or None, proposal=text, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        wordings.amend(text, by=request.user, **said)
        messages.success(request, _("Your proposal has its new words. The former ones stay readable."))
        return see_other(text.get_absolute_url())

    def around() -> dict[str, Any]:
        now = find_proposal(charter, proposal)
        return {"proposal": now, "trail": [*trail_of(now), (_("Amend it"), "")]}

    return answer_form(request, form, "charters/deliberation/amend.html", act, around)


def _mine(request: HttpRequest, charter: str, code: str) -> Proposal:
    """The proposal, for whoever may speak for it."""
    proposal = find_proposal(charter, code)
    if not wordings.may_speak_for(proposal, by=request.user):
        raise Http404(_("Only its author changes the words of a proposal. You can comment on it, or make another one."))
    return proposal
