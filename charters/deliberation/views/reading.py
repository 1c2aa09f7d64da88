"""Reading proposals: the list, and one with its discussion; supporting it, withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from charters.deliberation import answering, proposing, wordings
from charters.deliberation.forms import SupportForm
from charters.deliberation.models import Proposal
from charters.deliberation.reading import changes_of, listed
from charters.deliberation.views.finding import find_proposal, trail_of
from charters.text.comparing import views_of
from charters.text.models import Charter
from feedback.voices.forms import CommentForm
from feedback.voices.posting import answer_comment, discussion
from feedback.voices.signing import is_mine
from governance.conditional import unless_unchanged
from governance.form_answers import see_other
from governance.refusals import Refused

Kind = Proposal.Kind
PROPOSALS_ON_A_PAGE = 25


@require_safe
@unless_unchanged
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


@require_safe
@unless_unchanged
def proposal(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """A proposal: what it changes word by word, why, who supports it, what became of it."""
    return show(request, find_proposal(charter, proposal))


@require_safe
@unless_unchanged
def proposal_compare(request: HttpRequest, charter: str, proposal: str, view: str) -> HttpResponse:
    """What a proposal changes: the text before, the text as proposed, or the changes."""
    text = find_proposal(charter, proposal)
    if text.kind not in wordings.WORDED:
        raise Http404(_("This proposal gives no other words to a clause. Its page says what it asks for."))
    views = views_of(
        lambda name: reverse("proposal-compare", args=[charter, proposal, name]),
        before=_("The text before"),
        after=_("The text as proposed"),
    )
    context = {"proposal": text, "comparison": changes_of(text), "view": view, "views": views}
    context |= {"charter_language": text.charter.language, "trail": [*trail_of(text), (_("What it changes"), "")]}
    return render(request, "charters/deliberation/proposal_compare.html", context)


@require_safe
@unless_unchanged
def proposal_wordings(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """The former words of a proposal, and what became of them."""
    text = find_proposal(charter, proposal)
    context = {"proposal": text, "former_wordings": wordings.former_wordings(text)}
    context |= {"charter_language": text.charter.language, "trail": [*trail_of(text), (_("Former wordings"), "")]}
    return render(request, "charters/deliberation/wordings.html", context)


@require_POST
def proposal_comment(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Publish a comment on a proposal."""
    text = find_proposal(charter, proposal)
    return answer_comment(
        request, text.thread, back_to=text.get_absolute_url(), show=lambda form: show(request, text, form=form)
    )


@require_POST
def proposal_support(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Support a proposal, or take one's support back."""
    text = find_proposal(charter, proposal)
    if request.POST.get("take_back"):
        return _act(request, text, proposing.unsupport, done=_("Your support is no longer counted."))
    form = SupportForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    return _act(request, text, proposing.support, done=_("Your support is counted."), seen=seen)


@require_POST
def proposal_withdraw(request: HttpRequest, charter: str, proposal: str) -> HttpResponse:
    """Withdraw one's own proposal."""
    text = find_proposal(charter, proposal)
    return _act(request, text, proposing.withdraw, done=_("Your proposal is withdrawn. It stays readable."))


def _act(request, text: Proposal, act, *, done: str, **read: int) -> HttpResponse:
    """Do it, say so and read the proposal again; refused, show it as it now is with the sentence."""
    try:
        act(text, by=request.user, **read)
    except Refused as refused:
        return show(request, find_proposal(text.charter.slug, text.code), refusal=str(refused), status=409)
    messages.success(request, done)
    return see_other(text.get_absolute_url())


def show(request, text: Proposal, *, form: CommentForm | None = None, refusal: str = "", status: int = 200):
    member, address = request.user, text.get_absolute_url()
    standing = proposing.support_of(text, by=member)
    context = {
        "proposal": text,
        "charter_language": text.charter.language,
        "outdated": answering.is_outdated(text),
        "mine": is_mine(text, member),
        "may_speak": wordings.may_speak_for(text, by=member),
        "may_amend": wordings.may_amend(text, by=member),
        "supported": standing == proposing.SUPPORTS,
        "supported_before": standing == proposing.SUPPORTED_BEFORE,
        "supporting_feedback": text.supporting_feedback.select_related("project").order_by("code"),
        "refusal": refusal,
        "trail": [*trail_of(text)[:-1], (text.code, "")],
        **discussion(
            request,
            text.thread,
            comment_url=reverse("proposal-comment", args=[text.charter.slug, text.code]),
            back_to=address,
            form=form,
        ),
    }
    return render(request, "charters/deliberation/proposal.html", context, status=status)
