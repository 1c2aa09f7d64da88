"""The page of a department's commitment, and the forms in which its head signs, completes and tells what is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.commitments import committing, following
from charters.commitments.asking import AskedVersion, asked_versions, binds, words_on
from charters.commitments.forms import CommitForm, CompleteForm, FollowUpForm
from charters.commitments.models import Commitment
from charters.commitments.reading import clause_titles
from charters.commitments.standing import Renewal, chapters, renewal
from charters.permissions import SIGN_COMMITMENT
from charters.text.models import Charter
from charters.versions.models import VersionClause
from governance.form_answers import answer_form, see_other
from governance.people.models import Department
from governance.people.permissions import permitted
from governance.plain_text import french


@require_safe
def commitment(request: HttpRequest, charter: str, department: int) -> HttpResponse:
    """All that a department said on each version, with what became of its promises."""
    text, house = _place(charter, department)
    said = chapters(text, house)
    heads = request.user.heads(house)
    context = {
        "charter": text,
        "department": house,
        "chapters": said,
        "heads": heads,
        "asked": [_offer(one, said) for one in asked_versions(text)] if heads else [],
        "titles": clause_titles(text),
        "trail": _trail(text, house),
    }
    return render(request, "charters/commitments/department.html", context)


def _offer(asked: AskedVersion, said: list[Any]) -> dict[str, Any]:
    """What the head may do on a version: sign it, or complete what was signed."""
    last = next((chapter.last for chapter in said if chapter.label == asked.label), None)
    return {"asked": asked, "last": last, "is_signed": binds(last, asked.version)}


@permitted(SIGN_COMMITMENT)
def commitment_sign(request: HttpRequest, charter: str, department: int, label: str) -> HttpResponse:
    """Sign a version, with reservations or not, decline, or say that the team still discusses it."""
    text, house = _place(charter, department)
    committing.require_head(house, by=request.user)
    asked, last = _asked(text, label), words_on(text, house, label).first()
    if request.method != "POST" and binds(last, asked.version):
        return redirect("commitment-complete", charter, department, label)
    former = renewal(text, house, asked)
    form = CommitForm(request.POST or None, clauses=_clauses(asked), initial=_start(last, former))

    def act(_cleaned: dict[str, Any]) -> HttpResponse:
        word = committing.commit(house, charter=text, by=request.user, label=label, **form.said())
        done = _("The commitment of your department is signed.") if word.is_signed else _("Your answer is recorded.")
        messages.success(request, done)
        return see_other(reverse("commitment", args=[charter, department]))

    around = lambda: _around(text, house, asked, _("Sign"), renewal=former)  # noqa: E731
    return answer_form(request, form, "charters/commitments/sign.html", act, around)


@permitted(SIGN_COMMITMENT)
def commitment_complete(request: HttpRequest, charter: str, department: int, label: str) -> HttpResponse:
    """Add to promises that were signed."""
    text, house = _place(charter, department)
    committing.require_head(house, by=request.user)
    asked, last = _asked(text, label), words_on(text, house, label).first()
    if last is None or not binds(last, asked.version):
        return redirect("commitment-sign", charter, department, label)
    start = {
        "seen": last.sequence,
        "status": last.status,
        "discussed_on": last.team_discussion_date,
        "hours": last.hours_freed,
        "period": last.hours_period,
        "comment": last.comment,
    }
    form = CompleteForm(request.POST or None, word=last, clauses=_clauses(asked), initial=start)

    def act(_cleaned: dict[str, Any]) -> HttpResponse:
        committing.complete(house, charter=text, by=request.user, label=label, **form.said())
        messages.success(request, _("The commitment of your department is completed. What was signed is still there."))
        return see_other(reverse("commitment", args=[charter, department]))

    around = lambda: _around(text, house, asked, _("Complete"))  # noqa: E731
    return answer_form(request, form, "charters/commitments/complete.html", act, around)


@permitted(SIGN_COMMITMENT)
def commitment_follow_up(request: HttpRequest, charter: str, department: int, label: str, clause: str) -> HttpResponse:
    """Tell where a promise stands."""
    text, house = _place(charter, department)
    committing.require_head(house, by=request.user)

    def promise() -> Any:
        chapter = next((one for one in chapters(text, house) if one.label == label and one.last.is_signed), None)
        found = next((one for one in chapter.promises if one.code == clause), None) if chapter else None
        if found is None:
            raise Http404(_("This department signed no promise on this clause."))
        return found

    now = promise()
    form = FollowUpForm(request.POST or None, initial={"seen": len(now.told)})

    def act(said: dict[str, Any]) -> HttpResponse:
        following.follow_up(house, charter=text, by=request.user, label=label, code=clause, **said)
        messages.success(request, _("What became of this promise is on the page of your department."))
        return see_other(reverse("commitment", args=[charter, department]))

    def around() -> dict[str, Any]:
        here = _("Follow-up")
        return {
            "charter": text, "department": house, "promise": promise(), "label": label,
            "title": clause_titles(text).get(clause, ""), "trail": _trail(text, house, here),
        }  # fmt: skip

    return answer_form(request, form, "charters/commitments/follow_up.html", act, around)


def _place(charter: str, department: int) -> tuple[Charter, Department]:
    return get_object_or_404(Charter, slug=charter), get_object_or_404(Department, pk=department)


def _asked(text: Charter, label: str) -> AskedVersion:
    """The version to sign. One that is superseded, returned or unknown cannot be: its page is not there."""
    found = next((one for one in asked_versions(text) if one.label == label), None)
    if found is None:
        raise Http404(_("This version cannot be signed: open the commitments of departments to see which one can."))
    return found


def _clauses(asked: AskedVersion) -> list[VersionClause]:
    clauses = asked.version.clauses.select_related("section").only("code", "title", "section__title", "version")
    return list(clauses.order_by("position"))


def _start(last: Commitment | None, former: Renewal | None) -> dict[str, Any]:
    """What the form shows at first: what was said on this version, else what was promised on the one before."""
    word = last or (former.word if former else None)
    start: dict[str, Any] = {"seen": last.sequence if last else 0}
    if word is None:
        return start
    promised = last.promised if last else former.proposed if former else []
    for place, (code, words) in enumerate(promised, start=1):
        start |= {f"clause_{place}": code, f"words_{place}": words}
    start |= {"hours": word.hours_freed, "period": word.hours_period, "stops": word.stops}
    if last:
        start |= {"status": last.status, "discussed_on": last.team_discussion_date, "comment": last.comment}
    return start


def _around(text: Charter, house: Department, asked: AskedVersion, here: str, **more: Any) -> dict[str, Any]:
    """What surrounds a form, as it now is."""
    return {
        "charter": text,
        "department": house,
        "asked": asked,
        "last": words_on(text, house, asked.label).first(),
        "titles": clause_titles(text),
        "trail": _trail(text, house, here),
        **more,
    }


def _trail(text: Charter, house: Department, here: str = "") -> list[tuple[str, str]]:
    way = [
        (_("The charter"), text.get_absolute_url()),
        (_("Commitments of departments"), reverse("commitments", args=[text.slug])),
        (french(house.name), reverse("commitment", args=[text.slug, house.pk]) if here else ""),
    ]
    return [*way, *([(here, "")] if here else [])]
