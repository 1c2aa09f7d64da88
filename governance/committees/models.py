"""Committees: who decides, advises or is informed, on what; and what they decided."""

from __future__ import annotations

import datetime
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.permissions import reads_what_is_for_managers
from governance.sealed import sealed
from governance.signing import Signed, SignedQuerySet, SignedRecords


def lines(max_length: int, **options: object) -> ArrayField:
    """An ordered list of one-line texts; empty unless said otherwise."""
    return ArrayField(models.CharField(max_length=max_length), default=list, blank=True, **options)


class ArrayLength(Func):
    """How many items an array has; 0 when it is empty, where ``array_length`` says nothing."""

    function = "CARDINALITY"
    output_field = IntegerField()


class Committee(Signed):
    """A committee, and its part: it decides, advises or is informed, each on a list of subjects."""

    class Kind(models.TextChoices):
        EXECUTIVE = "pilotage_general", _("Executive committee")
        STEERING = "copil", _("Steering committee")
        TECHNICAL = "cotech", _("Project team")
        ADVISORY = "consultatif", _("Advisory committee")
        STATUTORY = "consultatif_obligatoire", _("Statutory advisory committee")
        POLITICAL = "politique", _("Elected members' committee")
        ARBITRATION = "arbitrage", _("Arbitration committee")
        NETWORK = "reseau", _("Network")

    class Scope(models.TextChoices):
        STANDING = "permanent", _("Standing")
        PROJECT = "projet", _("For a project")

    code = models.CharField(_("code"), max_length=18, unique=True)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    role = models.TextField(_("what it is for"), max_length=2000)
    decides_on = lines(300, verbose_name=_("decides on"))
    advises_on = lines(300, verbose_name=_("gives an opinion on"))
    informed_of = lines(300, verbose_name=_("is informed of"))
    members_by_function = lines(200, verbose_name=_("members, by function"))
    # of each seat, in the same order: the categories it is kept for ("C", "ABC"), nothing when it is for anyone
    member_categories = ArrayField(
        models.CharField(max_length=3, blank=True), default=list, blank=True, verbose_name=_("categories of the seats")
    )
    chaired_by_function = models.CharField(_("chaired by"), max_length=200, blank=True)
    sponsor_function = models.CharField(_("sponsor in executive management"), max_length=200, blank=True)
    frequency = models.CharField(_("how often it meets"), max_length=200, blank=True)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope, default=Scope.STANDING)
    legal_basis = models.CharField(_("legal basis"), max_length=300, null=True, blank=True)  # noqa: DJ001

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("committee")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["acronym"],
                condition=~Q(acronym=""),
                name="committee_acronym_once",
                violation_error_message=_("Another committee already has this short name."),
            ),
            models.CheckConstraint(
                name="committee_seats_of_members",
                condition=Q(member_categories=[]) | Q(member_categories__len=ArrayLength("members_by_function")),
            ),
        ]

    def __str__(self) -> str:
        return self.acronym or self.name


class InformationItem(Signed):
    """Decisive information: a document a committee shares, with whom, how soon, and where it is found.

    ``delay`` is a sentence for readers; ``delays.promised`` reads a number of days in it when there is one. An item
    that is no longer shared is withdrawn: what was promised stays in its history. ``promised_on`` is the day of the
    promise, which binds from then on; empty when nobody wrote it down.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="information")
    position = models.PositiveSmallIntegerField()
    document = models.CharField(_("what is shared"), max_length=200)
    shared_with = lines(200, verbose_name=_("with whom"))
    delay = models.CharField(_("how soon"), max_length=200, blank=True)
    place = models.CharField(_("where it is found"), max_length=200, blank=True)
    withdrawn = models.BooleanField(_("no longer shared"), default=False, editable=False)
    promised_on = models.DateField(_("promised on"), null=True, editable=False)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("decisive information")
        ordering = ["committee", "position"]
        constraints = [models.UniqueConstraint(fields=["committee", "position"], name="information_item_place_once")]

    def __str__(self) -> str:
        return self.document

    def binds(self, day: datetime.date) -> bool:
        """Whether it was promised by that day already."""
        return self.promised_on is None or self.promised_on <= day


class DecisionQuerySet(models.QuerySet):
    def current(self) -> DecisionQuerySet:
        """The last wording of each decision: a correction follows what it corrects."""
        return self.filter(pk__in=Decision.objects.order_by("code", "-correction").distinct("code").values("pk"))

    def readable_by(self, member: object) -> DecisionQuerySet:
        """All that concerns everyone, and managers' decisions for those who manage."""
        if reads_what_is_for_managers(member):
            return self
        return self.filter(visibility=Decision.Visibility.EVERYONE)


@sealed
class Decision(models.Model):
    """An entry of the register of decisions, inserted once. A correction is another row of the same code."""

    class Type(models.TextChoices):
        DECISION = "decision", _("Decision")
        OPINION = "avis", _("Opinion")
        ARBITRATION = "arbitrage", _("Arbitration")
        INFORMATION = "information", _("Information")

    class Visibility(models.TextChoices):
        EVERYONE = "tous_agents", _("All staff")
        MANAGERS = "encadrants", _("Managers")

    code = models.CharField(_("code"), max_length=18)
    correction = models.PositiveSmallIntegerField(default=0)
    correction_reason = models.TextField(blank=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="decisions")
    date = models.DateField(_("date"))
    type = models.CharField(_("nature"), max_length=12, choices=Type)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("what was decided"), max_length=4000)
    reason = models.TextField(_("why"), max_length=4000, blank=True)
    owner_function = models.CharField(_("who follows it up"), max_length=200, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    visibility = models.CharField(_("who may read it"), max_length=12, choices=Visibility, default=Visibility.EVERYONE)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by: models.UUIDField[uuid.UUID | None] = models.UUIDField(null=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        ordering = ["-date", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "correction"], name="decision_correction_once"),
            models.CheckConstraint(
                name="decision_reviewed_after_it_is_taken",
                condition=Q(review_on=None) | Q(review_on__gt=F("date")),
                violation_error_message=_("The review comes after the decision."),
            ),
            models.CheckConstraint(
                name="decision_correction_says_why",
                condition=Q(correction=0) ^ ~Q(correction_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.subject}"
