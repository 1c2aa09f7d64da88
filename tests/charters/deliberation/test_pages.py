"""The pages of proposals: what was typed is never lost, and a refusal is a sentence."""

import re

import pytest
from django.urls import reverse

from charters.deliberation import answering, joining, proposing, wordings
from charters.deliberation.editing import edit_clause, remove_clause
from charters.models import Clause, Proposal
from governance.models import SignsAs
from tests.charters.deliberation.test_answering import proposal_on
from tests.charters.deliberation.test_proposing import propose
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
    said = {"outcome": "rejete", "answer": "Not now: budget.", "seen": 1}
    assert client.post(address("proposal-decline", proposal), said).status_code == 303

    again = client.post(address("proposal-decline", proposal), said)
    assert again.status_code == 409
    assert "Not now: budget." in again.content.decode()


def test_taking_up_after_someone_else_changed_the_clause_is_409_with_what_was_typed(client, clause):
    facilitator = signed_in(client, facilitator=True)
    proposal = proposal_on(clause)
    seen = clause.row_version
    edit_clause(clause, by=facilitator, reason="r", words={"text": "Changed."}, seen=seen)

    said = {"in_part": "1", "title": clause.title, "text": "My result.", "answer": "My reasons."}
    said |= {"seen": seen, "wording": 1}
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
    client.post(address("proposal-support", proposal), {"seen": 1})
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


# --- What changed between the page and the click ---------------------------------------------------

THREE = "We meet once a month. We write down what was said. Everyone reads it."


def in_english(client, **traits):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in(client, **traits)


def sent(form):
    """What a browser would send of a form as it is shown."""
    return {name: form[name].value() for name in form.fields}


@pytest.mark.parametrize("typed", ["", "was decided"])
def test_taking_up_keeps_what_someone_else_wrote_meanwhile(client, typed):
    clause = ClauseFactory(text=THREE)
    in_english(client, facilitator=True)
    proposal = proposal_on(clause, proposed_text=THREE.replace("month", "week"))
    said = sent(client.get(address("proposal-take-up", proposal)).context["form"]) | {"answer": "My reasons."}
    if typed:
        said |= {"in_part": "1", "text": said["text"].replace("was said", typed)}
    words = {"text": THREE.replace("Everyone reads it.", "Everyone can read it.")}
    edit_clause(clause, by=MemberFactory(facilitator=True), reason="r", words=words, seen=clause.row_version)

    first = client.post(address("proposal-take-up", proposal), said)
    assert first.status_code == 409
    assert "Someone else changed this" in first.context["refusal"]
    assert client.post(address("proposal-take-up", proposal), sent(first.context["form"])).status_code == 303

    clause.refresh_from_db()
    both = "We meet once a week. We write down what was said. Everyone can read it."
    assert clause.text == both.replace("was said", typed or "was said")
    assert Proposal.objects.get().outcome == ("retenu_partiellement" if typed else "retenu")


def test_words_that_both_changed_are_shown_side_by_side(client):
    clause = ClauseFactory(text=THREE)
    in_english(client, facilitator=True)
    proposal = proposal_on(clause, proposed_text=THREE.replace("month", "week"))
    said = sent(client.get(address("proposal-take-up", proposal)).context["form"]) | {"answer": "My reasons."}
    said |= {"in_part": "1", "text": said["text"].replace("Everyone reads", "Everyone knows")}
    words = {"text": THREE.replace("Everyone reads", "Everyone discusses")}
    edit_clause(clause, by=MemberFactory(facilitator=True), reason="r", words=words, seen=clause.row_version)

    answer = client.post(address("proposal-take-up", proposal), said)

    assert answer.status_code == 409
    ((label, now, mine),) = answer.context["disputed"]
    assert ("discusses" in now, "knows" in mine) == (True, True)
    assert "To replace the current words with yours" in answer.content.decode()


def test_one_that_waits_for_its_author_is_offered_in_part_from_the_present_text(client):
    clause = ClauseFactory(text=THREE)
    in_english(client, facilitator=True)
    proposal = proposal_on(clause, proposed_text=THREE.replace("month", "week"))
    words = {"text": THREE.replace("month", "year").replace("reads", "can read")}
    edit_clause(clause, by=MemberFactory(facilitator=True), reason="r", words=words, seen=clause.row_version)

    page = client.get(address("proposal-take-up", proposal))
    form = page.context["form"]
    assert form["text"].value() == THREE.replace("month", "week").replace("reads", "can read")
    assert [value for value, _label in form.fields["in_part"].choices] == ["1"]
    assert "has not said yet" in page.content.decode()
    said = sent(form) | {"answer": "The rhythm."}
    refused = client.post(address("proposal-take-up", proposal), said | {"in_part": ""})
    assert refused.status_code in (409, 422)
    assert client.post(address("proposal-take-up", proposal), said).status_code == 303
    assert Proposal.objects.get().outcome == "retenu_partiellement"


def amended(clause):
    """A proposal, once its author gave it other words; it was read before."""
    author = MemberFactory()
    proposal = propose(clause, author)
    wordings.amend(proposal, by=author, title="", text="Never read by anyone.", reason="Better.", seen=1)
    return proposal


