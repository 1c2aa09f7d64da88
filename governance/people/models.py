"""Members, departments, and how many people there are of each kind."""

from __future__ import annotations

import datetime
import uuid
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import F, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.pulse import MARK, Pulse
from governance.signing import Signed, SignedQuerySet, SignedRecords


class StaffCategory(models.TextChoices):
    """The three categories of the French territorial civil service."""

    A = "A", _("Category A")
    B = "B", _("Category B")
    C = "C", _("Category C")


class Role(models.TextChoices):
    """What a member may do beyond being an agent, which everyone is."""

    FACILITATOR = "facilitator", _("Facilitator")
    HR = "hr", _("Human resources")
    EXECUTIVE = "executive", _("Executive management")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    ADMINISTRATOR = "administrator", _("Administrator")


class SignsAs(models.TextChoices):
    """How a contribution is signed: chosen by its author, each time."""

    NAME = "name", _("With my name and function")
    FUNCTION = "function", _("With my function only")
    ANONYMOUS = "anonymous", _("Anonymously")


class Organisation(Signed):
    """The organisation whose database this is: one row, never two."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "commune", _("Municipality")
        COMMUNITY_OF_MUNICIPALITIES = "communaute_communes", _("Community of municipalities")
        AGGLOMERATION = "communaute_agglomeration", _("Agglomeration community")
        URBAN_COMMUNITY = "communaute_urbaine", _("Urban community")
        METROPOLIS = "metropole", _("Metropolis")
        COUNTY = "departement", pgettext_lazy("kind of organisation", "County council")
        REGION = "region", _("Region")
        JOINT_AUTHORITY = "syndicat_mixte", _("Joint authority")
        PUBLIC_BODY = "etablissement_public", _("Public body")
        OTHER = "autre", pgettext_lazy("kind of organisation", "Other")

    only = models.BooleanField(default=True, unique=True, editable=False)
    slug = models.SlugField(_("name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=40, choices=Kind, default=Kind.OTHER)
    description = models.TextField(_("presentation"), blank=True)
    fictional = models.BooleanField(_("invented"), default=False)
    headcount = models.PositiveIntegerField(_("permanent staff"), null=True)
    publishes_versions = models.BooleanField(_("validated versions are open to everyone"), default=False)
    # what an exchange file says of itself, kept so that nothing in it is dropped
    content_language = models.CharField(max_length=2, default="fr")
    content_licence = models.CharField(max_length=60, blank=True)
    content_notice = models.TextField(blank=True)
    content_inspired_by = models.TextField(blank=True)
    content_fictional = models.BooleanField(default=False)

    objects = SignedQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("organisation")
        constraints = [models.CheckConstraint(name="organisation_is_alone", condition=Q(only=True))]

    def __str__(self) -> str:
        return self.name


class DepartmentQuerySet(SignedQuerySet):
    def open_on(self, day: datetime.date) -> DepartmentQuerySet:
        """Departments that are not closed on that day: the day of its closing, a department is closed.

        One that is still to open counts: what it will do is prepared before.
        """
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def open_now(self) -> DepartmentQuerySet:
        """Departments that are not closed today."""
        return self.open_on(timezone.localdate())


class Department(Signed):
    """A department of the organisation. It has dates and, when it closes, a successor."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=200)
    pole = models.CharField(
        _("division"), max_length=120, help_text=_("Departments with the same words belong together.")
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DepartmentQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("department")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="department_closes_after_opening",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message=_("A department cannot close before it opens."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.name}"


class Headcount(models.Model):
    """How many people a department has, in all (no category) or in one category."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="headcounts")
    category = models.CharField(max_length=1, choices=StaffCategory, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "category"], name="headcount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.category}: {self.count}"


class FunctionRegister(models.Model):
    """How many people hold a function in a department: a function is printed only when enough do."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="functions")
    function = models.CharField(_("function"), max_length=120)
    holders = models.PositiveIntegerField(_("how many hold it"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "function"], name="function_registered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.holders}"


class MemberManager(BaseUserManager["Member"]):
    """Members, with the roles that each request needs in the same query."""

    def with_roles(self) -> models.QuerySet[Member]:
        """Members with what every request needs: roles, departments headed, the organisation's name, the pulse."""
        current = Q(grants__ended_at=None)
        return (
            self.get_queryset()
            .select_related("department")
            .annotate(
                organisation_name=Subquery(Organisation.objects.values("name")[:1]),
                granted_roles=ArrayAgg("grants__role", filter=current, distinct=True, default=[]),
                headed_departments=ArrayAgg(
                    "grants__department_id",
                    filter=current & Q(grants__role=Role.DEPARTMENT_HEAD),
                    distinct=True,
                    default=[],
                ),
                beat=Subquery(Pulse.objects.values(mark=MARK)[:1]),
            )
        )

    def awaiting_invitation(self) -> models.QuerySet[Member]:
        """Members who were invited and have not chosen a password yet, by name."""
        return self.get_queryset().filter(
            is_active=True, email__isnull=False, password__startswith=UNUSABLE_PASSWORD_PREFIX
        )

    def found(self, *, q: str = "", department: Department | None = None, role: str = "") -> models.QuerySet[Member]:
        """Members whose name, function or address has every word of ``q``, of a department, holding a role."""
        members = self.with_roles()
        for word in q.split():
            members = members.filter(Q(name__icontains=word) | Q(function__icontains=word) | Q(email__icontains=word))
        if department:
            members = members.filter(department=department)
        if role:
            holders = RoleGrant.objects.filter(role=role, ended_at=None)
            members = members.filter(pk__in=holders.values("member_id"))
        return members.order_by("name", "pk")

    def create_member(self, email: str | None, password: str | None = None, **fields: Any) -> Member:
        """Create a member; without a password, they come in by an invitation."""
        member = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        member.set_password(password)
        member.full_clean(exclude=["password"])
        member.save(using=self._db)
        return member


class Member(AbstractBaseUser):
    """Someone of the organisation. Everyone is an agent; roles add up.

    ``pseudonym`` is what history and sealed rows keep of a person, so that erasing the person changes
    no row. There is no "last seen": nobody's presence is measured.
    """

    last_login = None

    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("department"),
    )
    category = models.CharField(_("staff category"), max_length=1, choices=StaffCategory, blank=True)
    is_manager = models.BooleanField(_("manages people"), default=False)
    is_field_staff = models.BooleanField(_("works in the field"), default=False)
    signs_as = models.CharField(_("signs by default"), max_length=10, choices=SignsAs, default=SignsAs.FUNCTION)
    is_active = models.BooleanField(_("account open"), default=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = MemberManager()

    class Meta:
        verbose_name = _("member")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        """Current roles; free when the member came by ``with_roles``, as each request does; else a query."""
        if "granted_roles" in self.__dict__:
            return frozenset(self.__dict__["granted_roles"])
        return frozenset(self.grants.filter(ended_at=None).values_list("role", flat=True))

    @cached_property
    def departments_headed(self) -> frozenset[int]:
        """The departments that the member heads; free when the member came by ``with_roles``, else a query."""
        if "headed_departments" in self.__dict__:
            return frozenset(self.__dict__["headed_departments"])
        headed = self.grants.filter(ended_at=None, role=Role.DEPARTMENT_HEAD)
        return frozenset(headed.values_list("department", flat=True))

    def heads(self, department: Department) -> bool:
        """Whether the member heads this very department."""
        return department.pk in self.departments_headed


class RoleGrant(models.Model):
    """A role given to a member by another, from one moment to another. Ended, never deleted."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Nobody: from the command line."),
    )
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(_("reason"), max_length=300)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField(_("reason for ending it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("role grant")
        ordering = ["-granted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "role", "department"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="role_granted_once",
                violation_error_message=_("This person already has this role."),
            ),
            models.CheckConstraint(
                name="role_not_granted_to_oneself",
                condition=Q(granted_by=None) | ~Q(granted_by=F("member")),
                violation_error_message=_("Nobody grants a role to themselves: ask another administrator."),
            ),
            models.CheckConstraint(
                name="role_ended_says_why",
                condition=Q(ended_at=None, ended_reason="") | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
            ),
            models.CheckConstraint(
                name="department_head_has_a_department",
                condition=Q(role=Role.DEPARTMENT_HEAD) ^ Q(department=None),
                violation_error_message=_("A department head heads one department, and no other role has one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.role}"
