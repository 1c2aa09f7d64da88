"""Comments on a passage: the words they are about, and where these words stand in each revision.

Identity and place are two rows. An anchor says once what the author was reading; a placement says where it is from
one revision on. Nothing is ever put on other words without saying so.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from charters.text.models import Clause
from feedback.voices.models import Comment
from governance.sealed import sealed


@sealed
class Anchor(models.Model):
    """The passage of a clause that a comment is about: the words as they were read, and what stood around them.

    ``start`` and ``end`` are code points in the text of ``revision``, counted by the server from the words sent.
    """

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, primary_key=True, related_name="anchor")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="anchors")
    revision = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="anchor_is_on_words", condition=Q(start__lt=F("end")) & ~Q(exact="")),
        ]

    def __str__(self) -> str:
        return self.exact[:60]


class Placement(models.Model):
    """Where a comment stands in its clause, from ``revision`` to the revision of its next placement.

    Rows are numbered from 1 for each anchor; one is written when the words moved, or when a person settled. ``moved``
    is an offer: it becomes ``placed`` when someone says that it is still right. ``settled`` says that a person, not a
    calculation, had the last word; never which person, since the author may be anonymous.
    """

    class State(models.TextChoices):
        PLACED = "placed", _("In its place")
        MOVED = "moved", _("Moved, to be confirmed")
        ORPHANED = "orphaned", _("Its words are gone")
        WHOLE = "whole", _("About the whole clause")

    # random: in a row of numbers, an anonymous comment would stand between two dated revisions
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, db_index=False, related_name="placements")
    number = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    settled = models.BooleanField(default=False)
    # the last one of its anchor: what a page of the current text reads
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["anchor", "number"], name="placement_numbered_once"),
            models.UniqueConstraint(fields=["anchor"], condition=Q(is_current=True), name="placement_current_once"),
            models.CheckConstraint(
                name="placement_on_words_or_nowhere",
                condition=Q(state__in=["placed", "moved"], start__isnull=False, end__gt=F("start"))
                | Q(state__in=["orphaned", "whole"], start=None, end=None),
            ),
        ]
        indexes = [models.Index(fields=["state"], condition=Q(is_current=True), name="placement_awaiting")]

    def __str__(self) -> str:
        return self.get_state_display()
