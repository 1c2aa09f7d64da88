"""Making a proposal, of each kind."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from charters.deliberation import proposing
from charters.deliberation.forms import MoveForm, NewClauseForm, RemovalForm, WordingForm
from charters.deliberation.models import Proposal
from charters.deliberation.views.finding import find_clause, trail_to_propose
from charters.permissions import PROPOSE
from charters.text.models import Section
from feedback.voices.once import told
from governance.form_answers import answer_form, see_other
from governance.people.models import SignsAs
from governance.people.permissions import permitted

Kind = Proposal.Kind


@permitted(PROPOSE)
def propose_wording(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Propose another wording of a clause."""
    text = find_clause(request, charter, clause)
    start = {"proposed_text": text.text, "proposed_title": text.title, "base_revision": text.revision}
    form = WordingForm(request.POST or None, member=request.user, initial=start)
    return _answer_proposal(request, form, Kind.WORDING, text.charter, clause=text, trail=trail_to_propose(text))


@permitted(PROPOSE)
def propose_removal(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Propose that a clause be removed."""
    text = find_clause(request, charter, clause)
    form = RemovalForm(request.POST or None, member=request.user, initial={"base_revision": text.revision})
    return _answer_proposal(request, form, Kind.REMOVAL, text.charter, clause=text, trail=trail_to_propose(text))


@permitted(PROPOSE)
def propose_move(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Propose that a clause stand elsewhere."""
    text = find_clause(request, charter, clause)
    form = MoveForm(request.POST or None, member=request.user, clause=text, initial={"base_revision": text.revision})
    return _answer_proposal(request, form, Kind.MOVE, text.charter, clause=text, trail=trail_to_propose(text))


@permitted(PROPOSE)
def propose_new(request: HttpRequest, charter: str, section: str) -> HttpResponse:
    """Propose a clause that does not exist yet."""
    text = get_object_or_404(Section.objects.select_related("charter"), charter__slug=charter, code=section)
    form = NewClauseForm(request.POST or None, member=request.user)
    trail = [(_("The charter"), text.charter.get_absolute_url()), (text.title, ""), (_("Propose a clause"), "")]
    return _answer_proposal(request, form, Kind.NEW, text.charter, section=text, trail=trail)


def _answer_proposal(request, form, kind, charter, *, trail, clause=None, section=None):
    """Send the proposal, or show the form again with a preview of what was typed."""

    def act(said: dict[str, Any]) -> HttpResponse:
        proposal = proposing.propose(charter, by=request.user, kind=kind, clause=clause, section=section, **said)
        messages.success(request, told(proposal, _published(proposal, on_behalf=bool(said.get("on_behalf")))))
        return see_other(proposal.get_absolute_url())

    context = {"kind": kind, "charter": charter, "clause": clause, "section": section, "trail": trail}
    return answer_form(request, form, "charters/deliberation/propose.html", act, context)


def _published(proposal: Proposal, *, on_behalf: bool) -> str:
    """What its author is told, with the number by which to find the answer when no name leads to it."""
    if on_behalf:
        sentence = _("The proposal is published. Write its number on the card, %(code)s: the answer is found with it.")
    elif proposal.signature == SignsAs.ANONYMOUS:
        sentence = _(
            "Your proposal is published, anonymously, under the number %(code)s. "
            "Facilitators will answer it, and say why."
        )
    else:
        return _("Your proposal is published. Facilitators will answer it, and say why.")
    return sentence % {"code": proposal.code}
