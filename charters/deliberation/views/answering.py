"""Answering a proposal: bringing it into the text, or not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from charters.deliberation import answering
from charters.deliberation.forms import DeclineForm, TakeUpForm
from charters.deliberation.models import Proposal
from charters.deliberation.views.finding import find_proposal, trail_of
from charters.permissions import TAKE_UP
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

Kind = Proposal.Kind


@permitted(TAKE_UP)
def proposal_take_up(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Bring a proposal into the text, whole or in part."""
    text = find_proposal(charter, proposal)
    about = text.clause if text.kind != Kind.NEW else None
    start = {"seen": about.row_version if about else 0, **answering.resulting_words(text)}
    if about:
        start.setdefault("title", about.title)
    form = TakeUpForm(request.POST or None, proposal=text, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        words = {name: said[name] for name in ("title", "text") if name in said}
        in_part = said.get("in_part", False)
        answering.take_up(text, by=request.user, answer=said["answer"], seen=said["seen"], words=words, in_part=in_part)
        messages.success(request, _("The proposal is in the working text, and its answer is published."))
        return see_other(text.get_absolute_url())

    def around() -> dict[str, Any]:
        now = find_proposal(charter, proposal)
        outdated = answering.is_outdated(now)
        return {"proposal": now, "outdated": outdated, "trail": [*trail_of(now), (_("Take it up"), "")]}

    return answer_form(request, form, "charters/deliberation/take_up.html", act, around)


@permitted(TAKE_UP)
def proposal_decline(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Answer that a proposal is not taken up, and why."""
    text = find_proposal(charter, proposal)
    form = DeclineForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        answering.decline(text, by=request.user, **said)
        messages.success(request, _("Your answer is published."))
        return see_other(text.get_absolute_url())

    context = {"proposal": text, "trail": [*trail_of(text), (_("Answer it"), "")]}
    return answer_form(request, form, "charters/deliberation/decline.html", act, context)
