"""Tokens: what other software shows to read here. The secret is nobody's but that software's: only a digest is kept."""

from __future__ import annotations

import datetime
import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.signing import Signed, SignedQuerySet, SignedRecords

MOST_DAYS = 366


class Scope(models.TextChoices):
    """What a token lets read. Never members, contributions, nor anything that anyone does here."""

    CHARTER = "charter:read", _("The charter: versions, clauses, wordings, competences, changes")
    PROFILES = "profiles:read", _("Job descriptions and their export")


class State(models.TextChoices):
    """Whether a token still lets anyone in."""

    VALID = "valid", pgettext_lazy("token", "Valid")
    EXPIRED = "expired", pgettext_lazy("token", "Expired")
    REVOKED = "revoked", pgettext_lazy("token", "Revoked")


def new_prefix() -> str:
    """The public half of a token: it names it, and lets nobody in."""
    return secrets.token_hex(8)


class ApiToken(Signed):
    """A right to read, given to software for a time. What it shows is ``prefix.secret``; the secret is not kept.

    It lets in until the end of ``expires_on``. It is revoked, never deleted: who could read what, and when, stays.
    """

    name = models.CharField(_("software"), max_length=120)
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope), verbose_name=_("what it may read"))
    granted_on = models.DateField(default=timezone.localdate, editable=False)
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_because = models.CharField(_("reason for revoking it"), max_length=300, blank=True, editable=False)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords(excluded_fields=["digest"])

    class Meta:
        verbose_name = _("token")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="token_reads_something_known",
                condition=Q(scopes__len__gte=1) & Q(scopes__contained_by=["charter:read", "profiles:read"]),
            ),
            models.CheckConstraint(
                name="token_lasts_a_year_at_most",
                condition=Q(expires_on__gte=F("granted_on"))
                & Q(expires_on__lte=F("granted_on") + datetime.timedelta(days=MOST_DAYS)),
            ),
            models.CheckConstraint(
                name="token_revoked_says_why",
                condition=Q(revoked_at=None, revoked_because="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_because="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> State:
        """Whether it lets in today, where the organisation is."""
        if self.revoked_at:
            return State.REVOKED
        return State.VALID if timezone.localdate() <= self.expires_on else State.EXPIRED

    @property
    def reads(self) -> list[str]:
        """What it may read, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]
