"""Answering a proposal: bringing it into the text, or not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from charters.deliberation import answering, joining
from charters.deliberation.forms import DeclineForm, TakeUpForm
from charters.deliberation.models import Proposal
from charters.deliberation.reading import joinable
from charters.deliberation.views.finding import find_proposal, trail_of
from charters.permissions import TAKE_UP
from feedback.voices.answer_forms import JoinForm
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

Kind = Proposal.Kind
# Proposals to choose among, on one page; words find the others.
OFFERED = 25


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


@permitted(TAKE_UP)
def proposal_join(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Answer a proposal by leading to another open one that asks for the same."""
    text, words = find_proposal(charter, proposal), request.GET.get("q", "").replace("\0", "").strip()
    among = joinable(text)
    form = JoinForm(
        request.POST or None, among=among, offered=joinable(text, words=words)[:OFFERED],
        label=_("Joined to which proposal?"), called=str, initial={"reason": _("It asks for the same thing.")},
    )  # fmt: skip

    def act(said: dict[str, Any]) -> HttpResponse:
        joining.join(text, by=request.user, **said)
        messages.success(request, _("The proposal is joined to the other one, and its author will be told once."))
        return see_other(text.get_absolute_url())

    context = {"proposal": text, "words": words, "trail": [*trail_of(text), (_("Join it to another"), "")]}
    return answer_form(request, form, "charters/deliberation/join.html", act, context)
