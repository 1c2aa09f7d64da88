"""Tools: when to use each, which one to take, and the forms that describe them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.directory import keeping
from governance.directory.choosing import choose, next_training_of
from governance.directory.forms import NeedForm, ToolEditForm, ToolForm
from governance.directory.models import Tool
from governance.form_answers import answer_form, see_other
from governance.history import history_of, last_change
from governance.people.permissions import permitted
from governance.permissions import MANAGE_DIRECTORY

PAGE = 25


@require_safe
def tool_list(request: HttpRequest) -> HttpResponse:
    """The tools, by what they serve for: when to use each, and when not."""
    families = {family: place for place, family in enumerate(Tool.Family)}
    tools = sorted(Tool.objects.all(), key=lambda tool: (families[tool.family], tool.name))
    page = Paginator(tools, PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "search": NeedForm(), "trail": _trail((_("Tools"), ""))}
    return render(request, "governance/directory/tools.html", context)


@require_safe
def tool_which(request: HttpRequest) -> HttpResponse:
    """Which tool for this? Those that fit the situation, and why; those that lack something, and what."""
    search = NeedForm(request.GET or None)
    asked = search.need() if search.is_valid() else None
    heading = _("Which tool for this?")
    context = {
        "search": search,
        "asked": Tool.Situation(asked.situation) if asked else None,
        "choice": choose(Tool.objects.all(), asked) if asked else None,
        "situations": Tool.Situation.choices,
        "trail": _trail((_("Tools"), reverse("tool-list")), (heading, "")),
    }
    return render(request, "governance/directory/which.html", context)


@require_safe
def tool(request: HttpRequest, code: str) -> HttpResponse:
    """A tool, its rules, who can use it, how to begin and who helps."""
    shown = _find(code)
    context = {
        "tool": shown,
        "next_training_on": next_training_of(shown, today=timezone.localdate()),
        "last_change": last_change(shown),
        "trail": _trail_of(shown),
    }
    return render(request, "governance/directory/tool.html", context)


@require_safe
def tool_history(request: HttpRequest, code: str) -> HttpResponse:
    """What was said of a tool before, and why that changed."""
    shown = _find(code)
    context = {**_around(shown, _("What changed")), "changes": history_of(shown)}
    return render(request, "governance/directory/history.html", context)


@permitted(MANAGE_DIRECTORY)
def tool_new(request: HttpRequest) -> HttpResponse:
    """Add a tool."""

    def act(said: dict[str, Any]) -> HttpResponse:
        added = keeping.add_tool(by=request.user, **said)
        messages.success(request, _("The tool is added."))
        return see_other(reverse("tool", args=[added.code]))

    heading = _("Add a tool")
    trail = _trail((_("Tools"), reverse("tool-list")), (heading, ""))
    context = {"heading": heading, "trail": trail, "back": reverse("tool-list")}
    return answer_form(request, ToolForm(request.POST or None), "governance/directory/tool_form.html", act, context)


@permitted(MANAGE_DIRECTORY)
def tool_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Describe a tool again."""
    shown = _find(code)

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.describe_tool(shown, by=request.user, **said)
        messages.success(request, _("The tool is described. Its history keeps what was said before."))
        return see_other(reverse("tool", args=[code]))

    form = ToolEditForm.about(shown, request.POST or None)
    around = lambda: _around(_find(code), _("Describe this tool again"))  # noqa: E731 read after a refusal
    return answer_form(request, form, "governance/directory/tool_form.html", act, around)


def _find(code: str) -> Tool:
    return get_object_or_404(Tool, code=code)


def _trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Committees"), reverse("governance")), *steps]


def _trail_of(shown: Tool, *further: tuple[str, str]) -> list[tuple[str, str]]:
    here = reverse("tool", args=[shown.code]) if further else ""
    return _trail((_("Tools"), reverse("tool-list")), (shown.name, here), *further)


def _around(shown: Tool, page: str) -> dict[str, Any]:
    """What surrounds a page about a tool."""
    back = reverse("tool", args=[shown.code])
    return {"described": shown, "heading": page, "back": back, "trail": _trail_of(shown, (page, ""))}
