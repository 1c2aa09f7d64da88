"""Preparing a version: what changed in the working text, what is missing, what will be said to management."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.permissions import PREPARE_VERSION
from charters.text.models import Charter
from charters.versions import consulting, preparing
from charters.versions.acts import ACTS, WAY, State, state_of_draft
from charters.versions.changes import changes_between, kept_for_later, leave_for_later
from charters.versions.clock import turn_of_draft
from charters.versions.content import frozen_content, working_content
from charters.versions.forms import AbandonForm, ConsultForm, PrepareForm, ReviewForm
from charters.versions.gates import closed_gates, in_content, without_experience
from charters.versions.models import VersionDraft
from charters.versions.reading import charters_to_prepare, open_draft, open_drafts
from charters.versions.sealing import fingerprint
from governance.committees.models import Committee
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.plain_text import french
from governance.templatetags.french import day


@permitted(PREPARE_VERSION)
def version_prepare(request: HttpRequest, charter: str) -> HttpResponse:
    """Save the version in preparation, or save it and submit it."""
    text = get_object_or_404(charters_to_prepare(), slug=charter)
    form = PrepareForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        draft = get_object_or_404(VersionDraft, pk=said["draft"], charter=text)
        words = {name: said[name] for name in preparing.CHOSEN}
        words["reasons"] = draft.reasons | said["reasons"]
        draft = preparing.revise_draft(draft, by=request.user, seen=said["seen"], **words)
        if said["step"] == "save":
            messages.success(request, _("The version in preparation is saved. Nothing is submitted yet."))
            return see_other(reverse("version-prepare", args=[charter]))
        version = preparing.submit(draft, by=request.user, seen=draft.row_version, seen_text=said["seen_text"])
        messages.success(request, _("The version is submitted. This page says whose turn it is."))
        return see_other(version.get_absolute_url())

    return answer_form(request, form, "charters/versions/prepare.html", act, lambda: _around(text, form))


def _around(text: Charter, form: PrepareForm) -> dict[str, Any]:
    """The page around the form, as everything now is; after a refusal, the form goes with it."""
    draft = draft_to_prepare(text)
    in_force = text.version_in_force
    working = working_content(text)
    before = frozen_content(in_force) if in_force else None
    current = {"draft": draft.pk, "seen": draft.row_version, "seen_text": fingerprint(working)} if draft else {}
    if form.is_bound:
        form.bring_up_to_date(**current)
    elif draft:
        form.initial = current | {name: getattr(draft, name) for name in preparing.CHOSEN}
    around = {
        "charter": text,
        "sent": form,
        "draft": draft,
        "working": working,
        "changes": changes_between(before, working),
        "left_out": form["left_out"].value() or [],
        "next_number": (text.number_in_force or 0) + 1,
        "trail": [(_("Versions"), reverse("versions", args=[text.slug])), (_("Prepare a version"), "")],
    }
    if draft:
        form.offer_committees((row["code"], french(row["name"])) for row in draft.committees)
        statutory = [row["code"] for row in draft.committees if row["kind"] == Committee.Kind.STATUTORY]
        content = leave_for_later(working, draft.left_out, before)
        titles = {clause.code: clause.title for _section, clause in content.clauses}
        typed = form.typed_reasons() if form.is_bound else draft.reasons
        counted_upto = preparing.counted_by(draft, draft.counted_upto, in_force)
        kept = kept_for_later(draft.left_out, around["changes"])
        gates = {"kept": kept, "counted_upto": counted_upto, "bare": draft.bare, "statutory": statutory}
        left = changes_between(before, content)
        missing = closed_gates(draft, content, left, **gates)
        changed = set(around["changes"].codes)
        around |= {
            **_circuit(draft),
            "missing": missing,
            "nothing_left": bool(around["changes"]) and not left,
            "besides": sorted(({code for gate in missing for code in gate.clauses} | {*around["left_out"]}) - changed),
            "bare": [(code, titles[code], typed.get(code, "")) for code in in_content(draft.bare, content)],
        }
    return around


def draft_to_prepare(charter: Charter) -> VersionDraft | None:
    """The version in preparation, with all that preparing it asks: one query.

    ``committees`` holds rows of code, name and kind; ``bare`` the codes of clauses without experience.
    """
    committees = Committee.objects.order_by("code").values(row=JSONObject(code="code", name="name", kind="kind"))
    return (
        open_drafts(charter)
        .annotate(
            committees=ArraySubquery(committees),
            bare=ArraySubquery(without_experience(OuterRef("charter")).order_by("code").values("code")),
        )
        .first()
    )


def _circuit(draft: VersionDraft) -> dict[str, Any]:
    """Where the version in preparation stands, whose turn it is, and the forms of the consultation."""
    state = state_of_draft(draft.last_kind)
    today = timezone.localdate()
    start = {"seen": draft.row_version, "seen_step": draft.last_step}
    return {
        "way": WAY,
        "state": state,
        "turn": turn_of_draft(draft, state),
        "consult": ConsultForm(initial=start, auto_id="consult-%s"),
        "review": ReviewForm(initial=start | {"counted_upto": today}, auto_id="review-%s"),
        "may_review": state in ACTS["review"].sources,
        "in_review": state is State.REVIEW,
    }


@permitted(PREPARE_VERSION)
def version_open(request: HttpRequest, charter: str) -> HttpResponse:
    """Start preparing a version, or join whoever started."""
    text = get_object_or_404(Charter, slug=charter)
    if request.method == "POST":
        preparing.prepare(text, by=request.user)
    return see_other(reverse("version-prepare", args=[charter]))


@permitted(PREPARE_VERSION)
def version_consult(request: HttpRequest, charter: str) -> HttpResponse:
    """Open the consultation until a day, or prolong it."""
    form = ConsultForm(request.POST or None, auto_id="consult-%s")

    def act(draft: VersionDraft, said: dict[str, Any]) -> None:
        step = consulting.open_consultation(draft, by=request.user, **said)
        told = _("The consultation is announced until %(day)s: everyone reads it.") % {"day": day(step.until)}
        messages.success(request, told)

    return _on_draft(request, charter, "consult", form, act)


@permitted(PREPARE_VERSION)
def version_review(request: HttpRequest, charter: str) -> HttpResponse:
    """Close the consultation, saying up to which day contributions are answered."""
    form = ReviewForm(request.POST or None, auto_id="review-%s")

    def act(draft: VersionDraft, said: dict[str, Any]) -> None:
        consulting.close_consultation(draft, by=request.user, **said)
        messages.success(request, _("The consultation is closed. What is still owed an answer is listed below."))

    return _on_draft(request, charter, "review", form, act)


@permitted(PREPARE_VERSION)
def version_abandon(request: HttpRequest, charter: str) -> HttpResponse:
    """Give up the version in preparation; the working text is untouched. Refused, its page comes back as it now is."""

    def act(draft: VersionDraft, said: dict[str, Any]) -> str:
        preparing.abandon_draft(draft, by=request.user, seen=said["seen"])
        messages.success(request, _("The preparation is given up. The working text is unchanged."))
        return reverse("versions", args=[charter])

    return _on_draft(request, charter, "", AbandonForm(request.POST), act)


def _on_draft(request: HttpRequest, charter: str, name: str, sent: Any, rule: Any) -> HttpResponse:
    """Run a rule on the version in preparation, then lead back to its page; refused, the page holds what was sent."""
    text = get_object_or_404(charters_to_prepare(), slug=charter)
    if request.method != "POST" or not (draft := open_draft(text)):
        return redirect("version-prepare", charter)

    def act(said: dict[str, Any]) -> HttpResponse:
        return see_other(rule(draft, said) or reverse("version-prepare", args=[charter]))

    def around() -> dict[str, Any]:
        form = PrepareForm()
        page = {**_around(text, form), "form": form, "sent": sent}
        if name and "state" in page:
            sent.data = sent.data.copy()
            sent.data["seen"], sent.data["seen_step"] = str(page["draft"].row_version), str(page["draft"].last_step)
            page[name] = sent
        return page

    return answer_form(request, sent, "charters/versions/prepare.html", act, around)
