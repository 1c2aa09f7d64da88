"""The working text: a charter, its five sections, their clauses; and the scale of competences."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.voices.models import Thread
from governance.committees.models import lines
from governance.signing import Signed, SignedQuerySet, SignedRecords


class RevisionRecord(models.Model):
    """What a history row of a text says besides the words: does it open a revision, and from which proposals."""

    opens_revision = models.BooleanField(default=False)
    proposals = ArrayField(models.UUIDField(), default=list)

    class Meta:
        abstract = True


def one_row_opens(name: str) -> models.UniqueConstraint:
    """The database's promise that a revision is opened by exactly one history row."""
    return models.UniqueConstraint(fields=["id", "revision"], condition=Q(opens_revision=True), name=name)


class Worded(Signed):
    """A text with revisions. ``revision`` rises when the words change, ``row_version`` at every signed save.

    ``WORDS`` names the fields that are words. Only ``revisions.rewrite`` changes them. ``BESIDE`` names what is said of
    the text beside its words: it changes by a signed save, and opens no revision.
    """

    WORDS: tuple[str, ...] = ()
    BESIDE: tuple[str, ...] = ()

    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Charter(Worded):
    """A cooperation charter: its working text, and the pointer to the version in force."""

    class Stage(models.TextChoices):
        DRAFT = "brouillon", _("Draft")
        CONSULTATION = "en_consultation", _("Under consultation")
        REVIEW = "en_instruction", _("Under review")
        OPINION = "avis_instances", _("Awaiting opinions")
        AWAITING_VALIDATION = "en_attente_validation", _("Awaiting validation")
        IN_FORCE = "en_vigueur", _("In force")
        SUPERSEDED = "abrogee", _("Superseded")
        WITHDRAWN = "retiree", _("Withdrawn")

    WORDS = ("title", "preamble", "scope")
    BESIDE = ("stage", "target_version")

    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language of the text"), max_length=2, default="fr")
    preamble = models.TextField(_("preamble"), max_length=8000, blank=True)
    scope = models.TextField(_("whom and what it applies to"), max_length=4000, blank=True)
    stage = models.CharField(_("stage"), max_length=30, choices=Stage, default=Stage.DRAFT)
    target_version = models.CharField(_("version being prepared"), max_length=9, default="1.0")
    version_in_force = models.ForeignKey(
        "charters.Version", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = SignedQuerySet.as_manager()
    history = SignedRecords(bases=(RevisionRecord,), constraints=[one_row_opens("charter_revision_opened_once")])

    class Meta:
        verbose_name = _("charter")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("charter", args=[self.slug])


class Section(Worded):
    """One of the five sections of a charter."""

    class Kind(models.TextChoices):
        VALUES = "values", _("Values")
        METHODS = "methods", _("Methods")
        HR_TOOLS = "hr_tools", _("Human resources tools")
        GOVERNANCE = "governance", _("Governance")
        SOFTWARE_TOOLS = "software_tools", _("Software and facilitation tools")

    WORDS = ("title", "summary")

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="sections")
    code = models.CharField(_("code"), max_length=4)
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=1000, blank=True)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords(bases=(RevisionRecord,), constraints=[one_row_opens("section_revision_opened_once")])

    class Meta:
        verbose_name = _("section")
        ordering = ["charter", "position"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "code"], name="section_code_once"),
            models.UniqueConstraint(fields=["charter", "kind"], name="section_kind_once"),
            models.UniqueConstraint(
                fields=["charter", "position"],
                name="section_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Audience(models.TextChoices):
    """Whom a clause addresses."""

    ALL_STAFF = "tous_agents", _("All staff")
    FIELD_STAFF = "agents_de_terrain", _("Field staff")
    MANAGERS = "encadrants", _("Managers")
    PROJECT_LEADERS = "chefs_de_projet", _("Project leaders")
    EXECUTIVE = "direction_generale", _("Executive management")
    HR = "drh", _("Human resources")


class ClauseQuerySet(SignedQuerySet):
    def in_text(self) -> ClauseQuerySet:
        """Clauses of the working text: not those that were removed."""
        return self.filter(removed=False)

    def in_reading_order(self) -> ClauseQuerySet:
        """By section, then by place."""
        return self.order_by("section__position", "position", "pk")


class Clause(Worded):
    """One commitment. Its code is given once and never reused; its place is apart; it is never deleted.

    ``comment_count`` lives on its thread; ``open_proposal_count`` and ``citation_count`` are kept by the
    rules that open, answer and cite, so that reading the charter counts nothing.
    """

    WORDS = (
        "title",
        "text",
        "note",
        "indicators",
        "audience",
        "hr_job_description",
        "hr_mission_letter",
        "hr_interview",
        "competences",
        "removed",
    )

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="clauses")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="clauses", verbose_name=_("section"))
    code = models.CharField(_("code"), max_length=7, editable=False)
    position = models.PositiveIntegerField(_("order"), editable=False)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=4000)
    note = models.TextField(_("explanatory note"), max_length=4000, blank=True)
    indicators = lines(500, verbose_name=_("observable practices"))
    audience = ArrayField(
        models.CharField(max_length=30, choices=Audience), default=list, verbose_name=_("whom it addresses")
    )
    hr_job_description = models.TextField(_("wording for a job description"), max_length=1000, blank=True)
    hr_mission_letter = models.TextField(_("wording for a mission letter"), max_length=1000, blank=True)
    hr_interview = models.TextField(_("wording for the yearly interview"), max_length=1000, blank=True)
    competences = ArrayField(
        models.CharField(max_length=7), default=list, blank=True, verbose_name=_("competences it calls on")
    )
    removed = models.BooleanField(_("removed from the text"), default=False, editable=False)

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="clause", editable=False)
    open_proposal_count = models.PositiveIntegerField(default=0, editable=False)
    citation_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ClauseQuerySet.as_manager()
    history = SignedRecords(
        bases=(RevisionRecord,),
        constraints=[one_row_opens("clause_revision_opened_once")],
        excluded_fields=["open_proposal_count", "citation_count", "thread"],
    )

    class Meta:
        verbose_name = _("clause")
        constraints = [
            models.UniqueConstraint(fields=["charter", "code"], name="clause_code_once"),
            models.CheckConstraint(
                name="clause_has_text",
                condition=~Q(text="") & ~Q(title=""),
                violation_error_message=_("A clause has a title and a text."),
            ),
        ]
        indexes = [models.Index(fields=["section", "position"])]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("clause", args=[self.charter.slug, self.code])


