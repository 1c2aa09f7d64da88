"""Pages on which the charter is read: the whole, a clause, its history."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from charters.grounding.evidence import evidence
from charters.reading.charter_page import chapters_of, charter_for_reading
from charters.reading.clause_page import (
    clauses_for_reading,
    history_of,
    marked_text,
    passage_asked,
    proposals_on,
)
from charters.reading.sources import sources_of
from charters.reading.trail import clauses_for_trail, trail
from charters.text.anchoring import placement_of, put_elsewhere, standing_over, with_placements
from charters.text.models import Audience, Clause
from feedback.voices.forms import CommentForm
from feedback.voices.models import Comment
from feedback.voices.posting import answer_comment, discussion
from governance.conditional import unless_unchanged


@require_safe
@unless_unchanged
def charter(request: HttpRequest, charter: str) -> HttpResponse:
    """The working text and its living margin."""
    text = charter_for_reading(charter)
    if text is None:
        raise Http404
    chapters = chapters_of(text, member=request.user)
    count = sum(len(chapter.clauses) for chapter in chapters)
    return render(
        request, "charters/reading/charter.html", {"charter": text, "chapters": chapters, "clause_count": count}
    )


@require_safe
@unless_unchanged
def clause(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """A clause: its words, the experience behind it, proposals, discussion."""
    text = get_object_or_404(clauses_for_reading(), charter__slug=charter, code=clause)
    return render(request, "charters/reading/clause.html", clause_context(request, text))


@require_POST
def clause_comment(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Publish a comment on a clause, or show its page again with what was typed."""
    text = get_object_or_404(clauses_for_reading(), charter__slug=charter, code=clause)

    def show(form: CommentForm) -> HttpResponse:
        return render(request, "charters/reading/clause.html", clause_context(request, text, form=form))

    return answer_comment(request, text.thread, back_to=text.get_absolute_url(), show=show)


@require_safe
@unless_unchanged
def clause_history(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Who changed what, when, why, from which proposal; each revision redlined against the one before."""
    text = get_object_or_404(Clause.objects.select_related("charter", "section"), charter__slug=charter, code=clause)
    page, entries = history_of(text, page=request.GET.get("page"))
    context = {"clause": text, "page_obj": page, "entries": entries, "revisions": range(1, text.revision + 1)}
    context["trail"] = [*trail_to(text), (text.code, text.get_absolute_url()), (_("History"), "")]
    return render(request, "charters/reading/clause_history.html", context)


@require_safe
@unless_unchanged
def clause_sources(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Who wrote this: each run of words with what brought it; ``?source=2`` marks the words of one source."""
    text = get_object_or_404(Clause.objects.select_related("charter", "section"), charter__slug=charter, code=clause)
    fields, sources = sources_of(text)
    picked = request.GET.get("source", "")
    context = {"clause": text, "fields": fields, "sources": sources}
    context["picked"] = next((source for source in sources if str(source.number) == picked), None)
    context["trail"] = [*trail_to(text), (text.code, text.get_absolute_url()), (_("Who wrote this"), "")]
    return render(request, "charters/reading/clause_sources.html", context)


@require_safe
@unless_unchanged
def clause_trail(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Where the clause comes from: experience, workshops, comments, proposals, decisions, versions."""
    text = get_object_or_404(clauses_for_trail(), charter__slug=charter, code=clause)
    context = {"clause": text, "steps": trail(text)}
    context["trail"] = [*trail_to(text), (text.code, text.get_absolute_url()), (_("Where it comes from"), "")]
    return render(request, "charters/reading/clause_trail.html", context)


def trail_to(text: Clause) -> list[tuple[str, str]]:
    """The way from the charter to a clause's section."""
    address = text.charter.get_absolute_url()
    return [(_("The charter"), address), (text.section.title, f"{address}#s{text.section.position}")]


def clause_context(request: HttpRequest, text: Clause, *, form: CommentForm | None = None) -> dict[str, Any]:
    """What the page of a clause shows: four queries beside the clause itself.

    ``?passage=12-40`` shows only the discussions about these words.
    """
    proposals = proposals_on(text)
    address, passage = text.get_absolute_url(), passage_asked(text, request.GET.get("passage", ""))
    talk = discussion(
        request,
        text.thread,
        comment_url=reverse("clause-comment", args=[text.charter.slug, text.code]),
        back_to=address,
        form=form,
        about=standing_over(text, *passage) if passage else None,
        stored=with_placements(Comment.objects.all()),
    )
    for node in talk["comments"].by_id.values():
        node.beside = placement_of(node.comment)
        if node.beside:
            node.beside.elsewhere = put_elsewhere(node.beside, text.text)
    return {
        "clause": text,
        "charter_language": text.charter.language,
        "audiences": [Audience(code).label for code in text.audience],
        "open_proposals": [proposal for proposal in proposals if not proposal.outcome],
        "answered_proposals": [proposal for proposal in proposals if proposal.outcome],
        "evidence": evidence(text),
        "marked": marked_text(text),
        "passage": text.text[passage.start : passage.end] if passage else "",
        "beside_template": "charters/text/partials/placement.html",
        "trail": [*trail_to(text), (text.code, "")],
        **talk,
        "thread_query": f"passage={passage.start}-{passage.end}&" if passage else "",
    }
