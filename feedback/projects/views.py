"""Experience on screen: the list, an entry and its discussion, telling a project, the words of closed lists."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.permissions import ANSWER, TELL_EXPERIENCE
from feedback.projects import answering, reading, telling
from feedback.projects.forms import RetellForm, SearchForm, SeenForm, TellForm, told_by
from feedback.projects.models import Feedback, Term
from feedback.voices import once
from feedback.voices.answer_forms import AnswerForm
from feedback.voices.posting import answer_comment, discussion
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

PAGE = 25


@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    """What projects taught us, published or the reader's own drafts, filtered as asked."""
    search = SearchForm(request.GET)
    search.is_valid()
    wanted = {name: value for name, value in search.cleaned_data.items() if value}
    entries = reading.filtered(Feedback.objects.visible_to(request.user), wanted)
    page = Paginator(reading.for_listing(entries), PAGE).get_page(request.GET.get("page"))
    query = f"{urlencode(wanted)}&" if wanted else ""
    context = {"search": search, "wanted": wanted, "page_obj": page, "query": query}
    return render(request, "feedback/projects/list.html", context)


@require_safe
def feedback_entry(request: HttpRequest, code: str) -> HttpResponse:
    """An entry with all it says, and its discussion."""
    return _show(request, _entry(request, code))


@require_POST
def feedback_comment(request: HttpRequest, code: str) -> HttpResponse:
    """A comment on a published entry."""
    entry = _entry(request, code)
    if entry.status != Feedback.Status.PUBLISHED:
        raise Http404
    show = partial(_show, request, entry)
    return answer_comment(request, entry.thread, back_to=entry.get_absolute_url(), show=lambda form: show(form=form))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(TELL_EXPERIENCE)
def feedback_new(request: HttpRequest) -> HttpResponse:
    """Tell a project: published at once, or kept as a draft."""
    form = TellForm(request.POST or None, member=request.user)

    def act(told: dict[str, Any]) -> HttpResponse:
        entry = telling.tell(by=request.user, **told)
        published = _("Thank you: your experience is published. Everyone can read and discuss it.")
        kept = _("The draft is kept. You alone see it, until you publish it.")
        messages.success(request, once.told(entry, published if told["publish"] else kept))
        return see_other(entry.get_absolute_url())

    return answer_form(request, form, "feedback/projects/tell.html", act)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(TELL_EXPERIENCE)
def feedback_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a draft of one's own."""
    entry = _entry(request, code)
    if not telling.is_written_by(entry, request.user):
        raise Http404
    if request.method != "POST" and entry.status != Feedback.Status.DRAFT:
        return see_other(entry.get_absolute_url())
    form = RetellForm(request.POST or None, initial=told_by(entry))

    def act(told: dict[str, Any]) -> HttpResponse:
        telling.retell(entry, told["story"], by=request.user, seen=told["seen"])
        messages.success(request, _("The draft is changed. You alone see it, until you publish it."))
        return see_other(entry.get_absolute_url())

    return answer_form(request, form, "feedback/projects/retell.html", act, {"entry": entry})


@require_POST
@permitted(TELL_EXPERIENCE)
def feedback_publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a draft of one's own."""
    entry = _entry(request, code)

    def act(sent: dict[str, Any]) -> HttpResponse:
        telling.publish(entry, by=request.user, seen=sent["seen"])
        messages.success(request, _("Your experience is published. Everyone can read and discuss it."))
        return see_other(entry.get_absolute_url())

    def around() -> dict[str, Any]:
        return {"publishing": True, **_around(request, _entry(request, code))}

    return answer_form(request, SeenForm(request.POST), "feedback/projects/entry.html", act, around)


@permitted(ANSWER)
def feedback_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a published entry, and say what the charter makes of it."""
    entry = _entry(request, code)
    form = AnswerForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        answering.answer_entry(entry, by=request.user, **said)
        messages.success(request, _("Your answer is published. Its author will be told once."))
        return see_other(entry.get_absolute_url())

    context = {"entry": entry}
    context["trail"] = [(_("Project feedback"), reverse("feedback-list")), (entry.code, entry.get_absolute_url())]
    context["trail"].append((_("Answer it"), ""))
    return answer_form(request, form, "feedback/projects/answer.html", act, context)


@require_safe
def vocabulary(request: HttpRequest) -> HttpResponse:
    """The closed lists in which experience is told, with their definitions."""
    return render(request, "feedback/projects/vocabulary.html", {"terms": Term.objects.order_by("-list", "position")})


def _entry(request: HttpRequest, code: str) -> Feedback:
    """The entry, if the member may read it: published, or their own draft. One query for all it says."""
    entries = reading.with_all_it_says(Feedback.objects.visible_to(request.user))
    return get_object_or_404(entries, code=code)


def _around(request: HttpRequest, entry: Feedback, form: Any = None) -> dict[str, Any]:
    """What the page of an entry needs. Two queries: the discussion."""
    comment_url = reverse("feedback-comment", args=[entry.code])
    return {
        "entry": entry,
        "is_my_draft": entry.status == Feedback.Status.DRAFT,
        "trail": [(_("Project feedback"), reverse("feedback-list")), (entry.code, "")],
        **discussion(request, entry.thread, comment_url=comment_url, back_to=entry.get_absolute_url(), form=form),
    }


def _show(request: HttpRequest, entry: Feedback, form: Any = None) -> HttpResponse:
    context = {"form": form, "refusal": "", "publishing": False, **_around(request, entry, form)}
    return render(request, "feedback/projects/entry.html", context)
