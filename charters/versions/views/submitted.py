"""The desk of a submitted version: what it changes, who took part, opinions, its life so far, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.permissions import SPONSOR, VALIDATE
from charters.versions import deciding
from charters.versions.acts import ACTS, WAY, acts_open_to
from charters.versions.clock import turn_of
from charters.versions.dossier import dossier_of
from charters.versions.forms import PostponeForm, ReturnForm, SeenForm, ValidateForm, WithdrawForm
from charters.versions.models import Version
from charters.versions.participation import participation_in
from charters.versions.reading import (
    changes_since,
    had_a_hand_in,
    name_of,
    next_number,
    state_of,
    validation_of,
    with_steps,
)
from charters.versions.sealing import content_hash
from governance.form_answers import answer_form, see_other
from governance.people.models import Member

DESK = "charters/versions/submitted.html"
FORMS: dict[str, type[SeenForm]] = {
    "validate": ValidateForm,
    "return": ReturnForm,
    "postpone": PostponeForm,
    "withdraw": WithdrawForm,
}


@require_safe
def version_submitted(request: HttpRequest, charter: str, submission: int) -> HttpResponse:
    """What the version changes and where it stands; with the forms of what the reader may do."""
    return render(request, DESK, _desk(request.user, submitted_version(charter, submission)))


def version_decide(request: HttpRequest, charter: str, submission: int, act: str) -> HttpResponse:
    """Validate, return, postpone or withdraw. Refused, the desk comes back as it now is, with what was typed."""
    if act not in FORMS:
        raise Http404
    version = submitted_version(charter, submission)
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
    elif act == "postpone":
        deciding.postpone(version, by=by, **said)
        messages.success(request, _("The decision is postponed. Everyone reads until when, and why."))
    else:
        deciding.withdraw(version, by=by, reason=said["reason"])
        messages.success(request, _("The version is withdrawn. The working text is unchanged."))
    return see_other(version.get_absolute_url())


def submitted_version(charter: str, submission: int) -> Version:
    """What was submitted, with its life so far; 404 when there is no such submission."""
    return get_object_or_404(with_steps(), charter__slug=charter, submission=submission)


def _desk(member: Member, version: Version, posted: tuple[str, SeenForm] | None = None) -> dict[str, Any]:
    """The page as everything now is. A form that was refused stays on it, even when its act is no longer open."""
    if posted:
        version = submitted_version(version.charter.slug, version.submission)
    content, changes = changes_since(version, version.based_on)
    state, judges = state_of(version), VALIDATE.granted_to(member)
    took_part = judges and had_a_hand_in(version, member)
    acts = {act.name for act in acts_open_to(member, state, prepared_it=took_part)}
    forms = {name: FORMS[name]() for name in FORMS if name in acts}
    if "validate" in forms:
        forms["validate"].initial["validating_body"] = member.function
    forms |= dict([posted] if posted else [])
    for form in forms.values():
        form.bring_up_to_date(content_hash(version, content))
    last = max(version.steps.all(), key=lambda step: step.sequence)
    if "validate" in forms:
        forms["validate"].bring_step_up_to_date(last.sequence)
    returned = forms.get("return")
    dossier = dossier_of(version, content)
    return {
        "version": version,
        "charter": version.charter,
        "name": name_of(version),
        "number": next_number(version),
        "state": state,
        "way": WAY,
        "turn": turn_of(version),
        "awaiting": state.is_undecided,
        "validation": validation_of(version),
        "content": content,
        "changes": changes,
        "dossier": dossier,
        "sponsored": dossier.sponsored.get(str(member.pseudonym), set()),
        "participation": participation_in(version),
        "forms": forms,
        "acts": acts,
        "reasons_typed": returned.typed_reasons() if isinstance(returned, ReturnForm) and returned.is_bound else {},
        "sponsors": SPONSOR.granted_to(member),
        "judges": judges,
        "took_part": took_part,
        "last": last,
        "trail": [(_("Versions"), reverse("versions", args=[version.charter.slug])), (name_of(version), "")],
    }
