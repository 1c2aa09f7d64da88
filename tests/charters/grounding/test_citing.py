"""Citing experience in a clause, correcting a citation, withdrawing it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from charters.grounding import citing
from charters.models import Citation, Clause
from charters.text.drafting import edit_clause
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import CitationFactory, ClauseFactory, FeedbackFactory, MemberFactory
from tests.grounds_factories import LESSONS, cited, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


@pytest.fixture
def clause():
    return ClauseFactory()


def count(clause):
    return Clause.objects.get(pk=clause.pk).citation_count


def correct(citation, by, **said):
    words = {"seen": citation.row_version, "stance": citation.stance, "because": citation.because}
    words |= {"passage": citation.passage, "reason": "Read again."}
    return citing.correct(citation, by=by, **(words | said))


def test_a_clause_cites_the_exact_words_of_an_entry(clause, facilitator):
    entry = told()
    cited(
        clause,
        entry,
        by=facilitator,
        stance="qualifies",
        passage=" Ask those\u00a0who do the work ",
        because=" Not all. ",
    )

    stored = Citation.objects.get()
    assert (stored.clause, stored.feedback, stored.stance) == (clause, entry, "qualifies")
    assert (stored.passage, stored.because) == ("Ask those who do the work", "Not all.")
    assert (stored.brought_by, stored.brought_on) == (facilitator.pseudonym, timezone.localdate())
    record = stored.history.get()
    assert (record.history_user_id, record.history_change_reason) == (facilitator.pseudonym, "Cited")
    assert count(clause) == 1


def test_a_clause_cites_several_passages_of_an_entry_with_each_stance(clause):
    entry = told()
    for stance, passage in zip(Citation.Stance, ["", *LESSONS], strict=True):
        cited(clause, entry, stance=stance, passage=passage)

    assert count(clause) == clause.citations.standing().count() == 3


@pytest.mark.parametrize("passage", ["Ask those who did the work.", "ASK THOSE WHO DO THE WORK FIRST."])
def test_words_that_the_entry_does_not_say_are_refused(clause, passage):
    with pytest.raises(Refused, match="does not say these words"):
        cited(clause, told(), passage=passage)
    assert (Citation.objects.count(), count(clause)) == (0, 0)


def test_two_words_are_refused(clause):
    with pytest.raises(Refused, match="too few"):
        cited(clause, told(), passage="the work")


def test_the_same_words_are_cited_once(clause):
    entry = told()
    cited(clause, entry, passage=LESSONS[0])

    with pytest.raises(Refused, match="already cites"):
        cited(clause, entry, passage=LESSONS[0].replace(" ", "\u202f"))
    assert count(clause) == 1
    with pytest.raises(IntegrityError):
        CitationFactory(clause=clause, feedback=entry, passage=LESSONS[0])


def test_a_draft_is_not_cited(clause):
    with pytest.raises(Refused, match="not published"):
        cited(clause, FeedbackFactory(draft=True))


def test_nothing_is_cited_in_a_clause_that_left_the_text(clause, facilitator):
    edit_clause(clause, by=facilitator, reason="r", words={"removed": True}, seen=clause.row_version)

    with pytest.raises(Refused, match="no longer in the text"):
        cited(clause, told())


def test_a_stance_is_taken_on_the_words_that_were_read(clause, facilitator):
    seen = clause.row_version
    edit_clause(clause, by=facilitator, reason="r", words={"text": "The opposite."}, seen=seen)

    with pytest.raises(Stale):
        cited(clause, told(), seen=seen)
    assert count(clause) == 0


def test_one_says_what_the_experience_says_of_the_clause(clause):
    with pytest.raises(Refused, match="Say what this experience says"):
        cited(clause, told(), because="  ")


def test_a_citation_is_corrected_and_its_history_says_what_it_was(clause, facilitator):
    citation = cited(clause, told())
    correct(citation, facilitator, stance="contradicts", because="It failed.", passage=LESSONS[1])

    stored = Citation.objects.get()
    assert (stored.stance, stored.because, stored.passage) == ("contradicts", "It failed.", LESSONS[1])
    last, first = stored.history.order_by("-row_version")
    assert (last.stance, last.history_change_reason, last.history_user_id) == (
        "contradicts", "Read again.", facilitator.pseudonym,
    )  # fmt: skip
    assert (first.stance, first.passage) == ("supports", "")
    assert count(clause) == 1


def test_a_citation_is_not_corrected_into_another_nor_into_itself(clause, facilitator):
    entry = told()
    cited(clause, entry, passage=LESSONS[0])
    citation = cited(clause, entry)

    with pytest.raises(Refused, match="already cites"):
        correct(citation, facilitator, passage=LESSONS[0])
    with pytest.raises(Refused, match="Nothing changed"):
        correct(citation, facilitator)
    with pytest.raises(Refused, match="Say why"):
        correct(citation, facilitator, stance="qualifies", reason=" ")
    with pytest.raises(Refused, match="does not say"):
        correct(citation, facilitator, passage="Words of nobody here.")
    with pytest.raises(Stale):
        correct(citation, facilitator, stance="qualifies", seen=7)
    assert Citation.objects.get(pk=citation.pk).row_version == 1


def test_words_that_the_entry_says_no_more_may_keep_another_stance(clause, facilitator):
    citation = CitationFactory(clause=clause, feedback=told(), passage="Words from before.", because="b")

    assert correct(citation, facilitator, stance="qualifies").passage == "Words from before."


def test_a_withdrawn_citation_is_kept_with_its_reason_and_counts_no_more(clause, facilitator):
    entry = told()
    citation = cited(clause, entry)
    cited(clause, entry, passage=LESSONS[0])
    citing.withdraw(citation, by=facilitator, seen=1, reason=" Said twice. ")

    stored = Citation.objects.get(pk=citation.pk)
    assert (stored.withdrawn_on, stored.withdrawn_because) == (timezone.localdate(), "Said twice.")
    assert isinstance(stored.withdrawn_on, datetime.date)
    assert stored.history.count() == 2
    assert count(clause) == 1
    cited(clause, entry)
    assert count(clause) == 2


def test_what_was_withdrawn_is_neither_withdrawn_nor_corrected_again(clause, facilitator):
    citation = cited(clause, told())
    with pytest.raises(Refused, match="Say why"):
        citing.withdraw(citation, by=facilitator, seen=1, reason=" ")
    with pytest.raises(Stale):
        citing.withdraw(citation, by=facilitator, seen=9, reason="r")
    assert count(clause) == 1
    gone = citing.withdraw(citation, by=facilitator, seen=1, reason="r")

    with pytest.raises(Refused, match="was withdrawn"):
        citing.withdraw(gone, by=facilitator, seen=2, reason="r")
    with pytest.raises(Refused, match="was withdrawn"):
        correct(gone, facilitator, stance="qualifies")
    assert count(clause) == 0


def test_only_facilitators_ground_a_clause(clause):
    citation, agent = cited(clause, told()), MemberFactory()

    for act in (
        lambda: cited(clause, told(), by=agent),
        lambda: correct(citation, agent, stance="qualifies"),
        lambda: citing.withdraw(citation, by=agent, seen=1, reason="r"),
    ):
        with pytest.raises(PermissionDenied, match="facilitators"):
            act()
    assert count(clause) == 1
