"""The desk of a submitted version: what it changes, its life so far, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.permissions import VALIDATE
from charters.versions import deciding
from charters.versions.acts import ACTS, State, acts_open_to
from charters.versions.forms import ReturnForm, SeenForm, ValidateForm, WithdrawForm
from charters.versions.models import Version
from charters.versions.reading import (
    changes_since,
    name_of,
    next_number,
    prepared_it,
    state_of,
    validation_of,
    with_steps,
)
from charters.versions.sealing import content_hash
from governance.form_answers import answer_form, see_other
from governance.people.models import Member

DESK = "charters/versions/submitted.html"
FORMS: dict[str, type[SeenForm]] = {"validate": ValidateForm, "return": ReturnForm, "withdraw": WithdrawForm}


@require_safe
def version_submitted(request: HttpRequest, charter: str, submission: int) -> HttpResponse:
    """What the version changes and where it stands; with the forms of what the reader may do."""
    return render(request, DESK, _desk(request.user, _submitted(charter, submission)))


def version_decide(request: HttpRequest, charter: str, submission: int, act: str) -> HttpResponse:
    """Validate, return or withdraw. Refused, the desk comes back as it now is, with what was typed."""
    if act not in ACTS:
        raise Http404
    version = _submitted(charter, submission)
    if request.method != "POST":
        return redirect(version)
    ACTS[act].permission.require(request.user)
    form = FORMS[act](request.POST)

    def decide(said: dict[str, Any]) -> HttpResponse:
        return _decide(request, version, act, said)

    return answer_form(request, form, DESK, decide, lambda: _desk(request.user, version, posted=(act, form)))


def _decide(request: HttpRequest, version: Version, act: str, said: dict[str, Any]) -> HttpResponse:
    by = request.user
    if act == "validate":
        step = deciding.validate(version, by=by, **said)
        done = _("Version %(number)s is validated. It is in force and no longer changes.") % {"number": step.number}
        messages.success(request, done)
        return see_other(reverse("version", args=[version.charter.slug, step.number]))
    if act == "return":
        deciding.return_to_facilitators(version, by=by, **said)
        messages.success(request, _("The version is returned, with your reasons: everyone can read them."))
    else:
        deciding.withdraw(version, by=by, reason=said["reason"])
        messages.success(request, _("The version is withdrawn. The working text is unchanged."))
    return see_other(version.get_absolute_url())


def _submitted(charter: str, submission: int) -> Version:
    return get_object_or_404(with_steps(), charter__slug=charter, submission=submission)


def _desk(member: Member, version: Version, posted: tuple[str, SeenForm] | None = None) -> dict[str, Any]:
    """The page as everything now is. A form that was refused stays on it, even when its act is no longer open."""
    if posted:
        version = _submitted(version.charter.slug, version.submission)
    content, changes = changes_since(version, version.based_on)
    state, judges = state_of(version), VALIDATE.granted_to(member)
    took_part = judges and prepared_it(version, member)
    shown_hash = content_hash(version, content)
    forms = {act.name: FORMS[act.name]() for act in acts_open_to(member, state, prepared_it=took_part)}
    if "validate" in forms:
        forms["validate"].initial["validating_body"] = member.function
    forms |= dict([posted] if posted else [])
    for form in forms.values():
        form.bring_up_to_date(shown_hash)
    return {
        "version": version,
        "charter": version.charter,
        "name": name_of(version),
        "number": next_number(version),
        "state": state,
        "awaiting": state is State.AWAITING,
        "validation": validation_of(version),
        "content": content,
        "changes": changes,
        "forms": forms,
        "judges": judges,
        "took_part": took_part,
        "last": max(version.steps.all(), key=lambda step: step.sequence),
        "trail": [(_("Versions"), reverse("versions", args=[version.charter.slug])), (name_of(version), "")],
    }
