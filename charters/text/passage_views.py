"""Commenting on a passage, and saying where comments stand once their words changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from charters.permissions import PLACE_COMMENTS
from charters.text import anchoring
from charters.text.anchors import Anchor
from charters.text.models import Clause
from charters.text.passage_forms import AttachForm, PassageCommentForm
from charters.text.passages import Stretch, from_screen, sentences_around, sentences_in, whole_words
from charters.text.revisions import text_at
from feedback.permissions import COMMENT
from feedback.voices.once import told
from governance.conditional import unless_unchanged
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.refusals import Refused

WAITING_ON_A_PAGE = 25


@permitted(COMMENT)
def passage_new(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Choose a sentence, or come with words selected on the page of the clause; then comment on them."""
    about = _find(request, charter, clause)
    revision, text = _read(about, request.POST if request.method == "POST" else request.GET)
    stretch = _chosen(text, request)
    if stretch is None:
        return render(request, "charters/text/passage_choose.html", _choice(about, revision, text))
    form = PassageCommentForm(
        request.POST or None, member=request.user, thread=about.thread, text=text, stretch=stretch,
        initial={"revision": revision},
    )  # fmt: skip

    def act(said: dict[str, Any]) -> HttpResponse:
        comment = anchoring.comment_on_passage(
            about, by=request.user, read_text=text, **(said | {"revision": revision})
        )
        messages.success(request, told(comment, _("Your comment is published, beside the words that it is about.")))
        return see_other(f"{about.get_absolute_url()}?passage={said['start']}-{said['end']}#comment-{comment.pk}")

    context = {"clause": about, **_shown(text, stretch)}
    context["trail"] = [*_trail(about), (_("Comment on a passage"), "")]
    return answer_form(request, form, "charters/text/passage_comment.html", act, context)


@require_safe
@unless_unchanged
def clause_passages(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """The comments of a clause whose place waits for someone to settle it."""
    return _show_waiting(request, _find(request, charter, clause))


@require_POST
def passage_settle(request: HttpRequest, charter: str, clause: str, comment: uuid.UUID, act: str) -> HttpResponse:
    """Say that a comment is on the right words (``confirm``), or about the whole clause (``whole``)."""
    about = _find(request, charter, clause)
    anchor = _anchor(about, comment)
    rule = {"confirm": anchoring.confirm_place, "whole": anchoring.detach}[act]
    try:
        rule(anchor.comment, by=request.user, seen=_number(request.POST.get("seen")))
    except Refused as refused:
        return _show_waiting(request, about, refusal=str(refused))
    messages.success(request, _("It is settled: everyone sees where the comment stands."))
    return see_other(f"{about.get_absolute_url()}#comment-{comment}")


def passage_attach(request: HttpRequest, charter: str, clause: str, comment: uuid.UUID) -> HttpResponse:
    """Put a comment on other words of the present text."""
    about = _find(request, charter, clause)
    anchor = _anchor(about, comment)
    if not anchoring.may_settle(anchor.comment, by=request.user):
        PLACE_COMMENTS.require(request.user)
    stretch = _chosen(about.text, request)
    mark = anchoring.mark_of(about, anchor.placements.get(is_current=True))
    context = {"clause": about, "anchor": anchor, "mark": mark, "trail": [*_trail(about), (_("Attach a comment"), "")]}
    if stretch is None:
        context = _choice(about, about.revision, about.text) | context
        return render(request, "charters/text/passage_choose.html", context)
    start = {"revision": about.revision, "seen": mark}
    form = AttachForm(request.POST or None, text=about.text, stretch=stretch, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        anchoring.attach(anchor.comment, by=request.user, **said)
        messages.success(request, _("The comment is on these words."))
        return see_other(f"{about.get_absolute_url()}#comment-{comment}")

    context |= _shown(about.text, stretch)
    return answer_form(request, form, "charters/text/passage_attach.html", act, context)


def _show_waiting(request: HttpRequest, clause: Clause, *, refusal: str = "") -> HttpResponse:
    waiting = anchoring.waiting_on(clause).order_by("anchor__comment__written_on", "pk")
    page = Paginator(waiting, WAITING_ON_A_PAGE).get_page(request.GET.get("page"))
    for placement in page:
        placement.mark = anchoring.mark_of(clause, placement)
        placement.may_settle = anchoring.may_settle(placement.anchor.comment, by=request.user)
        if placement.start is not None:
            placement.words = clause.text[placement.start : placement.end]
    context = {"clause": clause, "page_obj": page, "refusal": refusal}
    context["trail"] = [*_trail(clause), (_("Comments to put back in place"), "")]
    return render(request, "charters/text/passages.html", context, status=409 if refusal else 200)


def _find(request: HttpRequest, charter: str, code: str) -> Clause:
    """The clause; removed while someone was writing, it is still found: a comment is not lost."""
    clauses = Clause.objects.all() if request.method == "POST" else Clause.objects.in_text()
    return get_object_or_404(clauses.select_related("charter", "section", "thread"), charter__slug=charter, code=code)


def _anchor(clause: Clause, comment: uuid.UUID) -> Anchor:
    return get_object_or_404(Anchor.objects.select_related("comment"), clause=clause, comment=comment)


def _read(clause: Clause, sent: Mapping[str, str]) -> tuple[int, str]:
    """The revision that was on screen, and its text: the present one when nothing else is said."""
    revision = _number(sent.get("revision")) or clause.revision
    if revision == clause.revision:
        return revision, clause.text
    try:
        return revision, text_at(clause, revision).text  # type: ignore[attr-defined]
    except Clause.history.model.DoesNotExist:
        raise Http404 from None


def _chosen(text: str, request: HttpRequest) -> Stretch | None:
    """The words chosen: selected on a page (``from``, ``to``), one of the sentences offered, or those of the form."""
    if request.method == "POST":
        start, end = _number(request.POST.get("first")), _number(request.POST.get("last"))
        return whole_words(text, start, end) or Stretch(0, len(text))
    if "from" in request.GET:
        return from_screen(text, _number(request.GET["from"]), _number(request.GET.get("to")))
    return whole_words(text, _number(request.GET.get("start")), _number(request.GET.get("end")))


def _shown(text: str, stretch: Stretch) -> dict[str, str]:
    """The words chosen, and what stands around them in their sentences."""
    around = sentences_around(text, stretch)
    return {
        "before": text[around.start : stretch.start],
        "words": text[stretch.start : stretch.end],
        "after": text[stretch.end : around.end],
    }


def _choice(clause: Clause, revision: int, text: str) -> dict[str, Any]:
    sentences = [(stretch, text[stretch.start : stretch.end]) for stretch in sentences_in(text)]
    trail = [*_trail(clause), (_("Comment on a passage"), "")]
    return {"clause": clause, "revision": revision, "sentences": sentences, "trail": trail}


def _trail(clause: Clause) -> list[tuple[str, str]]:
    return [(_("The charter"), clause.charter.get_absolute_url()), (clause.code, clause.get_absolute_url())]


def _number(raw: str | None) -> int:
    """What an address says; anything else than a plausible number is none."""
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 7 else 0
