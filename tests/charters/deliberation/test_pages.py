"""The pages of proposals: what was typed is never lost, and a refusal is a sentence."""

import pytest
from django.urls import reverse

from charters.models import Clause, Proposal
from charters.text.drafting import edit_clause, remove_clause
from governance.models import SignsAs
from tests.charters.deliberation.test_answering import proposal_on
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clause():
    return ClauseFactory(text="We meet once a month.")


def address(name, about, **more):
    code = {"proposal": about.code} if isinstance(about, Proposal) else {"clause": about.code}
    return reverse(name, kwargs={"charter": about.charter.slug, **code, **more})


def signed_in(client, **traits):
    member = MemberFactory(**traits)
    client.force_login(member)
    return member


def wording(clause, **changes):
    return {
        "proposed_text": "We meet twice a month.", "proposed_title": clause.title, "title": "Twice",
        "motive": "Once is not enough.", "signature": SignsAs.FUNCTION, "base_revision": clause.revision,
    } | changes  # fmt: skip


def test_an_agent_proposes_and_reads_the_redline(client, clause):
    signed_in(client)
    answer = client.post(address("propose-wording", clause), wording(clause), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[0][1] == 303
    assert "<del>" in page
    assert "<ins>" in page
    assert "Once is not enough." in page


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"motive": ""}, 422),
        ({"proposed_text": "x" * 200_000}, 422),
        ({"motive": "nul \x00 byte"}, 422),
        ({"signature": "someone"}, 422),
        ({"base_revision": "99"}, 409),
        ({"proposed_text": "We meet once a month."}, 409),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, clause, changes, status):
    signed_in(client)
    answer = client.post(address("propose-wording", clause), wording(clause, **changes))

    page = answer.content.decode()
    assert answer.status_code == status
    assert 'role="alert"' in page
    typed = {"title": "Twice", "motive": "Once is not enough."} | changes
    assert typed["motive"].replace("\x00", "") in page.replace("\x00", "")
    assert typed.get("proposed_text", "We meet twice a month.") in page
    assert not Proposal.objects.exists()


def test_a_form_replayed_after_the_answer_says_what_happened(client, clause):
    signed_in(client, facilitator=True)
    proposal = proposal_on(clause)
    said = {"outcome": "rejete", "answer": "Not now: budget."}
    assert client.post(address("proposal-decline", proposal), said).status_code == 303

    again = client.post(address("proposal-decline", proposal), said)
    assert again.status_code == 409
    assert "Not now: budget." in again.content.decode()


def test_taking_up_after_someone_else_changed_the_clause_is_409_with_what_was_typed(client, clause):
    facilitator = signed_in(client, facilitator=True)
    proposal = proposal_on(clause)
    seen = clause.row_version
    edit_clause(clause, by=facilitator, reason="r", words={"text": "Changed."}, seen=seen)

    said = {"in_part": "1", "title": clause.title, "text": "My result.", "answer": "My reasons.", "seen": seen}
    answer = client.post(address("proposal-take-up", proposal), said)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "My result." in page
    assert "My reasons." in page
    assert Clause.objects.get(pk=clause.pk).text == "Changed."
    clause.refresh_from_db()
    said["seen"] = clause.row_version
    assert client.post(address("proposal-take-up", proposal), said).status_code == 303


def test_support_and_its_return_are_two_clicks(client, clause):
    signed_in(client)
    proposal = proposal_on(clause)
    client.post(address("proposal-support", proposal))
    assert Proposal.objects.get().support_count == 1
    client.post(address("proposal-support", proposal), {"take_back": "1"})
    assert Proposal.objects.get().support_count == 0


def test_an_agent_does_not_find_the_facilitators_pages(client, clause):
    signed_in(client)
    proposal = proposal_on(clause)
    for name in ("proposal-take-up", "proposal-decline"):
        answer = client.get(address(name, proposal))
        assert answer.status_code == 403
    assert client.get(address("clause-edit", clause)).status_code == 403


def test_what_does_not_exist_is_not_found(client, clause):
    signed_in(client, facilitator=True)
    slug = clause.charter.slug
    for path in (
        f"/charters/{slug}/clauses/Z9/", f"/charters/{slug}/proposals/P-1/", "/charters/nothing/",
        f"/charters/{slug}/clauses/Z9/history/", f"/charters/{slug}/sections/Z/propose/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404


def test_a_clause_edited_by_two_keeps_both(client, clause):
    facilitator = signed_in(client, facilitator=True)
    seen = clause.row_version
    edit_clause(clause, by=facilitator, reason="r", words={"note": "Their note."}, seen=seen)
    said = {
        "title": clause.title, "text": "My text.", "note": "", "indicators": "", "audience": ["tous_agents"],
        "reason": "Mine", "seen": seen,
    }  # fmt: skip

    answer = client.post(address("clause-edit", clause), said)

    assert answer.status_code == 409
    form = answer.context["form"]
    assert (form["text"].value(), form["note"].value()) == ("My text.", "Their note.")
    sent = {**said, "note": form["note"].value(), "seen": form["seen"].value()}
    assert client.post(address("clause-edit", clause), sent).status_code == 303
    clause.refresh_from_db()
    assert (clause.text, clause.note) == ("My text.", "Their note.")


def test_a_clause_removed_while_someone_was_writing_loses_nothing_typed(client, clause):
    facilitator = signed_in(client, facilitator=True)
    edited = {"seen": clause.row_version, "title": "T", "text": "Carefully typed.", "audience": "drh", "reason": "r"}
    sent = {"propose-wording": wording(clause, proposed_text="Carefully typed."), "clause-edit": edited}
    removed = remove_clause(clause, by=facilitator, reason="Gone", seen=clause.row_version)
    sent["again"] = edited | {"seen": removed.row_version}

    for name, words in sent.items():
        answer = client.post(address("clause-edit" if name == "again" else name, clause), words)
        assert answer.status_code == 409
        assert "Carefully typed." in answer.content.decode()
    assert client.get(address("propose-wording", clause)).status_code == 404
    assert (Clause.objects.get().text, Proposal.objects.count()) == ("We meet once a month.", 0)
