"""The outbox: messages that are written with what causes them, and sent aside."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.mail.troubles import told


class State(models.TextChoices):
    """Where a message is; what has ended moves no more, unless a person decides it."""

    WAITING = "waiting", pgettext_lazy("a message", "Waiting")
    BEING_SENT = "being_sent", pgettext_lazy("a message", "Being sent")
    SENT = "sent", pgettext_lazy("a message", "Sent")
    GIVEN_UP = "given_up", pgettext_lazy("a message", "Given up")
    UNCERTAIN = "uncertain", pgettext_lazy("a message", "Perhaps arrived")
    DROPPED = "dropped", pgettext_lazy("a message", "Dropped")


STUCK = (State.GIVEN_UP, State.UNCERTAIN)
UNFINISHED = (State.WAITING, State.BEING_SENT, *STUCK)
EMPTIED = (State.SENT, State.DROPPED)
ENDED = (*STUCK, *EMPTIED)
NO_WORDS = {"to": "", "subject": "", "body": ""}


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """The questions that the worker and administrators ask of the outbox."""

    def due(self) -> OutgoingMailQuerySet:
        """What may be sent now: what someone waits for before their screen first, then the oldest."""
        return self.filter(state=State.WAITING, due_at__lte=timezone.now()).order_by("-urgent", "due_at")

    def unfinished(self) -> OutgoingMailQuerySet:
        """What waits, is on its way, or waits for a person; what needs one first, then the oldest."""
        needs_someone = models.Case(models.When(state__in=STUCK, then=0), default=1)
        return self.filter(state__in=UNFINISHED).order_by(needs_someone, "created_at", "pk")

    def stuck(self) -> OutgoingMailQuerySet:
        """What nothing moves any more without a person, with ``since``: the day on which it stopped."""
        stopped = TruncDate(Coalesce("ended_at", "created_at"))
        return self.filter(state__in=STUCK).annotate(since=stopped)


class OutgoingMail(models.Model):
    """A message to one address, inserted in the transaction of what causes it.

    ``key`` names the event and whom it is told to: the same event is written once. ``attempt`` changes each time that
    a worker takes the message; ``handed_over_at`` says from when on it may have arrived. Sent or dropped, it keeps
    no address and no words. Its rows are not felt (``governance.pulse``): no page that a browser keeps shows them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="fr")
    urgent = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    attempt = models.UUIDField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    last_trouble = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    # the last thing that a person decided of it
    decided_by = models.UUIDField(null=True)
    decided_by_function = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        constraints = [
            models.CheckConstraint(name="mail_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="mail_ended_is_dated",
                condition=Q(state__in=ENDED, ended_at__isnull=False) | Q(~Q(state__in=ENDED), ended_at=None),
            ),
            models.CheckConstraint(
                name="mail_sent_keeps_no_words",
                condition=Q(state__in=EMPTIED, **NO_WORDS) | Q(~Q(state__in=EMPTIED) & ~Q(to="")),
            ),
            models.CheckConstraint(
                name="mail_being_sent_was_taken",
                condition=~Q(state=State.BEING_SENT) | Q(attempt__isnull=False),
            ),
            models.CheckConstraint(
                name="mail_decided_says_why",
                condition=Q(decided_by=None, decided_at=None, reason="")
                | Q(Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
            ),
        ]
        indexes = [
            models.Index(F("urgent").desc(), "due_at", name="mail_due", condition=Q(state=State.WAITING)),
            models.Index("state", "created_at", name="mail_unfinished", condition=Q(state__in=UNFINISHED)),
        ]

    def __str__(self) -> str:
        return f"{self.key.partition(':')[0]} ({self.state})"

    @property
    def waits_since(self) -> datetime.datetime:
        """Since when it is as it is: it stopped then, or was written then."""
        return self.ended_at or self.created_at

    @property
    def trouble(self) -> str:
        """What kept it from leaving, in a sentence."""
        return told(self.last_trouble)

    @property
    def may_have_arrived(self) -> bool:
        return self.state == State.UNCERTAIN

    @property
    def is_stuck(self) -> bool:
        return self.state in STUCK
