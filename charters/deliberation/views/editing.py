"""The page on which a facilitator rewrites a clause: the open proposals follow."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.deliberation import editing
from charters.deliberation.views.finding import find_clause
from charters.permissions import EDIT_TEXT
from charters.text.forms import ClauseEditForm
from charters.text.models import Clause
from charters.text.revisions import carried_over
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@permitted(EDIT_TEXT)
def clause_edit(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Rewrite a clause. When it changed meanwhile: 409, what was typed, and the text as it now is."""
    text = find_clause(request, charter, clause)
    form = ClauseEditForm.about(text, request.POST or None)

    def act(words: dict) -> HttpResponse:
        editing.edit_clause(text, by=request.user, reason=words["reason"], words=form.words, seen=words["seen"])
        messages.success(request, _("The clause is changed. Its history keeps what it was."))
        return see_other(text.get_absolute_url())

    def around() -> dict:
        now = find_clause(request, charter, clause)
        seen = _seen(form)
        changed = bool(seen) and seen != now.row_version and not now.removed
        disputed = _bring_up_to_date(form, now, seen=seen) if changed else []
        return {
            "clause": now,
            "changed": changed,
            "disputed": disputed,
            "trail": trail_to_edit(now),
        }

    return answer_form(request, form, "charters/text/clause_edit.html", act, around)


def _seen(form: ClauseEditForm) -> int:
    """The row version on which a valid form was typed, or 0."""
    return form.cleaned_data["seen"] if form.is_bound and form.is_valid() else 0


def _bring_up_to_date(form: ClauseEditForm, now: Clause, *, seen: int) -> list[tuple[str, str, str]]:
    """After a refusal, give the fields the writer left alone their current value.

    Returns what both changed: label, current words, typed words.
    """
    words, disputed = carried_over(now, form.words, seen=seen)
    form.data = form.data.copy()
    for name, value in words.items():
        typed = form.fields[name].prepare_value(value)
        if isinstance(typed, list):
            form.data.setlist(name, typed)
        else:
            form.data[name] = typed
    return [(str(form.fields[name].label), _as_text(getattr(now, name)), _as_text(words[name])) for name in disputed]


def _as_text(words: str | list[str]) -> str:
    return words if isinstance(words, str) else "\n".join(f"- {item}" for item in words)


def trail_to_edit(clause: Clause) -> list[tuple[str, str]]:
    """The charter, the section, the clause."""
    charter = reverse("charter", args=[clause.charter.slug])
    section = (clause.section.title, f"{charter}#s{clause.section.position}")
    return [(_("The charter"), charter), section, (clause.code, "")]
