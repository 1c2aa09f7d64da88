"""How members come in: by e-mail and password today; allauth brings the rest."""

from __future__ import annotations

import logging
import threading
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from governance.compiled import CompiledQuery, columns, instance
from governance.people.models import Department, Member

log = logging.getLogger(__name__)


class MemberBackend(AuthenticationBackend):
    """Fetches the member with their roles in one query, at each request: a role removed is felt at once."""

    def get_user(self, user_id: Any) -> Member | None:
        member = _read(user_id)
        return member if member and self.user_can_authenticate(member) else None

    def user_can_authenticate(self, user: Member) -> bool:
        """Closed accounts stay out, and demonstration accounts too, outside the demonstration."""
        return user.is_active and (settings.DEMO or not user.is_demonstration)


WITH_ROLES = ("organisation_name", "granted_roles", "headed_departments", "beat")  # what the manager adds


def _read(pk: Any) -> Member | None:
    """The member as ``with_roles`` gives them: this is the one query that every page makes."""
    for row in _MEMBER.rows(pk):
        own, department, added = row[:_OWN], row[_OWN : -len(WITH_ROLES)], row[-len(WITH_ROLES) :]
        member = instance(Member, own)
        member.__dict__.update(zip(WITH_ROLES, added, strict=True))
        member.department = instance(Department, department) if member.department_id else None
        return member
    return None


_OWN = len(columns(Member))
_MEMBER = CompiledQuery(
    lambda pk: (
        Member.objects.with_roles()
        .filter(pk=pk)
        .order_by()
        .values_list(*columns(Member), *columns(Department, "department__"), *WITH_ROLES)
    ),
    -1,
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator, never by the person who comes; and our own words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This e-mail address and this password do not go together. Check both, then try again."
        ),
        "too_many_login_attempts": _(
            "Too many attempts failed for this account. It is resting: try again in ten minutes."
        ),
        "enter_current_password": _("This is not your current password. Type it again."),
        "incorrect_password": _("This is not your current password. Type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """After signing in, one stays on this very host."""
        request = allauth_context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write aside: how long a page takes to answer does not tell which addresses are known."""
        around = {"request": allauth_context.request, "email": email, **context}
        message = self.render_mail(template_prefix, email, around)
        threading.Thread(target=_send, args=[message, get_language()], name="mail").start()


def _send(message: EmailMessage, language: str) -> None:
    try:
        with override(language):
            message.send()
    except DatabaseError as error:
        log.error("A message could not be written: %s", type(error).__name__)
    finally:
        connection.close()
