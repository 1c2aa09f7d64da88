"""The directory: outside organisations one cooperates with, and tools one can use."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.committees.models import lines
from governance.people.models import Department
from governance.signing import Signed, SignedQuerySet, SignedRecords


class Stakeholder(Signed):
    """An outside organisation, never a person, that projects cooperate with."""

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        LOCAL_AUTHORITY = "collectivite", _("Local authority")
        MUNICIPALITY = "commune", _("Municipality")
        CONTRACTOR = "delegataire", _("Public service contractor")
        PUBLIC_BODY = "etablissement_public", _("Public body")
        STATE = "etat", _("State")
        TRAINING = "organisme_formation", _("Training body")
        HR_BODY = "organisme_rh", _("Human resources body")
        SOCIAL = "organisme_social", _("Social welfare body")
        RESEARCH = "recherche", _("Research")
        JOINT_AUTHORITY = "syndicat_mixte", _("Joint authority")
        OTHER = "autre", pgettext_lazy("kind of organisation", "Other")

    class Influence(models.TextChoices):
        LOW = "faible", pgettext_lazy("influence", "Low")
        MEDIUM = "moyenne", pgettext_lazy("influence", "Medium")
        HIGH = "forte", pgettext_lazy("influence", "High")

    class Stage(models.TextChoices):
        DIAGNOSIS = "diagnostic", _("Diagnosis")
        FRAMING = "cadrage", _("Scoping")
        CONSULTATION = "consultation", _("Consultation")
        ARBITRATION = "arbitrage", _("Arbitration")
        ROLLOUT = "deploiement", _("Rollout")
        REVIEW = "bilan", _("Review of results")

    code = models.CharField(_("code"), max_length=18, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    expectations = models.TextField(_("what it expects"), max_length=2000, blank=True)
    contributes = models.TextField(_("what it brings"), max_length=2000, blank=True)
    influence = models.CharField(_("influence on projects"), max_length=10, choices=Influence)
    involved_at = ArrayField(
        models.CharField(max_length=20, choices=Stage),
        default=list,
        blank=True,
        verbose_name=_("involved at"),
    )
    single_contact_function = models.CharField(_("single contact"), max_length=200, blank=True)
    departments = models.ManyToManyField(
        Department, related_name="stakeholders", blank=True, verbose_name=_("departments that work with it")
    )

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("outside organisation")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Tool(Signed):
    """Collaborative software, a facilitation method, or a physical support; when to use it and when not."""

    class Kind(models.TextChoices):
        SOFTWARE = "logiciel", _("Software")
        METHOD = "methode_animation", _("Facilitation method")
        PHYSICAL = "support_physique", _("Physical object")

    class Family(models.TextChoices):
        EXCHANGE = "echanger", _("To exchange")
        DOCUMENT = "documenter", _("To document")
        ORGANISE = "organiser", _("To organise")
        CONSULT = "consulter", _("To consult")
        CO_BUILD = "co_construire", _("To build together")
        DECIDE = "decider", _("To decide")
        LEARN = "apprendre", _("To learn")

    class Situation(models.TextChoices):
        WARN = "prevenir", _("Let people know quickly")
        ASK = "demander", _("Ask someone a question")
        WRITE = "ecrire", _("Write or correct something together")
        KEEP = "retrouver", _("Keep something where everyone finds it")
        FOLLOW = "suivre", _("See who does what, and by when")
        MEET = "se_reunir", _("Meet")
        CHAT = "converser", _("Talk informally, as beside the coffee machine")
        COLLECT = "recueillir", _("Hear what many people think")
        IDEAS = "imaginer", _("Find ideas together")
        AGREE = "trancher", _("Settle a question together")
        TEACH = "transmettre", _("Learn from one another")
        OUTSIDE = "exterieur", _("Work with an outside organisation")

    class Reach(models.TextChoices):
        ANYONE = "tous", _("Anyone, without a screen")
        PHONE = "telephone", _("Anyone with a phone")
        COMPUTER = "ordinateur", _("Whoever has a computer and an account")

    code = models.CharField(_("code"), max_length=18, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    family = models.CharField(_("what it serves for"), max_length=20, choices=Family)
    use_when = models.TextField(_("when to use it"), max_length=1000)
    avoid_when = models.TextField(_("when not to use it"), max_length=1000, blank=True)
    usage_rules = lines(500, verbose_name=_("rules of use"))
    accessibility_note = models.TextField(_("who can actually use it"), max_length=1000, blank=True)
    data_note = models.TextField(_("what becomes of the data"), max_length=1000, blank=True)
    support_contact_function = models.CharField(_("who helps"), max_length=200, blank=True)
    situations = ArrayField(
        models.CharField(max_length=20, choices=Situation),
        default=list,
        blank=True,
        verbose_name=_("situations it answers"),
    )
    works_remotely = models.BooleanField(_("it works at a distance"), default=False)
    reach = models.CharField(_("what one needs to use it"), max_length=12, choices=Reach, blank=True)
    first_steps = lines(300, verbose_name=_("first steps, in five lines"))
    next_training_on = models.DateField(_("next training"), null=True, blank=True)
    next_training = models.CharField(_("where, and how to come"), max_length=300, blank=True)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("tool")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="tool_first_steps_in_five_lines",
                condition=Q(first_steps__len__lte=5),
                violation_error_message=_("First steps are told in five lines at most."),
            )
        ]

    def __str__(self) -> str:
        return self.name
