"""The desk in the browser: a choice means the same whatever moved meanwhile, and what changed is read first."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from charters.deliberation import proposing
from charters.models import Clause, Proposal
from feedback.models import Outcome
from governance.models import SignsAs
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db
TEXT = "Le service peut aider. Il répond sous dix jours."


@pytest.fixture
def clause() -> Clause:
    return ClauseFactory(text=TEXT, title="Aider")


def ask(clause: Clause, old: str, new: str, by: Any = None) -> Proposal:
    clause = Clause.objects.get(pk=clause.pk)
    return proposing.propose(
        clause.charter, by=by or MemberFactory(), kind=Proposal.Kind.WORDING, signature=SignsAs.NAME, title=new,
        motive="Lived so.", clause=clause, base_revision=clause.revision, proposed_text=clause.text.replace(old, new),
    )  # fmt: skip


class Facilitator:
    """Whoever has the desk open, and sends what is on screen with what they add."""

    def __init__(self, client, clause: Clause) -> None:
        client.force_login(MemberFactory(facilitator=True))
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client = client
        self.address = reverse("clause-merge", args=[clause.charter.slug, clause.code])
        self.page = client.get(self.address)

    @property
    def form(self) -> Any:
        return self.page.context["form"]

    @property
    def choice(self) -> str:
        (asked,) = self.form.asked
        return asked.choice.html_name

    def sends(self, **said: str) -> int:
        form = self.form
        shown = {name: form[name].value() for name in form.fields}
        kept = {name: value for name, value in shown.items() if value not in (None, "", False)}
        self.page = self.client.post(self.address, {**kept, **dict(form.left_behind), **said, "finish": "1"})
        return self.page.status_code


def test_a_support_given_meanwhile_changes_neither_the_choice_nor_whose_answer_it_is(client, clause):
    one, two = ask(clause, "peut", "doit"), ask(clause, "peut", "veut")
    facilitator = Facilitator(client, clause)
    first, second = (competitor.proposal for competitor in facilitator.page.context["desk"].comparable)
    proposing.support(second, by=MemberFactory(), seen=1)
    answers = {f"answer-{first.code}": "For the first.", f"answer-{second.code}": "For the second."}
    said = {facilitator.choice: first.code, f"decline-{second.code}": "on", "reason": "Read together."}
    assert facilitator.sends(**said, **answers) == 303
    for proposal, outcome, answer in (
        (first, Outcome.TAKEN_UP, "For the first."),
        (second, Outcome.NOT_TAKEN_UP, "For the second."),
    ):
        proposal.refresh_from_db()
        assert (proposal.outcome, proposal.answer) == (outcome, answer)
    assert Clause.objects.get(pk=clause.pk).text == first.proposed_text
    assert {one, two} == {first, second}


def test_what_came_meanwhile_is_said_once_then_the_same_choices_are_finished(client, clause):
    one, two = ask(clause, "peut", "doit"), ask(clause, "peut", "veut")
    facilitator = Facilitator(client, clause)
    ask(clause, "dix", "deux")
    said = {facilitator.choice: two.code, f"decline-{one.code}": "on", "reason": "Read together."}
    assert facilitator.sends(**said) == 409
    page = facilitator.page.content.decode()
    assert "The text or a proposal changed meanwhile, and nothing was merged." in page
    assert facilitator.form[facilitator.choice].value() == two.code
    assert facilitator.sends() == 303
    assert Clause.objects.get(pk=clause.pk).text == TEXT.replace("peut", "veut").replace("dix", "deux")


def test_before_what_changed_is_read_nothing_else_is_asked(client, clause):
    """A new conflict is not a fault of the form that was sent before it."""
    one = ask(clause, "peut", "doit")
    facilitator = Facilitator(client, clause)
    ask(clause, "peut", "veut")
    assert facilitator.sends(reason="Read together.") == 409
    assert facilitator.sends() == 422
    assert facilitator.sends(**{facilitator.choice: one.code}) == 303


def test_words_about_what_left_the_desk_are_given_back_and_published_nowhere(client, clause):
    author = MemberFactory()
    one, two = ask(clause, "peut", "doit"), ask(clause, "peut", "veut", by=author)
    ask(clause, "dix", "deux")
    facilitator = Facilitator(client, clause)
    proposing.withdraw(two, by=author)
    words = facilitator.choice.replace("choice", "words")
    said = {f"answer-{two.code}": "For whom left.", words: "sait", facilitator.choice: "other", "reason": "r"}
    assert facilitator.sends(**said) == 409
    assert dict(facilitator.form.left_behind) == {f"answer-{two.code}": "For whom left.", words: "sait"}
    page = facilitator.page.content.decode()
    assert "For whom left.</textarea>" in page
    assert "sait</textarea>" in page
    assert not any(facilitator.form[f"answer-{p.code}"].value() for p in Proposal.objects.open())
    assert facilitator.sends() == 303
    one.refresh_from_db()
    assert (one.outcome, one.answer) == (Outcome.TAKEN_UP, "r")


def test_a_form_at_fault_is_not_brought_up_to_date_unread(client, clause):
    one = ask(clause, "peut", "doit")
    facilitator = Facilitator(client, clause)
    mark = facilitator.form["mark"].value()
    assert facilitator.sends() == 422
    assert facilitator.form["mark"].value() == mark
    ask(clause, "dix", "deux")
    assert facilitator.sends(reason="Read together.") == 409
    assert Proposal.objects.get(pk=one.pk).outcome == ""


@pytest.mark.parametrize("sent", [{"mark": ""}, {"mark": "x" * 40}, {"seen": "no", "mark": "x"}])
def test_garbage_for_a_mark_merges_nothing(client, clause, sent):
    ask(clause, "peut", "doit")
    facilitator = Facilitator(client, clause)
    assert facilitator.sends(reason="Read together.", **sent) in (409, 422)
    assert Clause.objects.get(pk=clause.pk).text == TEXT


def test_words_are_given_back_when_nothing_is_left_to_merge(client, clause):
    author = MemberFactory()
    one = ask(clause, "peut", "doit", by=author)
    facilitator = Facilitator(client, clause)
    proposing.withdraw(one, by=author)
    assert facilitator.sends(**{f"answer-{one.code}": "Only for you.", "reason": "Read at the depot."}) == 409
    page = facilitator.page.content.decode()
    assert "There is nothing to merge on this clause." in page
    assert "Only for you.</textarea>" in page
    assert "Read at the depot.</textarea>" in page


def test_removing_the_clause_loses_no_answer_to_what_stays_open(client, clause):
    author = MemberFactory()
    wording = ask(clause, "peut", "doit")
    proposing.propose(
        clause.charter, by=author, kind=Proposal.Kind.REMOVAL, signature=SignsAs.NAME, title="t", motive="m",
        clause=Clause.objects.get(pk=clause.pk), base_revision=1,
    )  # fmt: skip
    facilitator = Facilitator(client, clause)
    answer = f"answer-{wording.code}"
    assert facilitator.sends(removes="1", reason="r", **{answer: "It went."}) == 422
    assert list(facilitator.form.errors) == [answer]
    assert facilitator.sends(**{f"decline-{wording.code}": "on"}) == 303
    wording.refresh_from_db()
    assert (wording.outcome, wording.answer) == (Outcome.NOT_TAKEN_UP, "It went.")


def test_a_title_typed_at_the_desk_is_one_line(client, clause):
    for title in ("Prévenir", "Annoncer"):
        proposing.propose(
            clause.charter, by=MemberFactory(), kind=Proposal.Kind.WORDING, signature=SignsAs.NAME, title="t",
            motive="m", clause=Clause.objects.get(pk=clause.pk), base_revision=1, proposed_title=title,
            proposed_text=clause.text,
        )  # fmt: skip
    facilitator = Facilitator(client, clause)
    words = facilitator.choice.replace("choice", "words")
    assert facilitator.sends(**{facilitator.choice: "other", words: "Deux\n\nlignes", "reason": "r"}) == 422
    assert list(facilitator.form.errors) == [words]
