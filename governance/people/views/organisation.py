"""The organisation: its settings, its departments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.form_answers import answer_form, see_other
from governance.people import organisation as rules
from governance.people.forms import ClosingForm, DepartmentEditForm, DepartmentForm, FunctionForm, OrganisationForm
from governance.people.models import Department, Organisation, StaffCategory
from governance.people.permissions import permitted
from governance.permissions import MANAGE_DEPARTMENTS, MANAGE_SETTINGS

A_PAGE = 50


@permitted(MANAGE_SETTINGS)
def settings(request: HttpRequest) -> HttpResponse:
    """Describe the organisation, the first time or again."""
    stored = Organisation.objects.first()
    form = OrganisationForm.about(stored, request.POST or None)

    def act(words: dict[str, Any]) -> HttpResponse:
        rules.describe_organisation(by=request.user, **words)
        messages.success(request, _("The description of the organisation is recorded."))
        return see_other(reverse("departments") if not stored else reverse("organisation"))

    context = {"stored": stored, "current": Organisation.objects.first}
    return answer_form(request, form, "governance/people/organisation.html", act, context)


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """The departments, with how many people work in each, by category."""
    listed = (
        Department.objects.select_related("successor")
        .prefetch_related("headcounts")
        .annotate(member_count=Count("members", filter=Q(members__is_active=True)))
        .order_by("closed_on", "pole", "code")
    )
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "rows": [_row(department) for department in page]}
    return render(request, "governance/people/departments.html", context)


def _row(department: Department) -> dict[str, Any]:
    counts = {headcount.category: headcount.count for headcount in department.headcounts.all()}
    by_category = [counts.get(category) for category in StaffCategory.values]
    total = counts.get("") or sum(filter(None, by_category)) or None
    return {"department": department, "total": total, "by_category": by_category}


@permitted(MANAGE_DEPARTMENTS)
def department_new(request: HttpRequest) -> HttpResponse:
    """Add a department."""
    form = DepartmentForm(request.POST or None)

    def act(words: dict[str, Any]) -> HttpResponse:
        opened = rules.open_department(by=request.user, **form.words)
        messages.success(request, _("The department %(name)s is recorded.") % {"name": opened.name})
        return see_other(reverse("departments"))

    trail = [(_("Departments"), reverse("departments")), (_("Add a department"), "")]
    return answer_form(request, form, "governance/people/department_new.html", act, {"trail": trail})


@permitted(MANAGE_DEPARTMENTS)
def department(request: HttpRequest, pk: int) -> HttpResponse:
    """A department: its words, its headcounts, and how many people hold each function."""
    stored = _department(pk)
    form = DepartmentEditForm.about(stored, request.POST or None)

    def act(words: dict[str, Any]) -> HttpResponse:
        rules.describe_department(stored, by=request.user, **form.words)
        messages.success(request, _("The change is recorded."))
        return see_other(reverse("department", args=[pk]))

    return answer_form(request, form, "governance/people/department.html", act, lambda: _around(_department(pk)))


@permitted(MANAGE_DEPARTMENTS)
def function_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many people hold a function in the department."""
    stored = _department(pk)
    form = FunctionForm(request.POST or None)

    def act(words: dict[str, Any]) -> HttpResponse:
        rules.register_function(stored, words["function"], words["holders"], by=request.user)
        messages.success(request, _("The register of functions is up to date."))
        return see_other(reverse("function-register", args=[pk]))

    context = {**_around(stored, _("Functions")), "functions": stored.functions.order_by("function")}
    return answer_form(request, form, "governance/people/functions.html", act, context)


@permitted(MANAGE_DEPARTMENTS)
def department_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a department, and name the one that takes over."""
    stored = _department(pk)
    form = ClosingForm(request.POST or None, department=stored)

    def act(words: dict[str, Any]) -> HttpResponse:
        rules.close_department(stored, by=request.user, **words)
        messages.success(request, _("The department %(name)s is closed.") % {"name": stored.name})
        return see_other(reverse("departments"))

    context = _around(stored, _("Close the department"))
    return answer_form(request, form, "governance/people/department_close.html", act, context)


def _department(pk: int) -> Department:
    return get_object_or_404(Department.objects.select_related("successor"), pk=pk)


def _around(stored: Department, page: str = "") -> dict[str, Any]:
    trail = [(_("Departments"), reverse("departments"))]
    if page:
        trail += [(stored.name, reverse("department", args=[stored.pk])), (page, "")]
    else:
        trail += [(stored.name, "")]
    return {"department": stored, "trail": trail}
