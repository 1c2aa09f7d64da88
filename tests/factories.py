"""A small world for tests: each factory goes through the real rules, and a trait names a situation."""

from __future__ import annotations

import datetime
from typing import Any

import factory
from django.utils import timezone

from charters.models import Charter, Citation, Clause, Section
from charters.text import drafting
from feedback.models import Comment, Feedback, Lever, Project, Term, Thread
from feedback.voices import threads
from governance.models import (
    Committee,
    CommitteeTask,
    Decision,
    Department,
    FunctionRegister,
    Headcount,
    InformationItem,
    Mandate,
    Meeting,
    Member,
    Organisation,
    OutgoingMail,
    Role,
    RoleGrant,
    Sharing,
    SignsAs,
    Stakeholder,
    Tool,
)
from governance.signing import save_signed

PASSWORD = "a password for tests"


class SignedFactory(factory.django.DjangoModelFactory):
    """A signed row, saved by the command line: nobody signs, a reason is there."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: type, *args: Any, **fields: Any) -> Any:
        return save_signed(model_class(*args, **fields), by=None, reason="For a test")


class OrganisationFactory(SignedFactory):
    class Meta:
        model = Organisation

    slug = "test-town"
    name = "Test Town"
    headcount = 400


class DepartmentFactory(SignedFactory):
    """A department of sixty people, twenty of each category: no small group."""

    class Meta:
        model = Department

    code = factory.Sequence("DEP{}".format)
    name = factory.Sequence("Department {}".format)
    pole = "Services"

    class Params:
        small = factory.Trait(name="A handful of people", pole="Small division")

    @factory.post_generation
    def headcounts(self, create: bool, extracted: dict[str, int] | None, **kwargs: Any) -> None:
        small = self.pole == "Small division"
        counts = extracted or dict.fromkeys("ABC", 1 if small else 20)
        rows = {"": sum(counts.values()), **counts}
        Headcount.objects.bulk_create(
            Headcount(department=self, category=category, count=count) for category, count in rows.items()
        )


class MemberFactory(factory.django.DjangoModelFactory):
    """An agent. ``facilitator=True``, ``hr=True``, ``executive=True``, ``administrator=True`` add a role;
    ``heads=department`` makes a department head."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@test.example".format)
    name = factory.Sequence("Person Number {}".format)
    function = factory.Sequence("Function {}".format)
    department = factory.SubFactory(DepartmentFactory)
    category = "C"

    class Params:
        manager = factory.Trait(is_manager=True, category="A")
        without_email = factory.Trait(email=None)

    @classmethod
    def _create(cls, model_class: type, *args: Any, **fields: Any) -> Member:
        member = model_class(*args, **fields)
        member.set_password(PASSWORD)
        member.save()
        return member

    @factory.post_generation
    def facilitator(self, create: bool, extracted: bool, **kwargs: Any) -> None:
        grant(self, Role.FACILITATOR, when=extracted)

    @factory.post_generation
    def hr(self, create: bool, extracted: bool, **kwargs: Any) -> None:
        grant(self, Role.HR, when=extracted)

    @factory.post_generation
    def executive(self, create: bool, extracted: bool, **kwargs: Any) -> None:
        grant(self, Role.EXECUTIVE, when=extracted)

    @factory.post_generation
    def administrator(self, create: bool, extracted: bool, **kwargs: Any) -> None:
        grant(self, Role.ADMINISTRATOR, when=extracted)

    @factory.post_generation
    def heads(self, create: bool, extracted: Department | None, **kwargs: Any) -> None:
        if extracted:
            RoleGrant.objects.create(member=self, role=Role.DEPARTMENT_HEAD, department=extracted, reason="For a test")
            forget_roles(self)


def grant(member: Member, role: str, *, when: bool | None = True) -> None:
    """Give a role as the command line does."""
    if when:
        RoleGrant.objects.create(member=member, role=role, reason="For a test")
        forget_roles(member)


def forget_roles(member: Member) -> None:
    for known in ("roles", "departments_headed"):
        member.__dict__.pop(known, None)


def register_function(member: Member, *, holders: int = 25) -> None:
    """Enough people hold the member's function in their department for it to be printed."""
    FunctionRegister.objects.update_or_create(
        department=member.department, function=member.function, defaults={"holders": holders}
    )


class OutgoingMailFactory(factory.django.DjangoModelFactory):
    """A message that waits; ``given_up`` and ``uncertain`` wait for a person."""

    class Meta:
        model = OutgoingMail

    class Params:
        given_up = factory.Trait(state="given_up", ended_at=factory.LazyFunction(timezone.now), tries=1)
        uncertain = factory.Trait(
            state="uncertain", ended_at=factory.LazyFunction(timezone.now), tries=1, attempt=factory.Faker("uuid4"),
            handed_over_at=factory.LazyFunction(timezone.now), last_trouble="SMTPServerDisconnected",
        )  # fmt: skip

    key = factory.Sequence("event:{}".format)
    to = factory.Sequence("reader{}@test.example".format)
    subject = "About the charter"
    body = "Something was decided."


class CharterFactory(factory.django.DjangoModelFactory):
    """A charter with its five sections, opened by a facilitator."""

    class Meta:
        model = Charter
        skip_postgeneration_save = True

    slug = factory.Sequence("charter-{}".format)
    title = "Cooperation charter"
    by = factory.SubFactory(MemberFactory, facilitator=True)

    @classmethod
    def _create(cls, model_class: type, *args: Any, **fields: Any) -> Charter:
        return drafting.open_charter(**fields)


