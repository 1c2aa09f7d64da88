"""Where a clause comes from: experience, workshops, comments, proposals, decisions, versions."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from charters.deliberation import answering, editing
from charters.grounding import citing
from charters.grounding.from_workshops import propose_from
from charters.models import Clause
from charters.reading.trail import clauses_for_trail, trail
from feedback.workshops import keeping
from governance.models import SignsAs
from governance.signing import save_signed
from tests.charters.consent.circle import Circle, Result
from tests.charters.versions.conftest import World
from tests.factories import CharterFactory, ClauseFactory, CommentFactory, FeedbackFactory, MemberFactory
from tests.grounds_factories import LESSONS, cited, resource, told
from tests.workshop_factories import WorkshopFactory

pytestmark = pytest.mark.django_db
HELD = datetime.date(2026, 2, 1)


def steps_of(clause):
    return trail(clauses_for_trail().get(pk=clause.pk))


def kinds(clause):
    return [(step.kind, step.day) for step in steps_of(clause)]


def grown(charter, facilitator, statement):
    """A clause that was said in a workshop, proposed and taken up."""
    proposal = propose_from(
        statement, charter, by=facilitator, seen=1, title="Minutes", motive="m", proposed_text="We read the minutes.",
        section=charter.sections.first(),
    )  # fmt: skip
    taken = answering.take_up(proposal, by=facilitator, answer="Yes.", seen=1)
    taken.refresh_from_db()
    return taken.clause


def read(client, clause):
    client.force_login(MemberFactory())
    address = reverse("clause-trail", args=[clause.charter.slug, clause.code])
    return client.get(address, headers={"Accept-Language": "en"}).content.decode()


def test_nothing_leads_to_a_clause_that_was_just_written(client):
    clause = ClauseFactory()

    assert steps_of(clause) == []
    assert "Nothing leads to this clause yet" in read(client, clause)


def test_one_reaches_what_was_lived_said_proposed_and_discussed(client):
    facilitator, charter = MemberFactory(facilitator=True), CharterFactory()
    proposed, lived, aside = WorkshopFactory(held_on=HELD).statements.order_by("position")[:3]
    clause = grown(charter, facilitator, proposed)
    entry = told(period_start=datetime.date(2025, 1, 1), period_end=datetime.date(2025, 12, 1))
    for statement in (lived, aside):
        statement.entry = entry
        save_signed(statement, by=facilitator, reason="Told", fields=["entry"])
    keeping.set_aside(aside, by=facilitator, seen=2, reason="Said twice.")
    cited(clause, entry, passage=LESSONS[0])
    cited(clause, entry)
    gone = cited(clause, told())
    citing.withdraw(gone, by=facilitator, seen=1, reason="r")
    there = resource(clause)
    comment = CommentFactory(thread=clause.thread, by=facilitator)

    assert kinds(clause) == [
        ("experience", datetime.date(2025, 12, 1)),
        ("statement", HELD),
        ("statement", HELD),
        ("proposal", HELD),
        ("resource", timezone.localdate()),
        ("comments", comment.written_on),
    ]
    page = read(client, clause)
    for address in (
        entry.get_absolute_url(), proposed.get_absolute_url(), lived.get_absolute_url(), there.address,
        f"{clause.get_absolute_url()}#discussion", clause.proposals.get().get_absolute_url(),
    ):  # fmt: skip
        assert f'href="{address}"' in page
    assert f'href="{aside.get_absolute_url()}"' not in page
    assert "nobody reads the minutes" in page


def test_an_anonymous_author_stays_so(client):
    circle = Circle(signature=SignsAs.ANONYMOUS)

    page = read(client, circle.clause)
    assert circle.proposal.title in page
    assert "Anonymously" in page
    assert circle.author.name not in page


def test_a_decision_by_consent_is_a_step_with_its_reason(client):
    circle = Circle("decide")
    circle.decide(result=Result.NOT_ADOPTED, reason="It would do harm.")

    steps = [step for step in steps_of(circle.clause) if step.kind == "decision"]
    assert [step.day for step in steps] == [timezone.localdate()]
    page = read(client, circle.clause)
    assert f'href="{reverse("round", args=[circle.clause.charter.slug, circle.round.code])}"' in page
    assert "It would do harm." in page


def test_the_first_version_of_each_revision_is_a_step(client):
    world = World()
    for number, text in enumerate(("", "We answer within a day.", ""), start=1):
        if text:
            stored = Clause.objects.get(pk=world.clause.pk)
            editing.edit_clause(stored, by=world.facilitator, reason="r", words={"text": text}, seen=stored.row_version)
        if number == 3:
            world.add("Another")
        world.validate()

    steps = [step for step in steps_of(world.clause) if step.kind == "version"]
    assert [(step.about.number, step.about.revision) for step in steps] == [(1, 1), (2, 2)]
    assert "Version 2, revision 2 of the clause" in read(client, world.clause)


@pytest.mark.parametrize("size", [1, 6])
def test_the_trail_costs_the_same_whatever_its_length(size, django_assert_num_queries):
    facilitator, charter = MemberFactory(facilitator=True), CharterFactory()
    clause = grown(charter, facilitator, WorkshopFactory(held_on=HELD).statements.get(position=1))
    for n in range(size):
        cited(clause, FeedbackFactory())
        resource(clause, address=f"https://guide.example/{n}")
        CommentFactory(thread=clause.thread, by=facilitator)

    clause = clauses_for_trail().get(pk=clause.pk)
    with django_assert_num_queries(5):
        assert len(trail(clause)) == 2 * size + 3
