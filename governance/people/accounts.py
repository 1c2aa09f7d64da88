"""Accounts: opened by invitation, closed and opened again, never erased here.

An invitation is a link, not a row: it works once, for a week, and only as long as the person has no password.
"""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from governance.people import roles
from governance.people.models import Member, Role
from governance.permissions import MANAGE_PEOPLE
from governance.pulse import hold
from governance.refusals import Refused
from governance.signing import Stale

INVITATION_LASTS = datetime.timedelta(days=7)
# What an administrator may say of someone; how they sign is theirs to choose.
DESCRIPTION = ("email", "name", "function", "department", "category", "is_manager", "is_field_staff")


class InvitationTokens(PasswordResetTokenGenerator):
    """Django's own tokens for a forgotten password, which any change of password voids; ours last longer."""

    key_salt = "governance.people.accounts.invitation"

    def check_token(self, member: Any, token: str | None) -> bool:
        try:
            made = base36_to_int((token or "").split("-")[0])
        except ValueError:
            return False
        age = self._num_seconds(self._now()) - made
        expected = self._make_token_with_timestamp(member, made, self.secret)
        return constant_time_compare(expected, token or "") and age <= INVITATION_LASTS.total_seconds()


_tokens = InvitationTokens()


# --- Coming in -------------------------------------------------------------------------------------


@transaction.atomic
def invite(email: str, *, by: Member, role: str = "", reason: str = "", **description: Any) -> Member:
    """Open an account without a password, and a role with it if one is asked for."""
    MANAGE_PEOPLE.require(by)
    member = _created(email, **description)
    if role:
        roles.grant(member, role, by=by, reason=reason)
    return member


@transaction.atomic
def install_administrator(email: str, *, name: str = "") -> Member:
    """Open or find the account of an administrator: for the command line, where the host is the authority."""
    member = Member.objects.filter(email=email.strip().lower()).first()
    member = member or _created(email, name=name or email.partition("@")[0])
    if Role.ADMINISTRATOR not in member.roles:
        roles.grant(member, Role.ADMINISTRATOR, by=None, reason=_("From the command line of the server"))
    return Member.objects.get(pk=member.pk)


def invitation(member: Member) -> tuple[str, str] | None:
    """The two parts of the link that lets this person choose a password; nothing once they have one."""
    if not awaits(member):
        return None
    return int_to_base36(member.pk), _tokens.make_token(member)


def awaits(member: Member) -> bool:
    """Whether the invitation still waits for this person."""
    return member.is_active and bool(member.email) and not member.has_usable_password()


def invited(uid: str, token: str) -> Member | None:
    """Whom the link invites; nobody when it is false, too old or already used."""
    try:
        member = Member.objects.filter(pk=base36_to_int(uid)).first()
    except (ValueError, OverflowError):
        return None
    return member if member and awaits(member) and _tokens.check_token(member, token) else None


@transaction.atomic
def accept_invitation(member: Member, token: str, password: str) -> Member:
    """The person chooses their password: the link is worth nothing from then on."""
    member = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    if not awaits(member) or not _tokens.check_token(member, token):
        raise Refused(
            _("This invitation was already used, or is more than a week old. Ask an administrator for another link.")
        )
    set_password(member, password)
    return member


def set_password(member: Member, password: str) -> None:
    """Record a password that the validators accept; the sentence of the first that does not, otherwise."""
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    member.set_password(password)
    member.save(update_fields=["password"])


# --- What is said of someone -----------------------------------------------------------------------


def description_mark(member: Member) -> str:
    """What a form carries to say which description its reader saw: 64 hexadecimal digits. No query."""
    said = [str(member.serializable_value(field)) for field in DESCRIPTION]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


@transaction.atomic
def describe(member: Member, *, by: Member, seen: str, **description: Any) -> Member:
    """Change what an administrator says of someone: function, department, category, e-mail.

    ``seen`` is the mark of the description that was read: two administrators do not overwrite each other.
    """
    MANAGE_PEOPLE.require(by)
    if "email" in description:
        hold()
    member = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    if seen != description_mark(member):
        raise Stale(
            _(
                "Another administrator changed this description while you were writing. Nothing you wrote is lost: "
                "compare with this person’s page, then send again."
            ),
            current=description_mark(member),
        )
    for field, value in description.items():
        if field not in DESCRIPTION:
            raise TypeError(f"{field} is not for an administrator to say.")
        setattr(member, field, value)
    _checked(member)
    member.save(update_fields=[*description])
    # allauth keeps a copy of the address: the former one must not open anything.
    member.emailaddress_set.exclude(email=member.email).delete()  # type: ignore[attr-defined]
    return member


def choose_signature(member: Member, signs_as: str, *, by: Member) -> Member:
    """How someone signs when they say nothing else: their choice, nobody else's."""
    if member.pk != by.pk:
        raise Refused(_("Everyone chooses how they sign: nobody does it for someone else."))
    member.signs_as = signs_as
    member.save(update_fields=["signs_as"])
    return member


# --- Closing ---------------------------------------------------------------------------------------


@transaction.atomic
def close_account(member: Member, *, by: Member) -> Member:
    """Nobody comes in by this account any more; its sessions end, and opening it again brings none of them back."""
    MANAGE_PEOPLE.require(by)
    working = roles.lock_working_administrators()
    member = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    if member.pk == by.pk:
        raise Refused(_("Nobody closes their own account: ask another administrator."))
    if member.pk in working:
        roles.refuse_without_administrator(working - {member.pk})
    member.is_active = False
    member.save(update_fields=["is_active"])
    _end_sessions(member)
    return member


@transaction.atomic
def reopen(member: Member, *, by: Member) -> Member:
    """The account works again, with the password and the roles it had."""
    MANAGE_PEOPLE.require(by)
    member = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
    member.is_active = True
    member.save(update_fields=["is_active"])
    return member


def _end_sessions(member: Member) -> None:
    """Sessions do not say whose they are but inside: each of those still open is read, on a rare act."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(member.pk):
            session.delete()


def _created(email: str, **description: Any) -> Member:
    try:
        return Member.objects.create_member(email.strip().lower(), **description)
    except ValidationError as error:
        raise Refused(_sentence(error)) from None


def _checked(member: Member) -> None:
    try:
        member.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refused(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    if "email" in error.message_dict and any(found.code == "unique" for found in error.error_dict["email"]):
        return _("Someone already has this e-mail address. Look for them in the list of members.")
    return " ".join(error.messages)
