"""Pages on which the working text is written: facilitators' pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.permissions import CREATE_CHARTER, EDIT_TEXT
from charters.text import drafting
from charters.text.forms import (
    CharterEditForm,
    CharterForm,
    ClauseWordsForm,
    SectionEditForm,
    words_form,
)
from charters.text.models import Charter, Section
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@permitted(CREATE_CHARTER)
def charter_new(request: HttpRequest) -> HttpResponse:
    """Open a charter; its five sections come with it."""
    form = CharterForm(request.POST or None, initial={"slug": "charte-de-cooperation"})

    def act(words: dict) -> HttpResponse:
        charter = drafting.open_charter(by=request.user, **words)
        messages.success(request, _("The charter is open. Its five sections are ready for their first clauses."))
        return see_other(charter.get_absolute_url())

    return answer_form(request, form, "charters/text/charter_new.html", act)


@permitted(EDIT_TEXT)
def charter_edit(request: HttpRequest, charter: str) -> HttpResponse:
    """Rewrite the title, preamble or scope of the charter."""
    text = get_object_or_404(Charter, slug=charter)
    form = words_form(CharterEditForm, text, request.POST or None)
    return _answer_words(request, form, text, back_to=text.get_absolute_url(), charter=text)


@permitted(EDIT_TEXT)
def section_edit(request: HttpRequest, charter: str, section: str) -> HttpResponse:
    """Rewrite the title or summary of a section."""
    text = get_object_or_404(Section.objects.select_related("charter"), charter__slug=charter, code=section)
    form = words_form(SectionEditForm, text, request.POST or None)
    back_to = f"{text.charter.get_absolute_url()}#s{text.position}"
    return _answer_words(request, form, text, back_to=back_to, charter=text.charter)


def _answer_words(request, form, text, *, back_to, charter):
    def act(words: dict) -> HttpResponse:
        seen, reason = words.pop("seen"), words.pop("reason")
        drafting.edit_charter(text, by=request.user, reason=reason, words=words, seen=seen)
        messages.success(request, _("The text is changed. Its history keeps what it was."))
        return see_other(back_to)

    context = {"text": text, "charter": charter, "trail": [(charter.title, back_to), (text.title, "")]}
    return answer_form(request, form, "charters/text/words_edit.html", act, context)


@permitted(EDIT_TEXT)
def clause_new(request: HttpRequest, charter: str, section: str) -> HttpResponse:
    """Write a clause at the end of a section."""
    text = get_object_or_404(Section.objects.select_related("charter"), charter__slug=charter, code=section)
    form = ClauseWordsForm(request.POST or None, initial={"audience": ["tous_agents"]})

    def act(words: dict) -> HttpResponse:
        clause = drafting.add_clause(text, by=request.user, reason=words["reason"], words=form.words)
        messages.success(request, _("Clause %(code)s is in the working text.") % {"code": clause.code})
        return see_other(clause.get_absolute_url())

    return answer_form(request, form, "charters/text/clause_new.html", act, {"section": text, "trail": _trail(text)})


def _trail(section: Section) -> list[tuple[str, str]]:
    charter = reverse("charter", args=[section.charter.slug])
    return [(_("The charter"), charter), (section.title, f"{charter}#s{section.position}")]


def charters(request: HttpRequest) -> HttpResponse:
    """The only charter, or the choice between several; before the first, how to open one."""
    slugs = list(Charter.objects.values_list("slug", "title"))
    if len(slugs) == 1:
        return redirect("charter", slugs[0][0])
    return render(request, "charters/text/charters.html", {"charters": slugs})


def current(request: HttpRequest, page: str) -> HttpResponse:
    """Shortcuts that do not name the charter, for menus: they lead to the page of the only one there is."""
    only = Charter.objects.first()
    if only is None:
        return redirect("charters")
    return redirect(page, only.slug)
