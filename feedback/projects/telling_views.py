"""Telling a project on screen: step by step or at once; reading it again, publishing it, correcting it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.permissions import CORRECT_EXPERIENCE, TELL_EXPERIENCE
from feedback.projects import correcting, drafting, history, states, steps, telling
from feedback.projects.forms import SeenForm
from feedback.projects.models import Feedback
from feedback.projects.reading import project_to_tell
from feedback.projects.story_forms import STEP_FORMS, BeginForm, CorrectForm, LivedStep, TellForm, told_by
from feedback.projects.views import facts_of, find_entry, trail_to
from feedback.voices import once
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(TELL_EXPERIENCE)
def feedback_new(request: HttpRequest) -> HttpResponse:
    """Begin to tell a project, in steps that one leaves and resumes; ``?project=`` names one that is known."""
    form = BeginForm(request.POST or None, member=request.user)
    if request.method != "POST":
        form.initial["project"] = project_to_tell(request.GET.get("project", ""))

    def act(said: dict[str, Any]) -> HttpResponse:
        entry = drafting.begin(by=request.user, **said)
        kept = _("Your draft is begun. You alone see it, until you publish it; leave it and resume it as you wish.")
        messages.success(request, once.told(entry, kept))
        return see_other(reverse("feedback-edit", args=[entry.code]))

    return answer_form(request, form, "feedback/projects/begin.html", act)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(TELL_EXPERIENCE)
def feedback_new_whole(request: HttpRequest) -> HttpResponse:
    """Tell a project on one page: published at once, or kept as a draft. The way to tell it anonymously."""
    form = TellForm(request.POST or None, member=request.user)

    def act(told: dict[str, Any]) -> HttpResponse:
        entry = telling.tell(by=request.user, **told)
        published = _("Thank you: your experience is published. Everyone can read and discuss it.")
        kept = _("The draft is kept. You alone see it, until you publish it.")
        messages.success(request, once.told(entry, published if told["publish"] else kept))
        return see_other(entry.get_absolute_url())

    return answer_form(request, form, "feedback/projects/tell.html", act)


@require_safe
@permitted(TELL_EXPERIENCE)
def feedback_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Resume a draft of one's own, where something is still to tell."""
    entry = _own(request, code)
    if entry.status != Feedback.Status.DRAFT:
        return redirect(entry)
    return redirect(_step_url(entry, steps.step_to_resume(states.state_of(entry))))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(TELL_EXPERIENCE)
def feedback_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """One step of a draft of one's own: what it asks is kept, the rest is left as it is."""
    entry, here = _own(request, code), steps.BY_NAME.get(step)
    if here is None:
        raise Http404
    if request.method != "POST" and entry.status != Feedback.Status.DRAFT:
        return see_other(entry.get_absolute_url())
    form: Any = STEP_FORMS[step](request.POST or None, initial=told_by(entry, to=request.user))
    if isinstance(form, LivedStep):
        form.show(request.GET.dict())

    def act(sent: dict[str, Any]) -> HttpResponse:
        drafting.retell(entry, sent["said"], by=request.user, seen=sent["seen"])
        return _go_on(request, entry, here, form, sent["then"])

    return answer_form(request, form, "feedback/projects/step.html", act, _around_step(request, entry, here))


@require_safe
@permitted(TELL_EXPERIENCE)
def feedback_reread(request: HttpRequest, code: str) -> HttpResponse:
    """A draft of one's own as everyone will read it, and what is missing."""
    entry = _own(request, code)
    if entry.status != Feedback.Status.DRAFT:
        return see_other(entry.get_absolute_url())
    form = SeenForm(initial={"seen": entry.row_version})
    return render(request, "feedback/projects/reread.html", {"form": form, "refusal": "", **_around_reread(entry)})


