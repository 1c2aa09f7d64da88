"""Outside organisations one cooperates with, and tools one can use."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.directory.models import Stakeholder, Tool

PAGE = 25


@require_safe
def stakeholder_list(request: HttpRequest) -> HttpResponse:
    """The outside organisations, and what each expects and brings."""
    page = Paginator(Stakeholder.objects.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "trail": _trail(_("Outside organisations"))}
    return render(request, "governance/directory/stakeholders.html", context)


@require_safe
def stakeholder(request: HttpRequest, code: str) -> HttpResponse:
    """An outside organisation, with all that is known of working with it."""
    shown = get_object_or_404(Stakeholder, code=code)
    trail = _trail((_("Outside organisations"), reverse("stakeholder-list")), shown.name)
    context = {"stakeholder": shown, "departments": shown.departments.all(), "trail": trail}
    return render(request, "governance/directory/stakeholder.html", context)


@require_safe
def tool_list(request: HttpRequest) -> HttpResponse:
    """The tools, by what they serve for: when to use each, and when not."""
    families = {family: place for place, family in enumerate(Tool.Family)}
    tools = sorted(Tool.objects.all(), key=lambda tool: (families[tool.family], tool.name))
    page = Paginator(tools, PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/directory/tools.html", {"page_obj": page, "trail": _trail(_("Tools"))})


@require_safe
def tool(request: HttpRequest, code: str) -> HttpResponse:
    """A tool, its rules, who can use it and who helps."""
    shown = get_object_or_404(Tool, code=code)
    trail = _trail((_("Tools"), reverse("tool-list")), shown.name)
    return render(request, "governance/directory/tool.html", {"tool": shown, "trail": trail})


def _trail(*steps: tuple[str, str] | str) -> list[tuple[str, str]]:
    """Where one is; a step without an address is the page itself."""
    named = [step if isinstance(step, tuple) else (step, "") for step in steps]
    return [(_("Committees"), reverse("governance")), *named]
