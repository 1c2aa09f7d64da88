"""Preparing a version: what changed in the working text, what waits, what will be said to management."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.permissions import PREPARE_VERSION
from charters.text.models import Charter
from charters.versions import preparing
from charters.versions.changes import changes_between
from charters.versions.content import frozen_content, working_content
from charters.versions.forms import AbandonForm, PrepareForm
from charters.versions.models import VersionDraft
from charters.versions.reading import charters_to_prepare, open_draft
from charters.versions.sealing import fingerprint
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@permitted(PREPARE_VERSION)
def version_prepare(request: HttpRequest, charter: str) -> HttpResponse:
    """Save the version in preparation, or save it and submit it."""
    text = get_object_or_404(charters_to_prepare(), slug=charter)
    form = PrepareForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        draft = get_object_or_404(VersionDraft, pk=said["draft"], charter=text)
        words = {"message": said["message"], "left_out": said["left_out"]}
        draft = preparing.revise_draft(draft, by=request.user, seen=said["seen"], **words)
        if said["step"] == "save":
            messages.success(request, _("The version in preparation is saved. Nothing is submitted yet."))
            return see_other(reverse("version-prepare", args=[charter]))
        version = preparing.submit(draft, by=request.user, seen=draft.row_version, seen_text=said["seen_text"])
        messages.success(request, _("The version is submitted: executive management can now decide on it."))
        return see_other(version.get_absolute_url())

    return answer_form(request, form, "charters/versions/prepare.html", act, lambda: _around(text, form))


def _around(text: Charter, form: PrepareForm) -> dict[str, Any]:
    """The page around the form, as everything now is; after a refusal, the form goes with it."""
    draft = open_draft(text)
    in_force = text.version_in_force
    working = working_content(text)
    current = {"draft": draft.pk, "seen": draft.row_version, "seen_text": fingerprint(working)} if draft else {}
    if form.is_bound:
        form.bring_up_to_date(**current)
    elif draft:
        form.initial = current | {"message": draft.message, "left_out": draft.left_out}
    return {
        "charter": text,
        "draft": draft,
        "working": working,
        "changes": changes_between(frozen_content(in_force) if in_force else None, working),
        "left_out": form["left_out"].value() or [],
        "next_number": (text.number_in_force or 0) + 1,
        "trail": [(_("Versions"), reverse("versions", args=[text.slug])), (_("Prepare a version"), "")],
    }


@permitted(PREPARE_VERSION)
def version_open(request: HttpRequest, charter: str) -> HttpResponse:
    """Start preparing a version, or join whoever started."""
    text = get_object_or_404(Charter, slug=charter)
    if request.method == "POST":
        preparing.prepare(text, by=request.user)
    return see_other(reverse("version-prepare", args=[charter]))


@permitted(PREPARE_VERSION)
def version_abandon(request: HttpRequest, charter: str) -> HttpResponse:
    """Give up the version in preparation; the working text is untouched. Refused, its page comes back as it now is."""
    text = get_object_or_404(charters_to_prepare(), slug=charter)
    if request.method != "POST" or not (draft := open_draft(text)):
        return redirect("version-prepare", charter)

    def act(said: dict[str, Any]) -> HttpResponse:
        preparing.abandon_draft(draft, by=request.user, seen=said["seen"])
        messages.success(request, _("The preparation is given up. The working text is unchanged."))
        return see_other(reverse("versions", args=[charter]))

    def around() -> dict[str, Any]:
        form = PrepareForm()
        return {**_around(text, form), "form": form}

    return answer_form(request, AbandonForm(request.POST), "charters/versions/prepare.html", act, around)
