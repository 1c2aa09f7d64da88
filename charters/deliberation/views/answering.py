"""Answering a proposal: bringing it into the text, or not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from charters.deliberation import answering, joining
from charters.deliberation.forms import DeclineForm, JoinProposalForm, TakeUpForm
from charters.deliberation.models import Proposal
from charters.deliberation.reading import joinable
from charters.deliberation.views.finding import find_proposal, trail_of
from charters.permissions import TAKE_UP
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
    seen = {"seen": about.row_version if about else 0, "wording": text.wording}
    start = {**seen, **answering.words_to_start_from(text)}
    form = TakeUpForm(request.POST or None, proposal=text, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        read = {name: said[name] for name in ("seen", "wording", "answer")}
        in_part = said.get("in_part", False)
        answering.take_up(text, by=request.user, words=_words(form), in_part=in_part, **read)
        messages.success(request, _("The proposal is in the working text, and its answer is published."))
        return see_other(text.get_absolute_url())

    def around() -> dict[str, Any]:
        now = find_proposal(charter, proposal)
        return {
            "proposal": now,
            "outdated": answering.is_outdated(now),
            "also_removed": now.merged_clauses.filter(removed=False).order_by("code"),
            **_brought_up_to_date(form, now),
            "trail": [*trail_of(now), (_("Take it up"), "")],
        }

    return answer_form(request, form, "charters/deliberation/take_up.html", act, around)


def _words(form: TakeUpForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("title", "text") if name in form.fields}


def _brought_up_to_date(form: TakeUpForm, now: Proposal) -> dict[str, Any]:
    """After a refusal, put what changed meanwhile into the form, beside what was typed; and what both changed."""
    about = now.clause if now.kind != Kind.NEW else None
    present = {"seen": about.row_version if about else 0, "wording": now.wording}
    sent = form.cleaned_data if form.is_bound and form.is_valid() else present
    read = {name: sent[name] for name in present}
    if read == present or now.is_answered or (about and about.removed):
        return {"changed": False, "disputed": []}
    typed = _words(form)
    words, disputed = answering.carried_over(now, typed, **read)
    start = answering.words_to_start_from(now)
    form.data = form.data.copy()
    form.data.update({**present, **words})
    return {
        "changed": bool(typed),
        "disputed": [(form.fields[name].label, start[name], words[name]) for name in disputed],
    }


@permitted(TAKE_UP)
def proposal_decline(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Answer that a proposal is not taken up, and why."""
    text = find_proposal(charter, proposal)
    form = DeclineForm(request.POST or None, initial={"seen": text.wording})

    def act(said: dict[str, Any]) -> HttpResponse:
        answering.decline(text, by=request.user, **said)
        messages.success(request, _("Your answer is published."))
        return see_other(text.get_absolute_url())

    def around() -> dict[str, Any]:
        now = find_proposal(charter, proposal)
        return {"proposal": now, "trail": [*trail_of(now), (_("Answer it"), "")]}

    return answer_form(request, form, "charters/deliberation/decline.html", act, around)


@permitted(TAKE_UP)
def proposal_join(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Answer a proposal by leading to another open one that asks for the same."""
    text, words = find_proposal(charter, proposal), request.GET.get("q", "").replace("\0", "").strip()
    among = joinable(text)
    start = {"seen": text.wording, "reason": _("It asks for the same thing.")}
    form = JoinProposalForm(
        request.POST or None, among=among, offered=joinable(text, words=words)[:OFFERED],
        label=_("Joined to which proposal?"), called=str, initial=start,
    )  # fmt: skip

    def act(said: dict[str, Any]) -> HttpResponse:
        joining.join(text, by=request.user, **said)
        messages.success(request, _("The proposal is joined to the other one, and its author will be told once."))
        return see_other(text.get_absolute_url())

    def around() -> dict[str, Any]:
        now = find_proposal(charter, proposal)
        return {"proposal": now, "words": words, "trail": [*trail_of(now), (_("Join it to another"), "")]}

    return answer_form(request, form, "charters/deliberation/join.html", act, around)