@require_POST
@permitted(TELL_EXPERIENCE)
def feedback_publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a draft of one's own, as it was read again."""
    entry = find_entry(request, code)

    def act(sent: dict[str, Any]) -> HttpResponse:
        drafting.publish(entry, by=request.user, seen=sent["seen"])
        messages.success(request, _("Your experience is published. Everyone can read and discuss it."))
        return see_other(entry.get_absolute_url())

    def around() -> dict[str, Any]:
        return _around_reread(find_entry(request, code))

    return answer_form(request, SeenForm(request.POST), "feedback/projects/reread.html", act, around)


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct a published entry: its author, however it is signed, or a facilitator; with a reason."""
    entry = find_entry(request, code)
    if not correcting.may_correct(entry, request.user):
        raise PermissionDenied(str(CORRECT_EXPERIENCE.refusal))
    if request.method != "POST" and entry.status == Feedback.Status.DRAFT:
        return redirect("feedback-edit", entry.code)  # nobody has read it: it is changed without a reason
    form = CorrectForm(request.POST or None, initial=told_by(entry, to=request.user))

    def act(sent: dict[str, Any]) -> HttpResponse:
        correcting.correct(entry, by=request.user, **sent)
        messages.success(request, _("The entry is corrected. What it said before stays readable."))
        return see_other(entry.get_absolute_url())

    def around() -> dict[str, Any]:
        now = find_entry(request, code) if request.method == "POST" else entry
        changed = _changed_meanwhile(request, now, [name for step in steps.STEPS for name in step.asks])
        return {"entry": now, "changed": changed, "trail": trail_to(entry, _("Correct it"))}

    return answer_form(request, form, "feedback/projects/correct.html", act, around)


def _own(request: HttpRequest, code: str) -> Feedback:
    """An entry that the member wrote, or typed for its author."""
    entry = find_entry(request, code)
    if not drafting.is_written_by(entry, request.user):
        raise Http404
    return entry


def _step_url(entry: Feedback, step: str) -> str:
    if step == steps.REREAD:
        return reverse("feedback-reread", args=[entry.code])
    return reverse("feedback-step", args=[entry.code, step])


def _go_on(request: HttpRequest, entry: Feedback, here: steps.Step, form: Any, then: str) -> HttpResponse:
    """Where the button that was pressed leads, once the step is kept."""
    if then == form.LATER:
        messages.success(request, _("Your draft is kept. Resume it from this page, or from “What awaits you”."))
        return see_other(entry.get_absolute_url())
    if then in (form.MORE_HELPED, form.MORE_HINDERED) and isinstance(form, LivedStep):
        return see_other(f"{_step_url(entry, here.name)}?{then}={form.more[then]}#{then}")
    return see_other(_step_url(entry, steps.step_after(here)))


def _around_step(request: HttpRequest, entry: Feedback, here: steps.Step) -> Callable[[], dict[str, Any]]:
    """What the page of a step needs; after a refusal, as the draft now is."""

    def around() -> dict[str, Any]:
        now = find_entry(request, entry.code) if request.method == "POST" else entry
        return {
            "entry": now,
            "here": here,
            "changed": _changed_meanwhile(request, now, here.asks),
            "steps": _steps_of(now, here.name),
            "template": f"feedback/projects/partials/{here.name}_fields.html",
            "trail": trail_to(now, str(here.title)),
        }

    return around


def _around_reread(entry: Feedback) -> dict[str, Any]:
    said = states.state_of(entry)
    missing = [(_step_url(entry, step.name), sentence) for step, sentence in steps.missing_from(said)]
    return {
        "entry": entry,
        "missing": missing,
        "steps": _steps_of(entry, steps.REREAD),
        "trail": trail_to(entry, _("Reread and publish")),
        **facts_of(entry),
    }


def _steps_of(entry: Feedback, here: str) -> list[dict[str, Any]]:
    """The list of steps: where each leads, and how far it is told. None is a gate."""
    said = states.state_of(entry)
    lacking = {step.name for step, _sentence in steps.missing_from(said)}
    told = [
        {
            "title": step.title,
            "url": _step_url(entry, step.name),
            "is_here": step.name == here,
            "is_whole": step.name not in lacking and step.is_begun(said),
            "lacks": step.name in lacking,
        }
        for step in steps.STEPS
    ]
    last = {"title": _("Reread and publish"), "url": _step_url(entry, steps.REREAD), "is_here": here == steps.REREAD}
    return [*told, {**last, "is_whole": False, "lacks": False, "is_last": True}]


def _changed_meanwhile(request: HttpRequest, entry: Feedback, names: Any) -> list[history.Change]:
    """What changed in these answers since the form that was sent was read."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit()) or int(seen[:9]) == entry.row_version:
        return []
    read = next((one.said for one in states.moments_of(entry) if one.row_version == int(seen[:9])), None)
    now = states.state_of(entry)
    return history.changes_between({**now, **{name: read[name] for name in names}}, now) if read else []
