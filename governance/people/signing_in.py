"""How members come in: by e-mail and password today; allauth brings the rest."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from governance.people.models import Member


class MemberBackend(AuthenticationBackend):
    """Fetches the member with their roles in one query, at each request: a role removed is felt at once."""

    def get_user(self, user_id: Any) -> Member | None:
        member = Member.objects.with_roles().filter(pk=user_id).first()
        return member if member and self.user_can_authenticate(member) else None

    def user_can_authenticate(self, user: Member) -> bool:
        """Closed accounts stay out, and demonstration accounts too, outside the demonstration."""
        return user.is_active and (settings.DEMO or not user.is_demonstration)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator, never by the person who comes."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
