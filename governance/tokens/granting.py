"""Tokens for other software: granting, revoking, recognising. The secret is told once, to whoever asked for it."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from governance.people.models import Member
from governance.permissions import MANAGE_TOKENS
from governance.pulse import MARK, Pulse
from governance.refusals import Refused
from governance.signing import lock_seen, save_signed
from governance.templatetags.french import day
from governance.tokens.models import MOST_DAYS, ApiToken, Scope, State, new_prefix

SECRET_BYTES = 32
# Longer than any token: nothing longer is worth a digest.
LONGEST = 200
NOBODY = "0" * 64


@sensitive_variables("secret")
@transaction.atomic
def grant(
    *, by: Member, name: str, scopes: Iterable[str], expires_on: datetime.date, prefix: str = ""
) -> tuple[ApiToken, str]:
    """Grant a token; return it, and what the software shows, which nobody can read again.

    ``prefix`` is the one that a form was given (``new_prefix``): the same form grants once. Raises Refused.
    """
    MANAGE_TOKENS.require(by)
    prefix = prefix or new_prefix()
    _refuse_days(expires_on)
    asked = set(scopes)
    known = [scope.value for scope in Scope if scope in asked]
    if not known or asked - set(known):
        raise Refused(_("A token reads something, and only what is in the list: tick what this software needs."))
    if ApiToken.objects.filter(prefix=prefix).exists():
        raise Refused(
            _(
                "This form was sent already: its token is in the list, and its secret was shown then. "
                "If nobody kept the secret, revoke that token, then grant another."
            )
        )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken(name=name, prefix=prefix, digest=_digest(secret), scopes=known, expires_on=expires_on)
    save_signed(token, by=by, reason=_("Token granted"))
    return token, f"{prefix}.{secret}"


@transaction.atomic
def revoke(token: ApiToken, *, by: Member, reason: str, seen: int) -> ApiToken:
    """Revoke a token, at once and for ever, and say why. Raises Stale, Refused."""
    MANAGE_TOKENS.require(by)
    stored = lock_seen(token, seen=seen)
    if stored.revoked_at:
        raise Refused(_("This token is revoked already: it lets nobody in. There is nothing more to do."))
    stored.revoked_at, stored.revoked_because = timezone.now(), reason
    return save_signed(stored, by=by, reason=reason, fields=["revoked_at", "revoked_because"])


@sensitive_variables("shown", "secret")
def token_behind(shown: str) -> ApiToken | None:
    """The token of which software shows ``prefix.secret``, if it lets in today; None otherwise, whatever the reason.

    ``beat`` is the pulse of the database (``governance.pulse``), which comes in the same query. One query; as long for
    a secret that is wrong as for one that is right.
    """
    prefix, _dot, secret = shown.partition(".")
    if not secret or len(shown) > LONGEST or not shown.isascii() or not shown.isprintable():
        return None
    token = ApiToken.objects.filter(prefix=prefix).annotate(beat=Subquery(Pulse.objects.values(mark=MARK)[:1])).first()
    right = hmac.compare_digest(token.digest if token else NOBODY, _digest(secret))
    return token if token and right and token.state == State.VALID else None


@sensitive_variables("secret")
def _digest(secret: str) -> str:
    """A secret of 256 bits needs neither salt nor delay: nobody goes through them all."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _refuse_days(expires_on: datetime.date) -> None:
    today = timezone.localdate()
    last = today + datetime.timedelta(days=MOST_DAYS)
    if not today <= expires_on <= last:
        raise Refused(
            _("A token lasts a year at most: choose a last day between today and %(last)s.") % {"last": day(last)}
        )
