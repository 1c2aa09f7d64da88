"""Searching everything that is written here: what was found, what each text is, and where it is read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from charter_site.pages import excerpts, navigation
from governance.conditional import unless_unchanged
from governance.form_fields import LineField
from governance.searching import asking, finding
from governance.templatetags.french import day

MOST_WORDS = 500  # whose comparison is asked of the database: beyond, a text is not marked to its end


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text: one, several, and the route of its page."""

    one: str | Promise
    several: str | Promise
    route: str


KINDS = {
    "clause": Kind(_("Clause"), _("Clauses"), "clause"),
    "proposal": Kind(pgettext_lazy("what waits for its answer", "Proposal"), _("Proposals"), "proposal"),
    "comment": Kind(pgettext_lazy("what waits for its answer", "Comment"), _("Comments"), "comment"),
    "feedback": Kind(pgettext_lazy("what waits for its answer", "Project feedback"), _("Project feedback"), "feedback"),
    "project": Kind(pgettext_lazy("text found", "Project"), pgettext_lazy("texts found", "Projects"), "project"),
    "workshop": Kind(_("Workshop"), _("Workshops"), "workshop"),
    "statement": Kind(_("Statement"), _("Statements"), "workshop"),
    "decision": Kind(_("Decision"), pgettext_lazy("texts found", "Decisions"), "decision"),
    "meeting": Kind(_("Minutes"), pgettext_lazy("texts found", "Minutes of meetings"), "meeting"),
    "committee": Kind(_("Committee"), _("Committees"), "committee"),
    "stakeholder": Kind(pgettext_lazy("text found", "Outside organisation"), _("Outside organisations"), "stakeholder"),
    "tool": Kind(pgettext_lazy("text found", "Tool"), _("Tools"), "tool"),
}


def _kinds() -> list[tuple[str, str | Promise]]:
    return [("", pgettext_lazy("search", "Everywhere")), *((name, kind.several) for name, kind in KINDS.items())]


class SearchForm(forms.Form):
    """Words, and which kind of text they are looked for in. A kind that does not exist is all of them."""

    q = LineField(label=_("Words"), max_length=asking.LONGEST, required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("search", "Where"), choices=_kinds, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"

    def clean(self) -> dict[str, Any]:
        # what a link misspelt is not the reader's mistake
        self.errors.pop("kind", None)
        return self.cleaned_data


@dataclass(frozen=True, slots=True)
class Result:
    """A text that was found, as it is shown: without a title, its words are the link."""

    kind: str
    code: str
    title: SafeString
    words: SafeString
    about: str
    day: datetime.date | None
    address: str

    @property
    def named(self) -> str | Promise:
        return KINDS[self.kind].one


@dataclass(slots=True)
class Answer:
    """What a search is answered. ``says_nothing``: small words alone were typed, which are in every text."""

    groups: list[Group] = field(default_factory=list)
    found: finding.Found = field(default_factory=finding.Found)
    says_nothing: bool = False
    page: Page[int] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The best results of a kind; ``number`` is of all those that were found."""

    kind: str
    results: list[Result]
    number: int

    @property
    def named(self) -> str | Promise:
        return KINDS[self.kind].several

    @property
    def has_more(self) -> bool:
        return self.number > len(self.results)


@require_safe
@unless_unchanged
def search(request: HttpRequest) -> HttpResponse:
    """What is written here and holds the words that were typed, of every kind or of one."""
    form = SearchForm(request.GET)
    form.is_valid()
    words, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
    answer = look_up(asking.read(words, kind=kind), by=request.user, page=request.GET.get("page")) if words else None
    context = {
        "form": form,
        "words": words,
        "kind": KINDS.get(kind),
        "kinds": KINDS.values(),
        "answer": answer,
        "page_obj": answer and answer.page,
        "most": finding.MOST,
        "everywhere": urlencode({"q": words}),
        "query": urlencode({"q": words, "kind": kind}) + "&",
    }
    return render(request, "pages/search.html", context)


def look_up(asked: asking.Asked, *, by: Any, page: Any = None) -> Answer:
    """Find, and show what was found: two or three queries, however much there is."""
    number = _pages(finding.MOST, page).number
    found = finding.find(asked, by=by, page=number)
    if not found.texts:
        return Answer(found=found, says_nothing=not finding.says_something(asked))
    results = sorted(_results(found, asked), key=_best_kinds(found))
    groups = [Group(kind, list(rows), found.numbers[kind]) for kind, rows in groupby(results, lambda row: row.kind)]
    shown = _pages(min(found.total, finding.MOST), number) if asked.kind else None
    return Answer(groups=groups, found=found, page=shown)


def _pages(total: int, page: Any) -> Page[int]:
    return Paginator(range(total), finding.ON_A_PAGE).get_page(page)


def _best_kinds(found: finding.Found) -> Any:
    """The kind of the best text comes first; within a kind, texts stay in their order."""
    order = list(dict.fromkeys(text.kind for text in found.texts))
    return lambda result: order.index(result.kind)


def _results(found: finding.Found, asked: asking.Asked) -> Iterator[Result]:
    """Texts as they are shown: one query says which of their words were found."""
    candidates = excerpts.Candidates(asked.text)
    told = [(text, excerpts.in_a_row(text.body)) for text in found.texts]
    spots = [(candidates.of(text.title), candidates.of(body)) for text, body in told]
    every = {spot.word for pair in spots for part in pair for spot in part}
    words = finding.matching(set(sorted(every)[:MOST_WORDS]), asked=asked, nearly=found.nearly)
    for (text, body), (in_title, in_body) in zip(told, spots, strict=True):
        yield Result(
            kind=text.kind,
            code=text.code,
            title=_meeting(text) if text.kind == "meeting" else excerpts.marked(text.title, in_title, words),
            words=excerpts.excerpt(body, in_body, words),
            about=text.about,
            day=text.day,
            address=_address(text),
        )


def _meeting(text: finding.Text) -> SafeString:
    """Minutes have no title: a meeting is known by its day."""
    return format_html("{}", _("Meeting of %(day)s") % {"day": day(text.day)})


def _address(text: finding.Text) -> str:
    """Where a text is read. A statement has its place on the page of its workshop."""
    route = KINDS[text.kind].route
    if text.kind == "statement":
        workshop, position = text.args
        return f"{navigation.address(route, workshop)}#statement-{position}"
    return navigation.address(route, *text.args)
