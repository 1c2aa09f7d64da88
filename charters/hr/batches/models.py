"""Many documents at once: what was asked for, how far it is, and the files until they are taken away."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.hr.kinds import DocumentKind, Ending
from charters.hr.models import JobProfile
from charters.hr.word_templates.models import WordTemplate


class Batch(models.Model):
    """Documents of several job descriptions, made one after the other by whoever is at work, in a file to unzip.

    The counters rise with each piece, so that a page says how far it is without counting.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("batch of documents", "Waiting")
        RUNNING = "running", pgettext_lazy("batch of documents", "Under way")
        DONE = "done", pgettext_lazy("batch of documents", "Ready")
        CANCELLED = "cancelled", pgettext_lazy("batch of documents", "Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kinds = ArrayField(models.CharField(max_length=20, choices=DocumentKind), default=list)
    endings = ArrayField(models.CharField(max_length=4, choices=Ending), default=list)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField()
    made = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    asked_by = models.UUIDField(editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("batch of documents")
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="batch_ends_when_it_says_so",
                condition=Q(state__in=["done", "cancelled"], ended_at__isnull=False)
                | Q(state__in=["waiting", "running"], ended_at=None),
            ),
            models.CheckConstraint(
                name="batch_counts_no_more_than_it_has",
                condition=Q(total__gte=models.F("made") + models.F("refused")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("batch", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def about(self) -> str:
        """Which documents, in which formats."""
        kinds = ", ".join(str(DocumentKind(kind).label) for kind in self.kinds)
        return f"{kinds} – {', '.join(str(Ending(ending).label) for ending in self.endings)}"

    @property
    def seen(self) -> int:
        """How many documents were seen to, made or refused."""
        return self.made + self.refused


class Piece(models.Model):
    """One document of a batch: still to make, made (its file is here until it is forgotten), or refused, and why."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    profile = models.ForeignKey(JobProfile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    ending = models.CharField(max_length=4, choices=Ending)
    template = models.ForeignKey(WordTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True)
    refusal = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="batch_piece_once")]
        indexes = [
            models.Index(fields=["batch", "position"], condition=Q(ended_at=None), name="batch_pieces_to_make"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.position}"