def test_a_support_goes_to_words_that_were_read(client, clause):
    in_english(client)
    proposal = amended(clause)
    for said in ({"seen": 1}, {}, {"seen": "x"}):
        answer = client.post(address("proposal-support", proposal), said)
        assert answer.status_code == 409
        assert "your support was not counted" in answer.content.decode()
        assert "Never read by anyone." in answer.content.decode()
    assert Proposal.objects.get().support_count == 0
    assert 'name="seen" value="2"' in answer.content.decode()
    assert client.post(address("proposal-support", proposal), {"seen": 2}).status_code == 303


@pytest.mark.parametrize("route", ["proposal-decline", "proposal-join", "proposal-take-up"])
def test_an_answer_goes_to_words_that_were_read_and_the_page_shows_the_present_ones(client, clause, route):
    in_english(client, facilitator=True)
    proposal, other = amended(clause), proposal_on(clause)
    form = client.get(address(route, proposal)).context["form"]
    said = sent(form) | {"outcome": "rejete", "answer": "Because.", "to": str(other.pk)}
    name = "wording" if route == "proposal-take-up" else "seen"
    assert said[name] == 2

    answer = client.post(address(route, proposal), said | {name: 1})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.context["refusal"]
    assert "Never read by anyone." in page
    assert Proposal.objects.get(pk=proposal.pk).outcome == ""
    assert client.post(address(route, proposal), sent(answer.context["form"]) | {"to": other.pk}).status_code == 303


@pytest.mark.parametrize("route", ["proposal-decline", "proposal-join"])
def test_after_a_refusal_the_proposal_is_shown_as_it_now_is(client, clause, route, monkeypatch):
    """The words change once the form has read them: what surrounds the refusal is read after it."""
    in_english(client, facilitator=True)
    author = MemberFactory()
    proposal, other = propose(clause, author), proposal_on(clause)
    said = {"seen": 1, "outcome": "rejete", "answer": "Because.", "reason": "Same.", "to": other.pk}
    act = answering.decline if route == "proposal-decline" else joining.join

    def late(*args, **words):
        wordings.amend(proposal, by=author, title="", text="Never read by anyone.", reason="Better.", seen=1)
        return act(*args, **words)

    monkeypatch.setattr(answering if route == "proposal-decline" else joining, act.__name__, late)
    answer = client.post(address(route, proposal), said)

    assert answer.status_code == 409
    assert "Never read by anyone." in answer.content.decode()


def test_the_pages_that_take_a_merge_up_name_the_clauses_that_go_with_it(client, clause):
    in_english(client, facilitator=True)
    other, gone = ClauseFactory(charter=clause.charter), ClauseFactory(charter=clause.charter)
    merge = proposal_on(clause, Proposal.Kind.MERGE, proposed_text="One text for both.")
    merge.merged_clauses.set([other, gone])
    remove_clause(gone, by=MemberFactory(facilitator=True), reason="r", seen=gone.row_version)
    for page in (address("proposal-take-up", merge), address("clause-merge", clause)):
        told = client.get(page).content.decode()
        assert "it also removes these clauses" in told
        assert other.code in told
        assert f"{gone.code}, {gone.title}" not in told


def test_looking_at_what_the_choices_make_is_no_error(client):
    clause = ClauseFactory(text="We answer within ten days. We say why.")
    two, _five = (proposal_on(clause, proposed_text=clause.text.replace("ten", days)) for days in ("two", "five"))
    client.force_login(MemberFactory(facilitator=True))
    address = reverse("clause-merge", args=[clause.charter.slug, clause.code])
    page = client.get(address).content.decode()
    seen = re.findall(r'name="(seen|mark)" value="([^"]+)"', page)
    (choice,) = set(re.findall(r'name="(text-\w+-choice)"', page))
    looked = client.post(address, {**dict(seen), choice: two.code, "preview": "1"})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert 'role="alert"' not in page.partition("<template")[0]
    assert "invalid-feedback" not in page
    assert f'formaction="{address}#h-result"' in page
    sent = client.post(address, {**dict(seen), choice: two.code, "finish": "1"})
    assert (sent.status_code, "invalid-feedback" in sent.content.decode()) == (422, True)


def test_whoever_supported_former_words_is_told_and_can_support_the_new_ones(client):
    author, supporter = MemberFactory(), MemberFactory()
    clause = ClauseFactory()
    proposal = proposing.propose(
        clause.charter, by=author, kind=Proposal.Kind.WORDING, clause=clause, signature=SignsAs.NAME, title="t",
        motive="m", base_revision=1, proposed_text="Asked words.",
    )  # fmt: skip
    proposing.support(proposal, by=supporter, seen=1)
    client.force_login(supporter)
    said = "You supported what it asked for before."

    def page() -> str:
        return client.get(proposal.get_absolute_url(), headers={"accept-language": "en"}).content.decode()

    assert said not in page()
    wordings.amend(proposal, by=author, title=clause.title, text="Other words.", reason="Clearer.", seen=1)
    assert said in page()
    address = reverse("proposal-support", args=[clause.charter.slug, proposal.code])
    assert client.post(address, {"seen": "2"}).status_code == 303
    assert said not in page()
    assert Proposal.objects.get().support_count == 1
