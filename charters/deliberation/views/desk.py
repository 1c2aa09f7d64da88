"""The merge desk of a clause: every open proposal at once, and the text that the choices make."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.vary import vary_on_headers

from charters.deliberation.desk import Competitor, Desk, lay_out
from charters.deliberation.desk_forms import DeskForm
from charters.deliberation.merging import finish, refuse_other_desk, submit_merge
from charters.deliberation.views.finding import find_clause
from charters.permissions import TAKE_UP
from charters.text.merging import Merged
from charters.text.models import Clause
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

RESULT = "charters/deliberation/partials/desk_result.html"


@permitted(TAKE_UP)
@vary_on_headers("X-Part")
def clause_merge(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Lay out what is proposed, show what the choices make, then merge it or submit it as a proposal."""
    text = find_clause(request, charter, clause)
    desk = lay_out(text)
    submits = "submit_merge" in request.POST
    preview = bool(request.POST.get("preview"))
    form = DeskForm(request.POST or None, desk=desk, asks_title=submits, is_preview=preview, initial=_start(desk))
    if preview:
        page = RESULT if request.headers.get("X-Part") == "result" else "charters/deliberation/desk.html"
        return render(request, page, {"form": form, "refusal": "", **_around(text, desk, form)})

    def act(said: dict[str, Any]) -> HttpResponse:
        refuse_other_desk(desk, said["mark"])
        seen = {"seen": said["seen"], "mark": said["mark"], "decision": form.decision}
        if submits:
            proposal = submit_merge(text, by=request.user, title=said["title"], **seen)
            messages.success(request, _("The merged text is a proposal. Everyone can read and support it."))
            return see_other(proposal.get_absolute_url())
        left = [competitor.proposal.code for competitor in form.left_open]
        finish(text, by=request.user, **seen)
        messages.success(request, _merged(left))
        return see_other(text.get_absolute_url())

    def around() -> dict[str, Any]:
        return _brought_up_to_date(request, form, find_clause(request, charter, clause))

    return answer_form(request, form, "charters/deliberation/desk.html", act, around)


def _merged(left: list[str]) -> str:
    done = _("The merge is in the working text, and each proposal that it decides is answered.")
    if not left:
        return done
    stays = ngettext("%(codes)s stays open.", "%(codes)s stay open.", len(left)) % {"codes": ", ".join(left)}
    return f"{done} {stays}"


def _start(desk: Desk) -> dict[str, Any]:
    return {"seen": desk.clause.row_version, "mark": desk.mark}


def _brought_up_to_date(request: HttpRequest, form: DeskForm, clause: Clause) -> dict[str, Any]:
    """What surrounds the form; after a refusal, the desk as it now is, with the choices that still mean something.

    Whoever was told that it changed reads it there, so that sending again is a choice. A form at fault keeps its mark.
    """
    desk = lay_out(clause)
    if form.is_bound and form.is_valid() and form.data.get("mark") != desk.mark:
        fresh = DeskForm(form.data.copy(), desk=desk)
        fresh.data["mark"], fresh.data["seen"] = desk.mark, str(clause.row_version)
        form = fresh
    return {"form": form, **_around(clause, desk, form)}


def _around(clause: Clause, desk: Desk, form: DeskForm) -> dict[str, Any]:
    title, text = desk.merged(form.decision)
    return {
        "clause": clause,
        "desk": desk,
        "title": title.text.strip(),
        "text": text.text.strip(),
        "pieces": _with_letters(text, desk.comparable),
        "undecided": [question for question in desk.conflicts if not form[f"{question.key}-choice"].value()],
        "trail": [
            (_("The charter"), clause.charter.get_absolute_url()),
            (clause.code, clause.get_absolute_url()),
            (_("Merge desk"), ""),
        ],
    }


def _with_letters(merged: Merged, competitors: tuple[Competitor, ...]) -> list[tuple[str, str, bool]]:
    """Each piece of the text with the letters it comes from, and whether it was typed by hand."""
    return [
        (piece.text, ", ".join(competitors[place].letter for place in piece.wordings), piece.typed)
        for piece in merged.pieces
    ]