class ClauseFactory(factory.django.DjangoModelFactory):
    """A clause added by a facilitator. ``section`` may be a section, or the kind of one (``methods`` by default)."""

    class Meta:
        model = Clause
        skip_postgeneration_save = True

    charter = factory.SubFactory(CharterFactory)
    section = Section.Kind.METHODS
    by = factory.SubFactory(MemberFactory, facilitator=True)
    reason = "For a test"
    title = factory.Sequence("Clause number {}".format)
    text = factory.Sequence("We answer each other within {} working days.".format)

    @classmethod
    def _create(
        cls, model_class: type, *args: Any, charter: Charter, section: Any, by: Member, reason: str, **words: Any
    ) -> Clause:
        if not isinstance(section, Section):
            section = charter.sections.get(kind=section)
        return drafting.add_clause(section, by=by, reason=reason, words=words)


class ThreadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Thread


class CommentFactory(factory.django.DjangoModelFactory):
    """A comment. ``by`` writes it; ``reply_to`` makes it a reply."""

    class Meta:
        model = Comment

    thread = factory.SubFactory(ThreadFactory)
    by = factory.SubFactory(MemberFactory)
    kind = Comment.Kind.QUESTION
    text = factory.Sequence("Comment number {}.".format)
    signature = SignsAs.NAME

    @classmethod
    def _create(cls, model_class: type, *args: Any, thread: Thread, **fields: Any) -> Comment:
        return threads.add_comment(thread, **fields)


class TermFactory(SignedFactory):
    class Meta:
        model = Term

    list = Term.List.COOPERATION_MODE
    code = factory.Sequence("term_{}".format)
    label = factory.Sequence("Term {}".format)
    position = factory.Sequence(lambda n: n % 30000)


class ProjectFactory(SignedFactory):
    class Meta:
        model = Project

    code = factory.Sequence(lambda n: f"PRJ-{n + 100}")
    name = factory.Sequence("Project {}".format)


class FeedbackFactory(SignedFactory):
    """A published entry of experience, told by ``author`` and signed by name."""

    class Meta:
        model = Feedback

    code = factory.Sequence(lambda n: f"REX-{n + 100}")
    project = factory.LazyAttribute(lambda entry: ProjectFactory(name=f"Project of {entry.code}"))
    period_start = datetime.date(2026, 1, 1)
    period_end = datetime.date(2026, 6, 1)
    context = "Four teams shared a playground."
    project_outcome = Feedback.Outcome.SUCCESS
    lessons = factory.LazyFunction(lambda: ["Ask those who do the work first."])
    status = Feedback.Status.PUBLISHED
    author = factory.SubFactory(MemberFactory)
    signature = SignsAs.NAME
    printed_as = factory.LazyAttribute(lambda entry: entry.author.name if entry.author else "")
    written_at = factory.LazyFunction(timezone.now)
    thread = factory.SubFactory(ThreadFactory)

    class Params:
        draft = factory.Trait(status=Feedback.Status.DRAFT)

    @factory.post_generation
    def departments(self, create: bool, extracted: list[Department] | None, **kwargs: Any) -> None:
        self.departments.set(extracted if extracted is not None else [DepartmentFactory()])

    @factory.post_generation
    def levers(self, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        for position, text in enumerate(extracted or [], start=1):
            term = Term.objects.filter(list=Term.List.LEVER).first() or TermFactory(list=Term.List.LEVER)
            Lever.objects.create(feedback=self, term=term, text=text, position=position)


class CitationFactory(SignedFactory):
    class Meta:
        model = Citation


class InformationItemFactory(SignedFactory):
    class Meta:
        model = InformationItem


class CommitteeFactory(SignedFactory):
    class Meta:
        model = Committee

    code = factory.Sequence("INST-{}".format)
    name = factory.Sequence("Committee {}".format)
    kind = Committee.Kind.STEERING
    role = "It decides what nobody else decides."
    decides_on = factory.LazyFunction(lambda: ["The calendar"])


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    code = factory.Sequence(lambda n: f"DEC-2026-{n + 1}")
    committee = factory.SubFactory(CommitteeFactory)
    date = factory.Sequence(lambda n: datetime.date(2026, 1, 1) + datetime.timedelta(days=n % 300))
    type = Decision.Type.DECISION
    subject = factory.Sequence("Subject {}".format)
    text = "It is decided."

    class Params:
        for_managers = factory.Trait(visibility=Decision.Visibility.MANAGERS)


class StakeholderFactory(SignedFactory):
    class Meta:
        model = Stakeholder

    code = factory.Sequence("SH-{}".format)
    name = factory.Sequence("Outside organisation {}".format)
    kind = Stakeholder.Kind.ASSOCIATION
    influence = Stakeholder.Influence.MEDIUM


class ToolFactory(SignedFactory):
    class Meta:
        model = Tool

    code = factory.Sequence("T{}".format)
    name = factory.Sequence("Tool {}".format)
    kind = Tool.Kind.METHOD
    family = Tool.Family.DECIDE
    use_when = "When six people have an hour."


class MandateFactory(SignedFactory):
    class Meta:
        model = Mandate

    committee = factory.SubFactory(CommitteeFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=100))
    given_by = "The council"


class MeetingFactory(SignedFactory):
    class Meta:
        model = Meeting

    committee = factory.SubFactory(CommitteeFactory)
    number = 1
    held_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=10))


class SharingFactory(SignedFactory):
    class Meta:
        model = Sharing


class CommitteeTaskFactory(SignedFactory):
    class Meta:
        model = CommitteeTask

    committee = factory.SubFactory(CommitteeFactory)
    text = "Read every proposal."
