"""Experience on screen: the list and its table, an entry and its discussion, what was corrected, its answer."""

from __future__ import annotations

import io
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.permissions import ANSWER
from feedback.projects import answering, correcting, history, reading
from feedback.projects.entries_csv import write_csv
from feedback.projects.forms import SearchForm
from feedback.projects.models import Feedback
from feedback.projects.participants import hours_said, participants_said
from feedback.voices.answer_forms import AnswerForm
from feedback.voices.posting import answer_comment, discussion
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.spreadsheets import download

PAGE = 25
FILE = "retours-d-experience.csv"


@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    """What projects taught us, published or the reader's own drafts, filtered as asked."""
    search, wanted = _searched(request)
    entries = reading.filtered(Feedback.objects.visible_to(request.user), wanted)
    page = Paginator(reading.for_listing(entries), PAGE).get_page(request.GET.get("page"))
    query = f"{urlencode(wanted)}&" if wanted else ""
    context = {"search": search, "wanted": wanted, "page_obj": page, "query": query}
    return render(request, "feedback/projects/list.html", context)


@require_safe
def feedback_table(request: HttpRequest) -> HttpResponse:
    """The entries of the list, filtered as asked, for a spreadsheet; never a draft."""
    _search, wanted = _searched(request)
    entries = reading.filtered(Feedback.objects.visible_to(request.user), wanted)
    content = io.StringIO(newline="")
    write_csv(reading.for_table(entries), content)
    return download(content, name=FILE)


@require_safe
def feedback_entry(request: HttpRequest, code: str) -> HttpResponse:
    """An entry with all it says, and its discussion."""
    return _show(request, find_entry(request, code))


@require_safe
def feedback_history(request: HttpRequest, code: str) -> HttpResponse:
    """What a published entry said before each of its corrections."""
    entry = find_entry(request, code)
    if entry.status != Feedback.Status.PUBLISHED:
        raise Http404
    context = {"entry": entry, "corrections": history.corrections_of(entry)}
    return render(
        request, "feedback/projects/history.html", {**context, "trail": trail_to(entry, _("What was corrected"))}
    )


@require_POST
def feedback_comment(request: HttpRequest, code: str) -> HttpResponse:
    """A comment on a published entry."""
    entry = find_entry(request, code)
    if entry.status != Feedback.Status.PUBLISHED:
        raise Http404
    show = partial(_show, request, entry)
    return answer_comment(request, entry.thread, back_to=entry.get_absolute_url(), show=lambda form: show(form=form))


@permitted(ANSWER)
def feedback_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a published entry, and say what the charter makes of it."""
    entry = find_entry(request, code)
    form = AnswerForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        answering.answer_entry(entry, by=request.user, **said)
        messages.success(request, _("Your answer is published. Its author will be told once."))
        return see_other(entry.get_absolute_url())

    context = {"entry": entry, "trail": trail_to(entry, _("Answer it"))}
    return answer_form(request, form, "feedback/projects/answer.html", act, context)


def find_entry(request: HttpRequest, code: str) -> Feedback:
    """The entry, if the member may read it: published, or their own draft. One query for all it says."""
    entries = reading.with_all_it_says(Feedback.objects.visible_to(request.user))
    return get_object_or_404(reading.with_last_correction(entries), code=code)


def trail_to(entry: Feedback, here: str) -> list[tuple[str, str]]:
    """The way to a page about an entry."""
    return [(_("Project feedback"), reverse("feedback-list")), (entry.code, entry.get_absolute_url()), (here, "")]


def facts_of(entry: Feedback) -> dict[str, str]:
    """How many took part and how long it took, as readers are told."""
    return {
        "participants": participants_said(entry.participants_estimate),
        "hours": hours_said(entry.hours_planned, entry.hours_spent),
    }


def _searched(request: HttpRequest) -> tuple[SearchForm, dict[str, Any]]:
    """The filters of the list, and what they ask for once what cannot be read is left aside."""
    search = SearchForm(request.GET)
    search.is_valid()
    return search, {name: value for name, value in search.cleaned_data.items() if value}


def _show(request: HttpRequest, entry: Feedback, form: Any = None) -> HttpResponse:
    """The page of an entry. Two queries more: the discussion."""
    comment_url = reverse("feedback-comment", args=[entry.code])
    is_draft = entry.status == Feedback.Status.DRAFT
    context = {
        "entry": entry,
        "is_my_draft": is_draft,
        "corrects": not is_draft and correcting.may_correct(entry, request.user),
        "trail": trail_to(entry, "")[:1] + [(entry.code, "")],
        **facts_of(entry),
        **discussion(request, entry.thread, comment_url=comment_url, back_to=entry.get_absolute_url(), form=form),
    }
    return render(request, "feedback/projects/entry.html", {"form": form, "refusal": "", **context})
