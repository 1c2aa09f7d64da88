"""What proposals, comments and feedback share: how they are signed, how they came, how they are answered."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.people.models import Department, SignsAs, StaffCategory
from governance.sealed import sealed


class Channel(models.TextChoices):
    """How a contribution reached the charter."""

    WEB = "web", _("In the application")
    PAPER_CARD = "carte_papier", _("Paper card")
    KIOSK = "borne", _("Kiosk")
    DROP_IN = "permanence", _("Drop-in session")
    WORKSHOP = "atelier", _("Workshop")


class Outcome(models.TextChoices):
    """The one public, reasoned end of a contribution."""

    TAKEN_UP = "retenu", _("Taken up")
    IN_PART = "retenu_partiellement", _("Taken up in part")
    NOT_TAKEN_UP = "rejete", _("Not taken up")
    OUT_OF_SCOPE = "hors_champ", _("Out of scope")
    DUPLICATE = "fusionne", _("Joined to another")
    WITHDRAWN = "retire", _("Withdrawn by its author")


REASONED = [Outcome.TAKEN_UP, Outcome.IN_PART, Outcome.NOT_TAKEN_UP, Outcome.OUT_OF_SCOPE]

# Somebody, whom nothing names, has an answer to read: what ``voices.told`` looks for, and what its indexes hold.
UNTOLD = Q(signature=SignsAs.ANONYMOUS, author_told=False) & ~Q(outcome="") & ~Q(author_digest="")
LAST_ANSWERED = F("answered_at").desc(nulls_last=True)


class Contribution(models.Model):
    """Someone's words, as they chose to sign them.

    Signed by name or by function, it refers to its author. Anonymous, it keeps no member, no function and
    only a day; department and category stay only where that group is large enough. Its id is random, so
    that it says nothing of when it came. ``author_digest`` lets the author alone find it again, and
    ``printed_as`` is what readers see of the author, decided once by ``voices.signing``, so that no page
    has to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signature = models.CharField(_("signed"), max_length=10, choices=SignsAs)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    author_digest = models.CharField(max_length=64, blank=True, editable=False)
    printed_as = models.CharField(max_length=260, blank=True, editable=False)
    function = models.CharField(_("function"), max_length=120, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    pole = models.CharField(_("division"), max_length=120, blank=True, editable=False)
    category = models.CharField(_("staff category"), max_length=1, choices=StaffCategory, blank=True)

    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.WEB)
    site = models.CharField(_("site"), max_length=120, blank=True)
    on_behalf = models.BooleanField(_("entered for someone else"), default=False)
    consent = models.BooleanField(_("the author agrees that it is published"), default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    written_on = models.DateField(_("written on"), default=timezone.localdate)
    written_at = models.DateTimeField(null=True, editable=False)

    outcome = models.CharField(_("answer"), max_length=24, choices=Outcome, blank=True, editable=False)
    answer = models.TextField(_("reason for the answer"), max_length=4000, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    # Of a row that a form sent again was answered with (``once``); nothing is stored of it.
    was_there = False
    # Its author was told the answer; nobody else is told that they were.
    author_told = models.BooleanField(default=False, editable=False)

    # The path to the words by which a list calls it.
    called_by: ClassVar[str]
    # The fields in which its author says more, when a list calls it by other words.
    own_words: ClassVar[tuple[str, ...]] = ()
    # What each person holds one of these on, if they do: while it is the last (``is_current``), ``holder_digest`` is
    # then their mark on that very object, and finds it without trying every row.
    held_on: ClassVar[str] = ""

    class Meta:
        abstract = True
        indexes = [
            models.Index(LAST_ANSWERED, condition=UNTOLD, name="%(class)s_untold"),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_anonymous_is_nobody",
                condition=~Q(signature=SignsAs.ANONYMOUS) | Q(author=None, function="", written_at=None),
            ),
            models.CheckConstraint(
                name="%(class)s_on_behalf_with_consent",
                condition=Q(entered_by=None) | Q(on_behalf=True, consent=True),
                violation_error_message=_("Tick the author's agreement before entering their words for them."),
            ),
            models.CheckConstraint(
                name="%(class)s_answer_is_reasoned",
                condition=~Q(outcome__in=REASONED) | ~Q(answer=""),
                violation_error_message=_("Every answer says why."),
            ),
            models.CheckConstraint(
                name="%(class)s_answered_once_dated",
                condition=~Q(outcome="") | Q(answered_at=None, answered_by=None),
            ),
        ]

    def get_absolute_url(self) -> str:
        """Where it is read, with its answer."""
        raise NotImplementedError

    @classmethod
    def said_of(cls, outcome: str) -> str:
        """What an answer is called."""
        return str(Outcome(outcome).label)

    @property
    def answer_said(self) -> str:
        """What its answer is called."""
        return self.said_of(self.outcome)

    @property
    def is_answered(self) -> bool:
        return bool(self.outcome)

    @property
    def stands(self) -> bool:
        """Whether it is still what its author says, and waits for its answer."""
        return not self.is_answered


class Thread(models.Model):
    """A discussion. It knows nothing of what it is about: its owner points to it.

    Its id is random, as its comments' are: in a row of numbers, an anonymous proposal would stand between two dated
    ones. ``comment_count`` and ``latest`` are kept by ``threads.add_comment``, so that a page of 200 clauses
    counts nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    latest = models.ForeignKey("Comment", on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    def __str__(self) -> str:
        return f"{self.comment_count}"


class Comment(Contribution):
    """A remark in a thread, or an answer to another remark of the same thread."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        SUPPORT = "soutien", pgettext_lazy("kind of comment", "Support")
        OBJECTION = "objection", _("Objection")
        EXAMPLE = "exemple", _("Example")
        WORDING = "proposition_redaction", _("Wording idea")
        ANSWER = "reponse", pgettext_lazy("kind of comment", "Reply")

    code = models.CharField(max_length=18, unique=True, null=True, editable=False)  # noqa: DJ001 given by import
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    text = models.TextField(_("comment"), max_length=5000)
    # Of a remark that opens a discussion: what the last of its steps says.
    is_resolved = models.BooleanField(default=False, editable=False)
    # Of a remark that says what another already does: that other one, of the same thread.
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="joined", db_index=False
    )

    called_by = "text"

    class Meta(Contribution.Meta):
        verbose_name = _("comment")
        ordering = ["written_on", "written_at", "pk"]
        indexes = [
            *Contribution.Meta.indexes,
            models.Index(fields=["thread", "written_on"]),
            models.Index(
                fields=["written_on", "id"], condition=Q(outcome="", reply_to=None), name="comment_unanswered"
            ),
        ]
        constraints = [
            *Contribution.Meta.constraints,
            models.CheckConstraint(
                name="comment_reply_is_to_another",
                condition=Q(reply_to=None) | ~Q(reply_to=F("id")),
            ),
            models.CheckConstraint(
                name="comment_answer_is_a_reply",
                condition=~Q(kind="reponse") | Q(reply_to__isnull=False),
                violation_error_message=_("An answer replies to a comment: choose which."),
            ),
            models.CheckConstraint(
                name="comment_joined_to_another",
                condition=Q(joined_to=None) ^ Q(outcome=Outcome.DUPLICATE),
                violation_error_message=_("Say which comment this one is joined to."),
            ),
            models.CheckConstraint(
                name="comment_not_joined_to_itself",
                condition=Q(joined_to=None) | ~Q(joined_to=F("id")),
                violation_error_message=_("A comment cannot be joined to itself: choose another one."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])


@sealed
class DiscussionStep(models.Model):
    """A discussion was resolved, or reopened, and why. A discussion is a remark with all its replies.

    ``by`` is the pseudonym of a facilitator; when the author of the remark did it, the row refers to nobody, since the
    remark may be anonymous. Only the day is kept, for the same reason.
    """

    class Act(models.TextChoices):
        RESOLVED = "resolved", _("Resolved")
        REOPENED = "reopened", _("Reopened")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, db_index=False, related_name="steps")
    number = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10, choices=Act)
    reason = models.TextField(_("why"), max_length=2000)
    by = models.UUIDField(null=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="discussion_step_numbered_once"),
            models.CheckConstraint(
                name="discussion_step_is_reasoned",
                condition=~Q(reason=""),
                violation_error_message=_("Say why: it stays with the discussion."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_act_display()
