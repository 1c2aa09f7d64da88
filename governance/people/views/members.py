"""Members and their roles: administrators' pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.form_answers import answer_form, see_other
from governance.people import accounts, roles
from governance.people.forms import (
    ConfirmationForm,
    DescriptionEditForm,
    GrantForm,
    InvitationForm,
    MemberSearch,
    ReasonForm,
)
from governance.people.models import Member, Role, RoleGrant
from governance.people.permissions import permitted
from governance.permissions import MANAGE_PEOPLE

A_PAGE = 25


@require_safe
@never_cache
@permitted(MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """The members, narrowed by words, department or role; each one's roles come in the same query."""
    search = MemberSearch(request.GET)
    found = Member.objects.found(**search.cleaned_data) if search.is_valid() else Member.objects.none()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"search": search, "page_obj": page, "rows": _rows(page), "query": f"{asked.urlencode()}&"}
    return render(request, "governance/people/people.html", context)


def _rows(members: Any) -> list[dict[str, Any]]:
    return [
        {
            "member": member,
            "roles": [role.label for role in Role if role in member.roles],
            "awaits": accounts.awaits(member),
        }
        for member in members
    ]


@never_cache
@permitted(MANAGE_PEOPLE)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Someone's account: what is said of them, their roles and who gave them, and a role to give."""
    person = get_object_or_404(Member.objects.select_related("department"), pk=pk)
    form = GrantForm(request.POST or None)

    def act(words: dict[str, Any]) -> HttpResponse:
        granted = roles.grant(person, by=request.user, **words)
        said = {"name": person.name, "role": granted.get_role_display()}
        messages.success(request, _("%(name)s has the role “%(role)s” from now on.") % said)
        return see_other(reverse("member", args=[pk]))

    return answer_form(request, form, "governance/people/member.html", act, lambda: _around(request, person))


def _around(request: HttpRequest, person: Member) -> dict[str, Any]:
    link = accounts.invitation(person)
    return {
        "member": person,
        "oneself": person.pk == request.user.pk,
        "may_end": person.is_active and person.pk != request.user.pk,
        "grants": person.grants.select_related("granted_by", "ended_by", "department"),
        "invitation": request.build_absolute_uri(reverse("invitation", args=link)) if link else "",
        "trail": [(_("Members"), reverse("people")), (person.name, "")],
    }


@never_cache
@permitted(MANAGE_PEOPLE)
def member_invite(request: HttpRequest) -> HttpResponse:
    """Open an account; the link to give to the person is on the page that follows."""
    form = InvitationForm(request.POST or None)

    def act(words: dict[str, Any]) -> HttpResponse:
        person = accounts.invite(**words, by=request.user)
        messages.success(request, _("The account is open. Give the link below to %(name)s.") % {"name": person.name})
        return see_other(reverse("member", args=[person.pk]))

    trail = [(_("Members"), reverse("people")), (_("Invite someone"), "")]
    return answer_form(request, form, "governance/people/member_invite.html", act, {"trail": trail})


@never_cache
@permitted(MANAGE_PEOPLE)
def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of someone."""
    person = get_object_or_404(Member, pk=pk)
    form = DescriptionEditForm(request.POST or None, member=person)

    def act(words: dict[str, Any]) -> HttpResponse:
        accounts.describe(person, by=request.user, **words)
        messages.success(request, _("The change is recorded."))
        return see_other(reverse("member", args=[pk]))

    return answer_form(request, form, "governance/people/member_edit.html", act, _about(person, _("Change")))


@never_cache
@permitted(MANAGE_PEOPLE)
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role of someone, and say why."""
    grant = get_object_or_404(RoleGrant.objects.select_related("member", "department"), pk=pk)
    form = ReasonForm(request.POST or None)

    def act(words: dict[str, Any]) -> HttpResponse:
        roles.end(grant, by=request.user, reason=words["reason"])
        messages.success(request, _("The role is ended. Its dates and reasons stay on this page."))
        return see_other(reverse("member", args=[grant.member_id]))

    context = {"grant": grant, **_about(grant.member, _("End a role"))}
    return answer_form(request, form, "governance/people/role_end.html", act, context)


@never_cache
@permitted(MANAGE_PEOPLE)
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again when it is closed: the page says what will happen."""
    person = get_object_or_404(Member, pk=pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)

    def act(words: dict[str, Any]) -> HttpResponse:
        if "reopen" in request.POST:
            accounts.reopen(person, by=request.user)
            messages.success(request, _("The account is open again."))
        else:
            accounts.close_account(person, by=request.user)
            messages.success(request, _("The account is closed. What this person wrote stays."))
        return see_other(reverse("member", args=[pk]))

    title = _("Close the account") if person.is_active else _("Open the account again")
    return answer_form(request, form, "governance/people/account_close.html", act, _about(person, title))


def _about(person: Member, title: str) -> dict[str, Any]:
    trail = [(_("Members"), reverse("people")), (person.name, reverse("member", args=[person.pk])), (title, "")]
    return {"member": person, "trail": trail}
