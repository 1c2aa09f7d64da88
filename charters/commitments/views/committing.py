"""The page of a department's commitment, and the forms in which its head signs, completes and tells what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.commitments import committing, following
from charters.commitments.asking import AskedVersion, asked_versions, binds, is_on_text_in_force
from charters.commitments.forms import CommitForm, CompleteForm, FollowUpForm, SeenText
from charters.commitments.models import Commitment
from charters.commitments.reading import clause_titles
from charters.commitments.standing import Desk, Promise, chapters, desk
from charters.permissions import SIGN_COMMITMENT
from charters.text.models import Charter
from governance.form_answers import answer_form, see_other
from governance.people.models import Department
from governance.people.permissions import permitted
from governance.plain_text import french
from governance.signing import Stale


@require_safe
def commitment(request: HttpRequest, charter: str, department: int) -> HttpResponse:
    """All that a department said on each version, with what became of its promises."""
    text, house = _place(charter, department)
    said = chapters(text, house)
    heads = request.user.heads(house)
    offers = [_offer(one, said) for one in asked_versions(text)] if heads else []
    context = {
        "charter": text,
        "department": house,
        "chapters": said,
        "heads": heads,
        "asked": offers,
        "followed": next((one["asked"].label for one in offers if one["asked"].in_force and one["is_signed"]), ""),
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
    text, house, seen = _desk(request, charter, department, label)
    if request.method != "POST" and seen.is_signed:
        return redirect("commitment-complete", charter, department, label)
    form = CommitForm(request.POST or None, clauses=seen.clauses, initial=_start(seen))

    def act(_cleaned: dict[str, Any]) -> HttpResponse:
        with _told_of_another_text(form, text, house, label):
            word = committing.commit(house, charter=text, by=request.user, label=label, **form.said())
        done = _("The commitment of your department is signed.") if word.is_signed else _("Your answer is recorded.")
        messages.success(request, done)
        return see_other(reverse("commitment", args=[charter, department]))

    return _answer(request, form, "sign", act, text, house, seen)


@permitted(SIGN_COMMITMENT)
def commitment_complete(request: HttpRequest, charter: str, department: int, label: str) -> HttpResponse:
    """Add to promises that were signed."""
    text, house, seen = _desk(request, charter, department, label)
    if seen.last is None or (request.method != "POST" and not seen.is_signed):
        return redirect("commitment-sign", charter, department, label)
    last = seen.last
    start = {
        "seen": last.sequence,
        "seen_hash": seen.asked.version.content_hash,
        "status": last.status,
        "discussed_on": last.team_discussion_date,
        "hours": last.hours_freed,
        "period": last.hours_period,
        "comment": last.comment,
    }
    form = CompleteForm(request.POST or None, word=last, clauses=seen.clauses, initial=start)

    def act(_cleaned: dict[str, Any]) -> HttpResponse:
        with _told_of_another_text(form, text, house, label):
            committing.complete(house, charter=text, by=request.user, label=label, **form.said())
        messages.success(request, _("The commitment of your department is completed. What was signed is still there."))
        return see_other(reverse("commitment", args=[charter, department]))

    return _answer(request, form, "complete", act, text, house, seen)


@permitted(SIGN_COMMITMENT)
def commitment_follow_up(request: HttpRequest, charter: str, department: int, label: str, clause: str) -> HttpResponse:
    """Tell where a promise stands."""
    text, house = _place(charter, department)
    committing.require_head(house, by=request.user)
    word, seen = _promise(text, house, label, clause)
    if request.method != "POST" and not is_on_text_in_force(word, text):
        raise Http404(_("What becomes of promises is told on the version in force: this one is not, or no longer."))
    form = FollowUpForm(request.POST or None, initial={"seen": len(seen.told), "seen_word": word.sequence})

    def act(said: dict[str, Any]) -> HttpResponse:
        try:
            following.follow_up(house, charter=text, by=request.user, label=label, code=clause, **said)
        except Stale:
            form.bring_up_to_date(_promise(text, house, label, clause)[0].sequence)
            raise
        messages.success(request, _("What became of this promise is on the page of your department."))
        return see_other(reverse("commitment", args=[charter, department]))

    def around() -> dict[str, Any]:
        promise = _promise(text, house, label, clause)[1] if request.method == "POST" else seen
        title, trail = clause_titles(text).get(clause, ""), _trail(text, house, _("Follow-up"))
        return {"charter": text, "department": house, "promise": promise, "title": title, "trail": trail}

    return answer_form(request, form, "charters/commitments/follow_up.html", act, around)


def _place(charter: str, department: int) -> tuple[Charter, Department]:
    return get_object_or_404(Charter, slug=charter), get_object_or_404(Department, pk=department)


def _desk(request: HttpRequest, charter: str, department: int, label: str) -> tuple[Charter, Department, Desk]:
    """What the head of the department has before them. A version that cannot be signed has no page, but for whoever
    was writing on it: the rule refuses, and their words stay on screen."""
    text, house = _place(charter, department)
    committing.require_head(house, by=request.user)
    found = desk(text, house, label, closed_too=request.method == "POST")
    if found is None:
        raise Http404(_("This version cannot be signed: open the commitments of departments to see which one can."))
    return text, house, found


@contextmanager
def _told_of_another_text(form: SeenText, text: Charter, house: Department, label: str) -> Iterator[None]:
    """Once told that the text is another one, and led to it, sending again is a choice."""
    try:
        yield
    except Stale:
        if now := desk(text, house, label):
            form.bring_up_to_date(now.asked.version.content_hash)
        raise


def _promise(text: Charter, house: Department, label: str, clause: str) -> tuple[Commitment, Promise]:
    """The last word of the department on a version, and a promise that it signed there."""
    signed = [one for one in chapters(text, house) if one.label == label and one.last.is_signed]
    found = next(((chapter.last, one) for chapter in signed for one in chapter.promises if one.code == clause), None)
    if found is None:
        raise Http404(_("This department signed no promise on this clause."))
    return found


def _start(seen: Desk) -> dict[str, Any]:
    """What the form shows at first: what was said on this version, else what was promised on the one before."""
    last, former = seen.last, seen.renewal
    start: dict[str, Any] = {"seen": last.sequence if last else 0, "seen_hash": seen.asked.version.content_hash}
    word = last or (former.word if former else None)
    if word is None:
        return start
    promised = last.promised if last else former.proposed if former else []
    for place, (code, words) in enumerate(promised, start=1):
        start |= {f"clause_{place}": code, f"words_{place}": words}
    start |= {"hours": word.hours_freed, "period": word.hours_period, "stops": word.stops}
    if last:
        start |= {"status": last.status, "discussed_on": last.team_discussion_date, "comment": last.comment}
    return start


def _answer(
    request: HttpRequest, form: Any, page: str, act: Any, text: Charter, house: Department, seen: Desk
) -> HttpResponse:
    """Answer with a form of the desk; after a refusal, the desk is shown as it now is."""

    def around() -> dict[str, Any]:
        now = (desk(text, house, seen.asked.label, closed_too=True) or seen) if request.method == "POST" else seen
        here = _("Sign") if page == "sign" else _("Complete")
        return {
            "charter": text,
            "department": house,
            "asked": now.asked,
            "last": now.last,
            "renewal": now.renewal,
            "titles": now.titles,
            "trail": _trail(text, house, here),
        }

    return answer_form(request, form, f"charters/commitments/{page}.html", act, around)


def _trail(text: Charter, house: Department, here: str = "") -> list[tuple[str, str]]:
    way = [
        (_("The charter"), text.get_absolute_url()),
        (_("Commitments of departments"), reverse("commitments", args=[text.slug])),
        (french(house.name), reverse("commitment", args=[text.slug, house.pk]) if here else ""),
    ]
    return [*way, *([(here, "")] if here else [])]
