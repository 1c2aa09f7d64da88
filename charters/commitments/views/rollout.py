"""Pages of the rollout plan: the board, an action with its history, and what facilitators do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.commitments import planning
from charters.commitments.models import RolloutAction
from charters.commitments.plan_forms import ActionForm, MoveActionForm, ReviseActionForm
from charters.commitments.reading import history_of_action, rollout_plan
from charters.permissions import KEEP_ROLLOUT
from charters.text.models import Charter
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.plain_text import french

CONCERNED = RolloutAction.Concerned


@require_safe
def rollout(request: HttpRequest, charter: str) -> HttpResponse:
    """The rollout plan: what is late comes first, what is done comes last."""
    text = get_object_or_404(Charter, slug=charter)
    actions = rollout_plan(text)
    state = RolloutAction.State
    context = {
        "charter": text,
        "groups": [
            (_("Late"), "late", [one for one in actions if one.is_late]),
            (_("To come and in progress"), "open", [one for one in actions if one.is_open and not one.is_late]),
            (_("Done"), "done", [one for one in actions if one.state == state.DONE]),
            (_("Given up"), "given-up", [one for one in actions if one.state == state.GIVEN_UP]),
        ],
        "actions": actions,
        "concerned": dict(CONCERNED.choices),
        "trail": _trail(text),
    }
    return render(request, "charters/commitments/rollout.html", context)


@require_safe
def rollout_action(request: HttpRequest, charter: str, position: int) -> HttpResponse:
    """One action, and all that happened to it."""
    action = _find(charter, position)
    context = {
        "charter": action.charter,
        "action": action,
        "records": history_of_action(action),
        "concerned": dict(CONCERNED.choices),
        "trail": _trail(action.charter, french(action.step)),
    }
    return render(request, "charters/commitments/action.html", context)


@permitted(KEEP_ROLLOUT)
def rollout_new(request: HttpRequest, charter: str) -> HttpResponse:
    """Add an action to the plan."""
    text = get_object_or_404(Charter, slug=charter)
    form = ActionForm(request.POST or None, initial={"period_start": timezone.localdate().replace(day=1)})

    def act(words: dict[str, Any]) -> HttpResponse:
        action = planning.add_action(text, by=request.user, words=words)
        messages.success(request, _("The action is in the plan."))
        return see_other(action.get_absolute_url())

    context = {"charter": text, "trail": _trail(text, _("Add an action"))}
    return answer_form(request, form, "charters/commitments/action_form.html", act, context)


@permitted(KEEP_ROLLOUT)
def rollout_revise(request: HttpRequest, charter: str, position: int) -> HttpResponse:
    """Change what is planned."""
    action = _find(charter, position)
    start = {name: getattr(action, name) for name in planning.WORDS}
    start |= {"seen": action.row_version, "department": action.department_id, "due_on": action.last_day}
    form = ReviseActionForm(request.POST or None, now=action.department_id, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        guards = {"reason": said["reason"], "seen": said["seen"]}
        planning.revise_action(action, by=request.user, words=form.words(), **guards)
        messages.success(request, _("The plan is changed. Its history keeps what it said before."))
        return see_other(action.get_absolute_url())

    return answer_form(request, form, "charters/commitments/action_form.html", act, lambda: _around(charter, position))


@permitted(KEEP_ROLLOUT)
def rollout_move(request: HttpRequest, charter: str, position: int) -> HttpResponse:
    """Say where an action stands."""
    action = _find(charter, position)
    start = {name: getattr(action, name) for name in ("state", "done_on", "proof", "proof_address")}
    start["seen"] = action.row_version
    form = MoveActionForm(request.POST or None, was_open=action.is_open, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        planning.move_action(action, by=request.user, **said)
        messages.success(request, _("The state of the action is recorded."))
        return see_other(action.get_absolute_url())

    return answer_form(request, form, "charters/commitments/action_move.html", act, lambda: _around(charter, position))


def _find(charter: str, position: int) -> RolloutAction:
    actions = RolloutAction.objects.select_related("charter", "department")
    return get_object_or_404(actions, charter__slug=charter, position=position)


def _around(charter: str, position: int) -> dict[str, Any]:
    """What surrounds a form, as it now is."""
    action = _find(charter, position)
    return {"charter": action.charter, "action": action, "trail": _trail(action.charter, french(action.step))}


def _trail(text: Charter, here: str = "") -> list[tuple[str, str]]:
    way = [
        (_("The charter"), text.get_absolute_url()),
        (_("Rollout plan"), reverse("rollout", args=[text.slug]) if here else ""),
    ]
    return [*way, *([(here, "")] if here else [])]
