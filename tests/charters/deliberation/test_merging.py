"""The merge desk: what competes is one question, one revision names all it took from, each proposal has its answer."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils.http import urlencode

from charters.deliberation import answering, merging, proposing, wordings
from charters.deliberation.desk import Decision, Desk, lay_out
from charters.deliberation.desk_forms import DeskForm
from charters.deliberation.editing import edit_clause
from charters.deliberation.models import Proposal
from charters.models import Clause
from feedback.models import Outcome
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db
TEXT = "Chaque service annonce ses contraintes au début du projet. Il partage les informations utiles."


@pytest.fixture
def clause() -> Clause:
    return ClauseFactory(text=TEXT, title="Annoncer")


@pytest.fixture
def facilitator() -> Any:
    return MemberFactory(facilitator=True)


def ask(clause: Clause, *changes: tuple[str, str], by: Any = None, **more: Any) -> Proposal:
    clause = Clause.objects.get(pk=clause.pk)
    text = clause.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    asked = {"kind": Proposal.Kind.WORDING, "proposed_text": text} | more
    return proposing.propose(
        clause.charter, by=by or MemberFactory(), signature=SignsAs.NAME, title="Otherwise", motive="Lived so.",
        clause=clause, base_revision=clause.revision, **asked,
    )  # fmt: skip


def desk_of(clause: Clause) -> Desk:
    return lay_out(Clause.objects.select_related("charter", "section").get(pk=clause.pk))


def finish(desk: Desk, by: Any, **decision: Any) -> Clause:
    decided = Decision(**({"reason": "Read together."} | decision))
    return merging.finish(desk.clause, by=by, seen=desk.clause.row_version, mark=desk.mark, decision=decided)


def outcome(proposal: Proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).outcome


def test_independent_proposals_merge_by_themselves_in_one_revision_that_names_them(clause, facilitator):
    one = ask(clause, ("annonce", "présente"))
    two = ask(clause, ("utiles", "utiles et fiables"))
    desk = desk_of(clause)
    assert desk.conflicts == []
    merged = finish(desk, facilitator)
    assert merged.text == TEXT.replace("annonce", "présente").replace("utiles", "utiles et fiables")
    assert merged.revision == 2
    record = merged.history.get(revision=2)
    assert set(record.proposals) == {one.pk, two.pk}
    assert (outcome(one), outcome(two)) == (Outcome.TAKEN_UP, Outcome.TAKEN_UP)
    one.refresh_from_db()
    assert (one.answer, one.integrated_revision, one.answered_by) == ("Read together.", 2, facilitator)
    assert Clause.objects.get(pk=clause.pk).open_proposal_count == 0


def test_a_conflict_is_decided_and_each_proposal_has_the_answer_that_follows(clause, facilitator):
    both = ask(clause, ("annonce", "présente"), ("utiles", "utiles et fiables"))
    rival = ask(clause, ("annonce", "affiche"))
    loser = ask(clause, ("annonce", "écrit"))
    desk = desk_of(clause)
    (question,) = desk.conflicts
    assert {option.words for option in question.options} == {"présente", "affiche", "écrit"}
    merged = finish(
        desk, facilitator, choices={question.key: rival.pk}, declined=frozenset([loser.pk]),
        answers={loser.pk: "Said in M2 already."},
    )  # fmt: skip
    assert merged.text == TEXT.replace("annonce", "affiche").replace("utiles", "utiles et fiables")
    assert (outcome(rival), outcome(both), outcome(loser)) == (
        Outcome.TAKEN_UP, Outcome.IN_PART, Outcome.NOT_TAKEN_UP,
    )  # fmt: skip
    assert Proposal.objects.get(pk=loser.pk).answer == "Said in M2 already."
    assert set(merged.history.get(revision=2).proposals) == {both.pk, rival.pk}


def test_words_written_by_hand_take_up_in_part_all_that_competed(clause, facilitator):
    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"))
    desk = desk_of(clause)
    merged = finish(desk, facilitator, choices={desk.conflicts[0].key: "présente et affiche"})
    assert merged.text == TEXT.replace("annonce", "présente et affiche")
    assert (outcome(one), outcome(two)) == (Outcome.IN_PART, Outcome.IN_PART)


def test_whoever_has_all_their_words_in_what_was_written_by_hand_is_taken_up_whole(clause, facilitator):
    """Two changes apart compete only through a third, which rewrites both places: one writes the two by hand."""
    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("au début", "à la fin"))
    both = ask(clause, ("annonce ses contraintes au début", "se tait jusqu'à la fin"))
    desk = desk_of(clause)
    (question,) = desk.conflicts
    assert len(question.options) == 3
    typed = question.group.base_words.replace("annonce", "présente").replace("au début", "à la fin")
    merged = finish(desk, facilitator, choices={question.key: typed}, declined=frozenset([both.pk]))
    assert merged.text == TEXT.replace("annonce", "présente").replace("au début", "à la fin")
    assert (outcome(one), outcome(two), outcome(both)) == (
        Outcome.TAKEN_UP, Outcome.TAKEN_UP, Outcome.NOT_TAKEN_UP,
    )  # fmt: skip


def test_none_of_them_keeps_the_words_and_what_is_not_declined_stays_open_carried_over(clause, facilitator):
    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"))
    other = ask(clause, ("utiles", "fiables"))
    desk = desk_of(clause)
    merged = finish(desk, facilitator, choices={desk.conflicts[0].key: None})
    assert merged.text == TEXT.replace("utiles", "fiables")
    assert (outcome(one), outcome(two), outcome(other)) == ("", "", Outcome.TAKEN_UP)
    one.refresh_from_db()
    assert one.base_revision == 2
    assert one.proposed_text == TEXT.replace("annonce", "présente").replace("utiles", "fiables")
    assert not one.awaits_confirmation


def test_what_loses_a_conflict_and_stays_open_waits_for_its_author(clause, facilitator):
    winner, loser = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"))
    proposing.support(loser, by=facilitator, seen=1)
    desk = desk_of(clause)
    finish(desk, facilitator, choices={desk.conflicts[0].key: winner.pk})
    loser.refresh_from_db()
    assert loser.awaits_confirmation
    assert (loser.support_count, loser.counted_supports) == (1, 0)
    assert [proposal.pk for proposal in desk_of(clause).waiting] == [loser.pk]


def test_two_that_ask_for_the_same_words_agree(clause, facilitator):
    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "présente"))
    desk = desk_of(clause)
    assert desk.conflicts == []
    finish(desk, facilitator)
    assert (outcome(one), outcome(two)) == (Outcome.TAKEN_UP, Outcome.TAKEN_UP)


def test_an_unticked_proposal_stays_out(clause, facilitator):
    kept, left = ask(clause, ("annonce", "présente")), ask(clause, ("utiles", "fiables"))
    desk = desk_of(clause)
    merged = finish(desk, facilitator, left_out=frozenset([left.pk]))
    assert merged.text == TEXT.replace("annonce", "présente")
    assert (outcome(kept), outcome(left)) == (Outcome.TAKEN_UP, "")
    assert merged.history.get(revision=2).proposals == [kept.pk]


def test_the_words_around_a_conflict_keep_their_spaces(facilitator):
    clause = ClauseFactory(text="Chacun prévient la veille, puis confirme. Le soir suffit.")
    ask(clause, ("la veille", "deux jours avant"))
    ask(clause, ("la veille", "le matin"))
    ask(clause, ("confirme.", "rappelle."))
    ask(clause, ("confirme.", "rien."))
    first, second = desk_of(clause).conflicts
    assert (first.before, first.after[:7]) == ("Chacun prévient ", ", puis ")
    assert (second.before[-5:], second.after[:4]) == ("puis ", ". Le")


class TestAnAnswerIsNeverLost:
    def form(self, clause, **sent):
        desk = desk_of(clause)
        start = {"seen": desk.clause.row_version, "mark": desk.mark, "reason": "Read together."}
        return DeskForm(QueryDict(urlencode(start | sent)), desk=desk)

    def choice(self, clause) -> str:
        (question,) = desk_of(clause).conflicts
        return f"{question.key}-choice"

    def test_to_what_stays_open_it_is_refused_with_a_sentence(self, clause, facilitator):
        one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"))
        form = self.form(clause, **{self.choice(clause): one.code, f"answer-{two.code}": "Yours is longer."})
        assert not form.is_valid()
        assert list(form.errors) == [f"answer-{two.code}"]
        assert [competitor.proposal for competitor in form.left_open] == [two]

    def test_with_the_box_ticked_it_is_published(self, clause, facilitator):
        one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"))
        said = {f"answer-{two.code}": "Yours is longer.", f"decline-{two.code}": "on"}
        form = self.form(clause, **{self.choice(clause): one.code}, **said)
        assert form.is_valid(), form.errors
        assert form.left_open == []

    def test_words_typed_as_someone_asks_for_them_are_theirs(self, clause, facilitator):
        one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"))
        desk = desk_of(clause)
        meant = {"présente": one.pk, " affiche ": two.pk, "annonce": None, "dit": "dit"}
        for typed, choice in meant.items():
            (question,) = desk.conflicts
            form = self.form(clause, **{f"{question.key}-choice": "other", f"{question.key}-words": typed})
            assert form.decision.choices == {question.key: choice}


def test_titles_compete_too(clause, facilitator):
    one = ask(clause, ("utiles", "fiables"), proposed_title="Dire")
    two = ask(clause, ("annonce", "dit"), proposed_title="Prévenir")
    desk = desk_of(clause)
    (question,) = desk.conflicts
    assert question.part == "title"
    merged = finish(desk, facilitator, choices={question.key: two.pk})
    assert merged.title == "Prévenir"
    assert (outcome(one), outcome(two)) == (Outcome.IN_PART, Outcome.TAKEN_UP)


def test_a_removal_contradicts_every_wording_and_comes_first(clause, facilitator):
    removal = ask(clause, kind=Proposal.Kind.REMOVAL, proposed_text="")
    wording = ask(clause, ("annonce", "présente"))
    desk = desk_of(clause)
    assert [proposal.pk for proposal in desk.removals] == [removal.pk]
    removed = finish(desk, facilitator, removes=True, declined=frozenset([wording.pk]))
    assert removed.removed
    assert removed.history.get(revision=2).proposals == [removal.pk]
    assert (outcome(removal), outcome(wording)) == (Outcome.TAKEN_UP, Outcome.NOT_TAKEN_UP)


@pytest.mark.parametrize("meanwhile", ["a proposal", "an amendment", "an edit", "a withdrawal"])
def test_whatever_came_meanwhile_is_read_before_it_is_merged(clause, facilitator, meanwhile):
    author = MemberFactory()
    proposal = ask(clause, ("annonce", "présente"), by=author)
    desk = desk_of(clause)
    match meanwhile:
        case "a proposal":
            ask(clause, ("utiles", "fiables"))
        case "an amendment":
            text = TEXT.replace("annonce", "montre")
            wordings.amend(proposal, by=author, title="", text=text, reason="Better", seen=1)
        case "an edit":
            edit_clause(clause, by=facilitator, reason="r", words={"note": "Other"}, seen=clause.row_version)
        case "a withdrawal":
            proposing.withdraw(proposal, by=author)
    with pytest.raises(Stale):
        finish(desk, facilitator)
    assert Clause.objects.get(pk=clause.pk).text == TEXT


def test_a_merge_of_nothing_is_refused_with_a_sentence(clause, facilitator):
    left_out = frozenset([ask(clause, ("annonce", "présente")).pk])
    said = (({"left_out": left_out}, "stays as it is"), ({"reason": " "}, "Say why"), ({"removes": True}, "removed"))
    for decision, sentence in said:
        with pytest.raises(Refused, match=sentence):
            finish(desk_of(clause), facilitator, **decision)


def test_a_proposal_in_a_round_is_shown_and_not_merged(clause, facilitator):
    proposal = ask(clause, ("annonce", "présente"))
    Proposal.objects.filter(pk=proposal.pk).update(has_open_round=True)
    desk = desk_of(clause)
    assert ([p.pk for p in desk.elsewhere], desk.comparable) == ([proposal.pk], ())


def test_a_merged_text_becomes_a_proposal_whose_sources_are_answered_with_it(clause, facilitator):
    from charters.deliberation import answering

    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"), ("utiles", "fiables"))
    left = ask(clause, ("projet", "chantier"))
    desk = desk_of(clause)
    decision = Decision(choices={desk.conflicts[0].key: one.pk}, left_out=frozenset([left.pk]), reason="Both.")
    merged = merging.submit_merge(
        desk.clause, by=facilitator, seen=desk.clause.row_version, mark=desk.mark, decision=decision, title="Ensemble"
    )
    assert set(merged.sources.all()) == {one, two}
    assert (outcome(one), outcome(two)) == ("", "")
    answering.take_up(merged, by=facilitator, answer="Consented.", seen=clause.row_version)
    assert (outcome(merged), outcome(one), outcome(two), outcome(left)) == (
        Outcome.TAKEN_UP, Outcome.TAKEN_UP, Outcome.IN_PART, "",
    )  # fmt: skip
    text = Clause.objects.get(pk=clause.pk)
    assert set(text.history.get(revision=2).proposals) == {merged.pk, one.pk, two.pk}
    assert Proposal.objects.get(pk=left.pk).base_revision == 2


def test_the_desk_costs_the_same_for_one_and_for_many(clause, django_assert_num_queries):
    for number in (1, 12):
        for n in range(number):
            ask(clause, ("annonce", f"annonce{n}"))
        stored = Clause.objects.select_related("charter", "section").get(pk=clause.pk)
        with django_assert_num_queries(2):
            list(lay_out(stored).questions)


@pytest.mark.django_db(transaction=True)
def test_the_second_to_finish_waits_then_is_told(monkeypatch):
    """The first holds the clause on purpose: the second cannot pass by luck."""
    clause = ClauseFactory(text=TEXT)
    ask(clause, ("annonce", "présente"))
    desk, (first, second) = desk_of(clause), MemberFactory.create_batch(2, facilitator=True)
    saving, told, save = threading.Event(), [], Clause.save

    def slow_save(self, *args, **kwargs):
        if not saving.is_set():
            saving.set()
            threading.Event().wait(0.3)
        save(self, *args, **kwargs)

    def finish_second():
        saving.wait(timeout=5)
        try:
            finish(desk, second)
        except Stale:
            told.append("stale")
        finally:
            connection.close()

    monkeypatch.setattr(Clause, "save", slow_save)
    other = threading.Thread(target=finish_second)
    other.start()
    finish(desk, first)
    other.join(timeout=10)
    assert told == ["stale"]
    assert Clause.objects.get(pk=clause.pk).revision == 2


def test_what_is_declined_is_not_taken_up_because_words_were_typed_in_its_place(clause, facilitator):
    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"), ("utiles", "fiables"))
    loser = ask(clause, ("annonce", "crie"))
    desk = desk_of(clause)
    typed = {desk.conflicts[0].key: "présente par écrit"}
    declined = frozenset([two.pk, loser.pk])
    merged = finish(desk, facilitator, choices=typed, declined=declined)
    assert merged.text == TEXT.replace("annonce", "présente par écrit").replace("utiles", "fiables")
    # of the second something else came in: declined or not, it did
    assert (outcome(one), outcome(two), outcome(loser)) == (Outcome.IN_PART, Outcome.IN_PART, Outcome.NOT_TAKEN_UP)
    assert set(merged.history.get(revision=2).proposals) == {one.pk, two.pk}


def test_words_that_would_come_from_no_proposal_are_refused_with_a_sentence(clause, facilitator):
    one, two = ask(clause, ("annonce", "présente")), ask(clause, ("annonce", "affiche"))
    desk = desk_of(clause)
    with pytest.raises(Refused, match="from no proposal"):
        finish(desk, facilitator, choices={desk.conflicts[0].key: "tait"}, declined=frozenset([one.pk, two.pk]))
    assert Clause.objects.get(pk=clause.pk).text == TEXT


@pytest.mark.parametrize("whole", [True, False])
def test_the_other_clauses_of_a_merge_go_only_when_it_comes_in_whole(clause, facilitator, whole):
    other = ClauseFactory(charter=clause.charter)
    merge = ask(clause, ("annonce", "présente"), ("utiles", "fiables"), kind=Proposal.Kind.MERGE)
    merge.merged_clauses.set([other])
    rival = ask(clause, ("annonce", "affiche"))
    desk = desk_of(clause)
    finish(desk, facilitator, choices={desk.conflicts[0].key: (merge if whole else rival).pk})
    other.refresh_from_db()
    assert (other.removed, outcome(merge)) == (whole, Outcome.TAKEN_UP if whole else Outcome.IN_PART)


def test_the_desk_names_the_clauses_of_merges_in_one_more_query(clause, django_assert_num_queries):
    for _ in range(3):
        merge = ask(clause, ("annonce", "présente"), kind=Proposal.Kind.MERGE)
        merge.merged_clauses.set(ClauseFactory.create_batch(2, charter=clause.charter))
        stored = Clause.objects.select_related("charter", "section").get(pk=clause.pk)
        with django_assert_num_queries(3):
            desk = lay_out(stored)
            assert all(len(c.proposal.merged_clauses.all()) == 2 for c in desk.comparable)


def test_what_would_be_too_long_is_refused_or_waits_for_its_author(facilitator):
    clause = ClauseFactory(text="Le service répond. Il dit pourquoi.")
    first, last = "Avant tout. " * 300, " Après tout." * 300
    one = ask(clause, ("Le service", f"{first}Le service"))
    two = ask(clause, ("pourquoi.", f"pourquoi.{last}"))
    with pytest.raises(Refused, match="limit is 4000"):
        finish(desk_of(clause), facilitator)
    stored = Clause.objects.get(pk=clause.pk)
    answering.take_up(one, by=facilitator, answer="Oui.", seen=stored.row_version)
    two.refresh_from_db()
    assert (two.awaits_confirmation, two.proposed_text) == (True, f"Le service répond. Il dit pourquoi.{last}")


def test_a_title_that_no_longer_fits_never_stops_a_change_of_the_clause(facilitator):
    clause = ClauseFactory(title="Répondre", text=TEXT)
    asked = ask(clause, proposed_title=f"{'Très ' * 36}Répondre")
    stored = Clause.objects.get(pk=clause.pk)
    words = {"title": "Répondre sous deux jours à tous"}
    edit_clause(stored, by=facilitator, reason="Clair.", words=words, seen=stored.row_version)
    asked.refresh_from_db()
    assert asked.awaits_confirmation
