"""From a sentence said in a workshop to a proposal, to the text, and back to the sentence."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from charters.deliberation import answering
from charters.grounding.from_workshops import propose_from
from charters.models import Proposal, ProposalOrigin
from feedback.voices.models import Channel
from feedback.workshops import keeping
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CharterFactory, ClauseFactory, MemberFactory
from tests.workshop_factories import WorkshopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


@pytest.fixture
def charter():
    return CharterFactory()


@pytest.fixture
def statement():
    return WorkshopFactory(held_on=datetime.date(2026, 2, 1), site="Town hall").statements.get(position=1)


def propose(statement, charter, by, **said):
    words = {"seen": 1, "title": "Minutes", "motive": statement.said, "proposed_text": "We read the minutes."}
    place = {} if "clause" in said else {"section": charter.sections.first()}
    return propose_from(statement, charter, by=by, **(words | place | said))


def test_a_new_clause_is_proposed_in_the_name_of_the_workshop(statement, charter, facilitator):
    proposal = propose(statement, charter, facilitator)

    stored = Proposal.objects.get()
    assert (stored.kind, stored.proposed_text) == (Proposal.Kind.NEW, "We read the minutes.")
    assert (stored.channel, stored.site, stored.written_on) == (
        Channel.WORKSHOP,
        "Town hall",
        datetime.date(2026, 2, 1),
    )
    assert (stored.author, stored.printed_as, stored.entered_by) == (None, "", facilitator)
    assert stored.origin.statement == statement
    assert list(statement.proposals.values_list("proposal", flat=True)) == [proposal.pk]


def test_another_wording_of_a_clause_is_proposed(statement, charter, facilitator):
    clause = ClauseFactory(charter=charter)
    proposal = propose(statement, charter, facilitator, clause=clause, base_revision=1)

    assert (proposal.kind, proposal.clause) == (Proposal.Kind.WORDING, clause)
    assert proposal.origin.statement == statement


def test_a_statement_leads_to_several_proposals_and_a_form_sent_twice_to_one(statement, charter, facilitator):
    key = uuid.uuid4()
    first = propose(statement, charter, facilitator, pk=key)
    again = propose(statement, charter, facilitator, pk=key)
    propose(statement, charter, facilitator)

    assert first.pk == again.pk
    assert again.was_there
    assert ProposalOrigin.objects.count() == Proposal.objects.count() == 2


def test_nothing_is_proposed_of_what_changed_or_was_set_aside(statement, charter, facilitator):
    keeping.set_aside(statement, by=facilitator, seen=1, reason="Said twice.")

    with pytest.raises(Stale):
        propose(statement, charter, facilitator)
    with pytest.raises(Refused, match="set aside"):
        propose(statement, charter, facilitator, seen=2)
    assert not Proposal.objects.exists()


def test_a_refused_proposal_leaves_no_origin(statement, charter, facilitator):
    clause = ClauseFactory(charter=charter)

    with pytest.raises(Refused, match="word for word"):
        propose(statement, charter, facilitator, clause=clause, base_revision=1, proposed_text=clause.text)
    assert not ProposalOrigin.objects.exists()


def test_only_facilitators_propose_for_a_workshop(statement, charter):
    with pytest.raises(PermissionDenied):
        propose(statement, charter, MemberFactory())


def test_from_the_clause_one_reaches_the_sentence_that_was_said(statement, charter, facilitator, client):
    """The trail, page after page: sources of the clause, proposal, workshop; and back."""
    proposal = propose(statement, charter, facilitator)
    taken = answering.take_up(proposal, by=facilitator, answer="Yes.", seen=1)
    taken.refresh_from_db()
    client.force_login(MemberFactory())
    sources = client.get(reverse("clause-sources", args=[charter.slug, taken.clause.code])).content.decode()
    shown = client.get(proposal.get_absolute_url()).content.decode()
    workshop = client.get(statement.workshop.get_absolute_url()).content.decode()

    for page in (sources, shown):
        assert f'href="{statement.get_absolute_url()}"' in page
        assert "nobody reads the minutes" in page
    assert f'id="statement-{statement.position}"' in workshop
    assert f'href="{proposal.get_absolute_url()}"' in workshop


def test_a_facilitator_proposes_from_the_page_of_the_workshop(statement, charter, facilitator, client):
    clause = ClauseFactory(charter=charter)
    client.force_login(facilitator)
    where = [charter.slug, statement.workshop.code, statement.position]
    place = client.get(reverse("statement-place", args=where)).content.decode()
    address = reverse("statement-wording", args=[*where, clause.code])
    assert address in place

    page = client.get(address)
    assert page.context["form"]["proposed_text"].value() == clause.text
    assert page.context["form"]["motive"].value() == statement.said
    typed = {"title": "T", "motive": "M", "proposed_text": "Other words.", "base_revision": 1, "seen": 1}
    assert client.post(address, typed).status_code == 303
    assert Proposal.objects.get().origin.statement == statement
    assert client.post(address, typed | {"seen": 9}).status_code == 409
    assert client.post(address, typed | {"title": ""}).status_code == 422


def test_the_page_of_the_proposal_says_who_drew_it_and_claims_nobodys_agreement(
    client, statement, charter, facilitator
):
    proposal = propose(statement, charter, facilitator)
    client.force_login(facilitator)
    page = client.get(proposal.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert f"Drawn by {facilitator.name} from what was said in the workshop." in page
    assert "with their agreement" not in page
    assert "entered for its author" not in page
