"""Taking a position, confirming it on new words; changing the words of the proposal during its round."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from charters.consent import amending, positions
from charters.consent.forms import PositionForm
from charters.consent.models import ConsentRound, Position
from charters.consent.views.finding import as_it_is_now, find_position, find_round
from charters.consent.views.reading import about, around, show
from charters.deliberation.forms import AmendForm
from charters.deliberation.models import Proposal
from charters.deliberation.wordings import may_speak_for
from charters.permissions import PROPOSE, TAKE_POSITION
from feedback.voices.once import told
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.refusals import Refused


@permitted(TAKE_POSITION)
def round_position(request: HttpRequest, charter: str, round: str) -> HttpResponse:
    """Consent, consent with a concern, or object to the words on screen."""
    found = find_round(charter, round)
    own = positions.position_of(found, by=request.user)
    form = PositionForm(request.POST or None, member=request.user, initial=_start(found, own))

    def act(said: dict[str, Any]) -> HttpResponse:
        position = positions.take_position(found, by=request.user, **said)
        if said["kind"] == Position.Kind.OBJECTION:
            done = _("Your objection is recorded. It will be examined, and you will be told on your first page.")
        else:
            done = _("Your position is recorded on these very words.")
        messages.success(request, told(position, done))
        return see_other(found.get_absolute_url())

    def context() -> dict[str, Any]:
        held = own
        if form.is_bound:  # once told what is held now, sending again is a choice
            held = positions.position_of(found, by=request.user)
            form.data = form.data.copy()
            form.data["replaces"] = str(held.pk) if held else ""
        return about(as_it_is_now(request, found), _("Take a position")) | {"own": held}

    return answer_form(request, form, "charters/consent/position.html", act, context)


def _start(found: ConsentRound, own: Position | None) -> dict[str, Any]:
    """The words on screen; and for whoever holds a position already, the position."""
    start: dict[str, Any] = {"seen": found.proposal.wording}
    if own:
        start |= {"signature": own.signature, "replaces": str(own.pk)}
    if own and not own.end:
        start |= {"kind": own.kind, "words": own.words, "harm": own.harm, "scope": own.scope}
    return start


@require_POST
@permitted(TAKE_POSITION)
def round_position_confirm(request: HttpRequest, charter: str, round: str, position: uuid.UUID) -> HttpResponse:
    """Say that a position holds on the present words as well."""
    found = find_round(charter, round)
    held = find_position(found, position)
    seen = request.POST.get("seen", "")
    try:
        positions.confirm_position(held, by=request.user, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0)
    except Refused as refused:
        return show(request, find_round(charter, round), refusal=str(refused), status=409)
    messages.success(request, _("The position holds on the present words."))
    return see_other(found.get_absolute_url())


@permitted(PROPOSE)
def round_amend(request: HttpRequest, charter: str, round: str) -> HttpResponse:
    """Change the words of one's own proposal during its round."""
    found = find_round(charter, round)
    text = found.proposal
    if not may_speak_for(text, by=request.user):
        raise Http404(_("Only its author changes the words of a proposal. You can comment on it, or take a position."))
    title = text.proposed_title or (text.clause.title if text.kind != Proposal.Kind.NEW and text.clause else text.title)
    start = {"title": title, "text": text.proposed_text, "seen": text.wording}
    form = AmendForm(request.POST or None, proposal=text, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        amending.amend(found, by=request.user, **said)
        messages.success(request, _("The new words are published. Each position has to be confirmed on them."))
        return see_other(found.get_absolute_url())

    return answer_form(
        request,
        form,
        "charters/consent/amend.html",
        act,
        lambda: around(request, as_it_is_now(request, found), _("Amend the text")),
    )
