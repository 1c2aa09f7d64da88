"""Pages of proposals: making one, reading it, supporting it, answering it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from charters.deliberation import answering, proposing
from charters.deliberation.forms import DeclineForm, MoveForm, NewClauseForm, RemovalForm, TakeUpForm, WordingForm
from charters.deliberation.models import Proposal
from charters.deliberation.reading import listed, proposals_for_reading
from charters.permissions import PROPOSE, TAKE_UP
from charters.text.models import Charter, Clause, Section
from feedback.voices.forms import CommentForm
from feedback.voices.posting import answer_comment, discussion
from feedback.voices.signing import is_mine
from governance.form_answers import answer_form, see_other
from governance.people.models import SignsAs
from governance.people.permissions import permitted
from governance.refusals import Refused

PROPOSALS_ON_A_PAGE = 25
Kind = Proposal.Kind


@require_safe
def proposals(request: HttpRequest, charter: str) -> HttpResponse:
    """Every proposal on the charter; those without an answer come first."""
    text = get_object_or_404(Charter, slug=charter)
    state = request.GET.get("state", "")
    page = Paginator(listed(charter, state=state), PROPOSALS_ON_A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.is_mine = is_mine(row, request.user)
    context = {"charter": text, "charter_language": text.language, "page_obj": page, "state": state}
    context["query"] = f"state={state}&" if state in ("open", "answered") else ""
    context["trail"] = [(_("The charter"), text.get_absolute_url()), (_("Proposals"), "")]
    return render(request, "charters/deliberation/proposals.html", context)


@permitted(PROPOSE)
def propose_wording(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Propose another wording of a clause."""
    text = _clause(request, charter, clause)
    start = {"proposed_text": text.text, "proposed_title": text.title, "base_revision": text.revision}
    form = WordingForm(request.POST or None, member=request.user, initial=start)
    return _answer_proposal(request, form, Kind.WORDING, text.charter, clause=text, trail=_trail(text))


@permitted(PROPOSE)
def propose_removal(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Propose that a clause be removed."""
    text = _clause(request, charter, clause)
    form = RemovalForm(request.POST or None, member=request.user, initial={"base_revision": text.revision})
    return _answer_proposal(request, form, Kind.REMOVAL, text.charter, clause=text, trail=_trail(text))


@permitted(PROPOSE)
def propose_move(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Propose that a clause stand elsewhere."""
    text = _clause(request, charter, clause)
    form = MoveForm(request.POST or None, member=request.user, clause=text, initial={"base_revision": text.revision})
    return _answer_proposal(request, form, Kind.MOVE, text.charter, clause=text, trail=_trail(text))


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
        messages.success(request, _published(proposal, on_behalf=bool(said.get("on_behalf"))))
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


@require_safe
def proposal(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """A proposal: what it changes word by word, why, who supports it, what became of it."""
    return _show(request, _proposal(charter, proposal))


@require_POST
def proposal_comment(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Publish a comment on a proposal."""
    text = _proposal(charter, proposal)
    return answer_comment(
        request, text.thread, back_to=text.get_absolute_url(), show=lambda form: _show(request, text, form=form)
    )


@require_POST
def proposal_support(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Support a proposal, or take one's support back."""
    text = _proposal(charter, proposal)
    if request.POST.get("take_back"):
        return _act(request, text, proposing.unsupport, done=_("Your support is no longer counted."))
    return _act(request, text, proposing.support, done=_("Your support is counted."))


@require_POST
def proposal_withdraw(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Withdraw one's own proposal."""
    text = _proposal(charter, proposal)
    return _act(request, text, proposing.withdraw, done=_("Your proposal is withdrawn. It stays readable."))


@permitted(TAKE_UP)
def proposal_take_up(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Bring a proposal into the text, whole or in part."""
    text = _proposal(charter, proposal)
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
        now = _proposal(charter, proposal)
        outdated = answering.is_outdated(now)
        return {"proposal": now, "outdated": outdated, "trail": [*_trail_of(now), (_("Take it up"), "")]}

    return answer_form(request, form, "charters/deliberation/take_up.html", act, around)


@permitted(TAKE_UP)
def proposal_decline(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Answer that a proposal is not taken up, and why."""
    text = _proposal(charter, proposal)
    form = DeclineForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        answering.decline(text, by=request.user, **said)
        messages.success(request, _("Your answer is published."))
        return see_other(text.get_absolute_url())

    context = {"proposal": text, "trail": [*_trail_of(text), (_("Answer it"), "")]}
    return answer_form(request, form, "charters/deliberation/decline.html", act, context)


def _act(request, text: Proposal, act, *, done: str) -> HttpResponse:
    """Do it, say so and read the proposal again; refused, show it as it now is with the sentence."""
    try:
        act(text, by=request.user)
    except Refused as refused:
        return _show(request, _proposal(text.charter.slug, text.code), refusal=str(refused), status=409)
    messages.success(request, done)
    return see_other(text.get_absolute_url())


def _show(request, text: Proposal, *, form: CommentForm | None = None, refusal: str = "", status: int = 200):
    member, address = request.user, text.get_absolute_url()
    context = {
        "proposal": text,
        "charter_language": text.charter.language,
        "outdated": answering.is_outdated(text),
        "mine": is_mine(text, member),
        "supported": proposing.is_supported(text, by=member),
        "supporting_feedback": text.supporting_feedback.select_related("project").order_by("code"),
        "refusal": refusal,
        "trail": [*_trail_of(text)[:-1], (text.code, "")],
        **discussion(
            request,
            text.thread,
            comment_url=reverse("proposal-comment", args=[text.charter.slug, text.code]),
            back_to=address,
            form=form,
        ),
    }
    return render(request, "charters/deliberation/proposal.html", context, status=status)


def _proposal(charter: str, code: str) -> Proposal:
    return get_object_or_404(proposals_for_reading(), charter__slug=charter, code=code)


def _clause(request: HttpRequest, charter: str, code: str) -> Clause:
    """The clause of the form. Removed while someone was writing, it is still found: what was typed is given back."""
    clauses = Clause.objects.all() if request.method == "POST" else Clause.objects.in_text()
    return get_object_or_404(clauses.select_related("charter", "section"), charter__slug=charter, code=code)


def _trail(clause: Clause) -> list[tuple[str, str]]:
    return [
        (_("The charter"), clause.charter.get_absolute_url()),
        (clause.code, clause.get_absolute_url()),
        (_("Make a proposal"), ""),
    ]


def _trail_of(proposal: Proposal) -> list[tuple[str, str]]:
    """The way to a proposal: through its clause when it has one, through the list otherwise."""
    way = [(_("The charter"), proposal.charter.get_absolute_url())]
    if proposal.clause:
        address = reverse("clause", args=[proposal.charter.slug, proposal.clause.code])
        way.append((proposal.clause.code, address))
    else:
        way.append((_("Proposals"), reverse("proposals", args=[proposal.charter.slug])))
    return [*way, (proposal.code, proposal.get_absolute_url())]
