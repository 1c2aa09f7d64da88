"""A discussion on its owner's page: what the page needs to show it, and what happens to a comment sent to it.

The owner's view says who may see the thread, and where it is; nothing here knows what the thread is about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from feedback.permissions import COMMENT
from feedback.voices.forms import CommentForm
from feedback.voices.models import Comment, Thread
from feedback.voices.once import told
from feedback.voices.threads import page_of, publish_comment, read_thread
from governance.form_answers import see_other
from governance.refusals import Refused


def discussion(
    request: HttpRequest,
    thread: Thread,
    *,
    comment_url: str,
    back_to: str,
    form: CommentForm | None = None,
    about: QuerySet | None = None,
    stored: QuerySet[Comment] | None = None,
) -> dict[str, Any]:
    """The context of ``feedback/voices/partials/thread.html``: two queries, whatever the length of the thread.

    ``?comments=2`` is the page of the thread, ``?reply=ID`` the comment to reply to. ``about`` and
    ``stored`` are those of ``read_thread``.
    """
    comments = read_thread(thread, member=request.user, page=request.GET.get("comments"), about=about, stored=stored)
    if form is None:
        reply_to = comments.find(request.GET.get("reply"))
        form = CommentForm(member=request.user, thread=thread, reply_to=reply_to)
    return {
        "thread": thread,
        "comments": comments,
        "comment_form": form,
        "comment_url": comment_url,
        "thread_url": back_to,
        "thread_query": "",
    }


def post_comment(request: HttpRequest, thread: Thread, *, back_to: str) -> Comment | CommentForm:
    """Publish what was sent; or give the form back, filled, with its ``status`` and, if any, its ``refusal``.

    A published comment carries ``address``: where to read it on the owner's page, ``back_to``.
    """
    COMMENT.require(request.user)
    form = CommentForm(request.POST, member=request.user, thread=thread)
    if not form.is_valid():
        form.status = 422
        return form
    try:
        comment = publish_comment(thread, by=request.user, **form.cleaned_data)
    except Refused as error:
        form.status, form.refusal = 409, str(error)
        return form
    page = page_of(comment)
    comment.address = f"{back_to}{f'?comments={page}' if page > 1 else ''}#comment-{comment.pk}"
    messages.success(request, told(comment, _published(comment, on_behalf=bool(form.cleaned_data.get("on_behalf")))))
    return comment


def _published(comment: Comment, *, on_behalf: bool) -> str:
    if on_behalf:
        return _("These words are published: they bear the signature of whoever said them, not yours.")
    return _("Your reply is published.") if comment.reply_to_id else _("Your comment is published.")


def answer_comment(
    request: HttpRequest, thread: Thread, *, back_to: str, show: Callable[[CommentForm], HttpResponse]
) -> HttpResponse:
    """The whole answer to a comment sent: read it in its place, or the owner's page with the filled form.

    ``show`` renders the owner's page around the form; its status is set here.
    """
    sent = post_comment(request, thread, back_to=back_to)
    if isinstance(sent, Comment):
        return see_other(sent.address)
    response = show(sent)
    response.status_code = sent.status
    return response
