"""Ending a comment, or the discussion that it opened: each act is a page of its own, which leads back to its place."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.permissions import ANSWER, COMMENT, RESOLVE
from feedback.voices import answering, discussions
from feedback.voices.answer_forms import AnswerForm, JoinForm, NothingForm, ReasonForm, ToldForm, calling
from feedback.voices.models import Comment
from feedback.voices.signing import is_mine
from feedback.voices.told import mark_told
from feedback.voices.whereabouts import address_of, owner_of
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

# Comments to choose among, on one page; words find the others.
OFFERED = 25


@require_safe
def comment_read(request: HttpRequest, comment: uuid.UUID) -> HttpResponse:
    """Lead to the place of a comment, on the page of what it is about."""
    found = _find(comment)
    return redirect(address_of(found, owner_of(found.thread)))


@permitted(ANSWER)
def comment_answer(request: HttpRequest, comment: uuid.UUID) -> HttpResponse:
    """Answer a comment, and say why."""
    found = _find(comment, reply_to=None)

    def act(said: dict[str, Any]) -> str:
        answering.answer(found, by=request.user, **said)
        return _("Your answer is published. Its author will be told once.")

    return _ask(request, found, AnswerForm(request.POST or None), "comment_answer", act, _("Answer a comment"))


@permitted(ANSWER)
def comment_join(request: HttpRequest, comment: uuid.UUID) -> HttpResponse:
    """Join a comment to another of the same discussion that says the same."""
    found, words = _find(comment, reply_to=None), request.GET.get("q", "").replace("\0", "").strip()
    among = answering.joinable(found)
    offered = among.filter(text__icontains=words) if words else among
    form = JoinForm(
        request.POST or None, among=among, offered=offered[:OFFERED], label=_("Joined to which comment?"),
        called=calling, initial={"reason": _("It says the same thing.")},
    )  # fmt: skip

    def act(said: dict[str, Any]) -> str:
        answering.join(found, by=request.user, **said)
        return _("The comment is joined to the other one, and its author will be told once.")

    return _ask(request, found, form, "comment_join", act, _("Join a comment to another"), words=words)


def comment_withdraw(request: HttpRequest, comment: uuid.UUID) -> HttpResponse:
    """Take back one's own comment."""
    found = _find(comment)
    if not is_mine(found, request.user):
        raise Http404(_("Only its author can withdraw a comment. You can reply to it instead."))

    def act(said: dict[str, Any]) -> str:
        answering.withdraw(found, by=request.user)
        return _("Your comment is withdrawn. It stays readable.")

    return _ask(request, found, NothingForm(request.POST or None), "comment_withdraw", act, _("Withdraw a comment"))


def discussion_resolve(request: HttpRequest, comment: uuid.UUID) -> HttpResponse:
    """Resolve the discussion that a comment opened, and say why."""
    found = _find(comment, reply_to=None)
    if not discussions.may_resolve(found, request.user):
        RESOLVE.require(request.user)

    def act(said: dict[str, Any]) -> str:
        discussions.resolve(found, by=request.user, **said)
        return _("The discussion is resolved. Anyone may reopen it, and say why.")

    form = ReasonForm(request.POST or None)
    return _ask(request, found, form, "discussion_resolve", act, _("Resolve a discussion"))


@permitted(COMMENT)
def discussion_reopen(request: HttpRequest, comment: uuid.UUID) -> HttpResponse:
    """Open a resolved discussion again, and say why."""
    found = _find(comment, reply_to=None)

    def act(said: dict[str, Any]) -> str:
        discussions.reopen(found, by=request.user, **said)
        return _("The discussion is open again: everyone can reply in it.")

    return _ask(request, found, ReasonForm(request.POST or None), "discussion_reopen", act, _("Reopen a discussion"))


@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Tell authors no more of the answers that they have read, on the first page and nowhere else.

    Journals keep addresses: none that comes after this one says what was read.
    """
    form = ToldForm(request.POST)
    if not (form.is_valid() and mark_told(form.cleaned_data["read"], by=request.user)):
        raise Http404(_("No answer waits for you there. Your home page shows those that you were not told yet."))
    messages.success(request, _("It is noted: you are not told of it again."))
    return see_other(reverse("home"))


def _find(pk: uuid.UUID, **traits: Any) -> Comment:
    return get_object_or_404(Comment.objects.select_related("thread", "joined_to"), pk=pk, **traits)


def _ask(
    request: HttpRequest, comment: Comment, form: Form, page: str, act: Callable[[dict[str, Any]], str], here: str,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form under the comment that it is about; done, say the sentence of ``act`` where the comment is."""
    owner = owner_of(comment.thread)

    def do(said: dict[str, Any]) -> HttpResponse:
        messages.success(request, act(said))
        return see_other(address_of(comment, owner))

    def around() -> dict[str, Any]:
        now = _find(comment.pk) if request.method == "POST" else comment
        trail = [(owner.code, owner.get_absolute_url()), (here, "")]
        return {"comment": now, "address": address_of(now, owner), "trail": trail, **more}

    return answer_form(request, form, f"feedback/voices/{page}.html", do, around)