class Level(Signed):
    """A level of the competence scale, from 1 to 4: a fact one can observe, never a personality."""

    rank = models.PositiveSmallIntegerField(_("level"), unique=True)
    label = models.CharField(_("name"), max_length=60)
    meaning = models.TextField(_("what it means"), max_length=500)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("level")
        ordering = ["rank"]
        constraints = [models.CheckConstraint(name="level_from_1_to_4", condition=Q(rank__gte=1, rank__lte=4))]

    def __str__(self) -> str:
        return f"{self.rank}, {self.label}"


class Competence(Signed):
    """What cooperating means on the job, in behaviours one can see, for agents and for managers."""

    class Criterion(models.TextChoices):
        RESULTS = "resultats_professionnels", _("Professional results")
        SKILLS = "competences_professionnelles_et_techniques", _("Professional and technical skills")
        RELATIONS = "qualites_relationnelles", _("Relational qualities")
        MANAGEMENT = "capacite_encadrement_ou_expertise", _("Capacity for management or expertise")

    code = models.CharField(_("code"), max_length=7, unique=True)
    position = models.PositiveSmallIntegerField(_("order"))
    label = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), max_length=1000)
    criterion = models.CharField(_("criterion of the yearly interview report"), max_length=50, choices=Criterion)
    agent_levels = lines(500, verbose_name=_("for an agent, levels 1 to 4"))
    manager_levels = lines(500, verbose_name=_("for a manager, levels 1 to 4"))

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("competence")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="competence_has_four_levels",
                condition=Q(agent_levels__len=4, manager_levels__len=4),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.label}"
