"""Outside resources that a clause rests on: a title, an address, what it brings. Nothing is ever fetched."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.grounding.citing import locked_to_ground
from charters.grounding.models import OutsideResource
from charters.permissions import GROUND
from charters.text.models import Clause
from governance.people.models import Member
from governance.plain_text import refuse_unprintable
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed

SCHEMES = ("http", "https")
_check = URLValidator(schemes=SCHEMES)


@transaction.atomic
def add_resource(clause: Clause, *, by: Member, seen: int, title: str, address: str, because: str) -> OutsideResource:
    """Cite something outside the organisation. Raises PermissionDenied, Stale, Refused."""
    GROUND.require(by)
    grounded = locked_to_ground(clause, seen=seen)
    refuse_address(address)
    if not title.strip() or not because.strip():
        raise Refused(_("Give the resource a title, and say what it brings to the clause."))
    if grounded.resources.standing().filter(address=address).exists():
        raise Refused(_("The clause already cites this address. Withdraw it first if it should be said otherwise."))
    said = {"title": title.strip(), "address": address, "because": because.strip()}
    resource = OutsideResource(clause=grounded, brought_by=by.pseudonym, brought_on=timezone.localdate(), **said)
    return save_signed(resource, by=by, reason=_("Resource added"))


@transaction.atomic
def withdraw_resource(resource: OutsideResource, *, by: Member, seen: int, reason: str) -> OutsideResource:
    """Cite it no more, and say why: it is kept. Raises PermissionDenied, Stale, Refused."""
    GROUND.require(by)
    stored = lock_seen(resource, seen=seen)
    if stored.withdrawn_on:
        raise Refused(_("This resource was withdrawn already. Add it again if the clause should rest on it."))
    if not reason.strip():
        raise Refused(_("Say why the clause cites it no more: its history shows it to everyone."))
    stored.withdrawn_on, stored.withdrawn_because = timezone.localdate(), reason.strip()
    return save_signed(stored, by=by, reason=reason.strip(), fields=["withdrawn_on", "withdrawn_because"])


def refuse_address(address: str) -> None:
    """Raise Refused for anything but the address of a page that a browser opens, without a name nor a password,
    nor a character that no reader sees: it could read as another one than it is."""
    try:
        _check(address)
        refuse_unprintable(address)
        parts = urlsplit(address)
    except (ValidationError, ValueError):
        parts = None
    if parts is None or parts.username is not None or parts.password is not None:
        raise Refused(_("Give the whole address of a page, which begins with http:// or https://."))


def host_of(resource: OutsideResource) -> str:
    """Where the link leads, for the reader to judge before following it."""
    return urlsplit(resource.address).hostname or ""
