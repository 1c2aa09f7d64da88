"""Who may do what: the words in which each app writes its table of permissions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from governance.people.models import Member

EVERYONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Permission:
    """One act, the roles that may do it, and the sentence for whoever may not.

    No role means everyone signed in. Rules call ``require``; views use ``permitted``; templates read
    ``may.<act>``; the tests walk the same table.
    """

    act: str
    roles: frozenset[str]
    refusal: str | Promise

    def granted_to(self, member: Member | Any) -> bool:
        """Whether the member may do it now; a visitor may do nothing."""
        if not member.is_authenticated or not member.is_active:
            return False
        return not self.roles or bool(self.roles & member.roles)

    def require(self, member: Member | Any) -> None:
        """Raise PermissionDenied with the sentence that says why, and what to do."""
        if not self.granted_to(member):
            raise PermissionDenied(str(self.refusal))


def permitted(permission: Permission) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Close a view to those who may not do ``permission``; the 403 page shows its sentence."""

    def close(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            permission.require(request.user)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return close
