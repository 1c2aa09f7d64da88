"""Which clauses a job description quotes, with whose words: one version at a time, and everything kept."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from charters.hr import quoting
from charters.hr.kinds import Wording
from charters.hr.models import Quote
from charters.hr.sheets import read_sheet
from charters.text import drafting
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.hr.conftest import quote, rewrite, submitted, validated, word
from tests.factories import MemberFactory
from tests.waiting import held

POST, LETTER, INTERVIEW = Wording.JOB_DESCRIPTION, Wording.MISSION_LETTER, Wording.INTERVIEW


def stored(world):
    return list(
        Quote.objects.filter(profile=world.profile)
        .order_by("clause__position")
        .values_list("clause__code", "wording", "mission_letter", "interview")
    )


def bring_up(world, version, *, keep_adapted=True):
    world.profile.refresh_from_db()
    quoting.bring_up_to_date(world.profile, by=world.hr, version=version.pk, keep_adapted=keep_adapted)


def test_a_clause_is_said_in_the_documents_that_were_ticked_in_the_charters_words(world):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": [POST, INTERVIEW], "M1": [LETTER]})
    assert stored(world) == [
        ("V1", "Savoir-être : écoute, reformulation.", "", "Une situation où écouter a changé la suite."),
        ("M1", "", "Vous réservez deux heures par semaine.", ""),
    ]
    assert not any(line.adapted for line in read_sheet(world.profile).lines)


def test_words_of_human_resources_keep_their_link_to_the_clause_its_version_and_its_hash(world):
    version = validated(world.charter, by=world.facilitator)
    word(world, version, "M1", wording="Réserve deux heures.", mission_letter="")
    line = read_sheet(world.profile).lines[0]
    assert (line.wording, line.mission_letter, line.adapted) == ("Réserve deux heures.", "", True)
    assert (line.clause.code, line.clause.revision) == ("M1", 1)
    assert line.clause.version.content_hash == version.content_hash


def test_adapted_words_stay_when_other_clauses_are_ticked(world):
    version = validated(world.charter, by=world.facilitator)
    word(world, version, "M1", wording="Réserve deux heures.")
    quote(world, version, {"M1": [POST, LETTER], "V1": POST})
    assert stored(world) == [
        ("V1", "Savoir-être : écoute, reformulation.", "", ""),
        ("M1", "Réserve deux heures.", "Vous réservez deux heures par semaine.", ""),
    ]


def test_a_clause_without_a_wording_is_not_quoted_in_silence(world):
    version = validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused, match="G1"):
        quote(world, version, {"G1": POST})
    with pytest.raises(Refused):
        word(world, version, "G1", wording="", mission_letter="", interview="")
    word(world, version, "G1", wording="Participe aux instances.")
    assert stored(world) == [("G1", "Participe aux instances.", "", "")]


def test_the_database_keeps_no_quote_that_says_nothing(world):
    version = validated(world.charter, by=world.facilitator)
    clause = version.clauses.get(code="V1")
    with pytest.raises(IntegrityError, match="quote_says_something"), transaction.atomic():
        Quote.objects.create(profile=world.profile, clause=clause)


def test_every_choice_stays_in_history_word_for_word(world):
    version = validated(world.charter, by=world.facilitator)
    word(world, version, "V1", wording="Mes mots d'abord.", interview="Et ceux-ci.")
    quote(world, version, {})
    first, second = world.profile.history.order_by("history_id")[1:]
    assert first.quotes == [
        {
            "version": str(version.pk),
            "clause": "V1",
            "revision": 1,
            "wording": "Mes mots d'abord.",
            "mission_letter": "",
            "interview": "Et ceux-ci.",
        }
    ]
    assert second.quotes == []
    assert second.history_user_id == world.hr.pseudonym


def test_two_people_do_not_overwrite_each_other(world):
    version = validated(world.charter, by=world.facilitator)
    said = {"by": world.hr, "version": version.pk, "seen": 1}
    quoting.quote_clauses(world.profile, picks={"V1": [POST]}, **said)
    with pytest.raises(Stale):
        quoting.quote_clauses(world.profile, picks={"M1": [POST]}, **said)
    with pytest.raises(Stale):
        quoting.word_quote(world.profile, code="M1", words={POST: "Mots."}, **said)
    with pytest.raises(Stale):
        quoting.bring_up_to_date(world.profile, keep_adapted=True, **said)
    assert [line.clause.code for line in read_sheet(world.profile).lines] == ["V1"]


@pytest.mark.django_db(transaction=True)
def test_whoever_quotes_second_waits_for_the_first_and_is_told(world):
    version = validated(world.charter, by=world.facilitator)
    said = {"by": world.hr, "version": version.pk, "seen": world.profile.row_version}
    end = held(
        lambda: quoting.quote_clauses(world.profile, picks={"V1": [POST]}, **said),
        lambda: quoting.quote_clauses(world.profile, picks={"M1": [POST]}, **said),
    )
    assert end == "stale"
    assert [code for code, *_ in stored(world)] == ["V1"]


def test_a_version_that_was_replaced_meanwhile_is_refused_with_a_sentence(world):
    first = validated(world.charter, by=world.facilitator)
    rewrite(world.everyone, by=world.facilitator, hr_job_description="Savoir-être : écoute.")
    validated(world.charter, by=world.facilitator)
    for act in (
        lambda: quote(world, first, {"V1": POST}),
        lambda: word(world, first, "V1", wording="Mots."),
        lambda: quoting.bring_up_to_date(world.profile, by=world.hr, version=first.pk, keep_adapted=True),
    ):
        with pytest.raises(Refused, match="version"):
            act()
    assert not Quote.objects.exists()


def test_a_clause_of_nowhere_is_refused(world):
    version = validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused):
        quote(world, version, {"V1": POST, "Z9": POST})
    with pytest.raises(Refused):
        word(world, version, "Z9", wording="Mots.")
    assert not Quote.objects.exists()


def test_words_are_not_adapted_on_an_older_version(world):
    """A document never mixes two texts: it is brought up to date first."""
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    rewrite(world.everyone, by=world.facilitator, hr_job_description="Savoir-être : écoute.")
    second = validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused, match="date|jour"):
        word(world, second, "M1", wording="Mots.")


def test_before_any_validation_the_submitted_text_can_be_quoted_as_a_draft(world):
    assert read_sheet(world.profile).draft
    version = submitted(world.charter, by=world.facilitator)
    quote(world, version, {"V1": POST})
    sheet = read_sheet(world.profile)
    assert sheet.draft
    assert sheet.source.number is None


@pytest.mark.parametrize(
    ("keep_adapted", "expected"), [(True, "Mes mots."), (False, "Écouter, puis proposer.")], ids=["keep", "replace"]
)
def test_bringing_up_to_date_takes_the_new_sentences_and_treats_adapted_ones_as_asked(world, keep_adapted, expected):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": [POST, LETTER], "M1": [POST]})
    word(world, first, "V1", wording="Mes mots.", mission_letter="Vous écoutez avant de proposer.")
    word(world, first, "M1", wording="Adapté, et la charte n'a pas bougé.")
    rewrite(
        world.everyone,
        by=world.facilitator,
        hr_job_description="Écouter, puis proposer.",
        hr_mission_letter="Vous écoutez, puis vous proposez.",
    )
    second = validated(world.charter, by=world.facilitator)
    bring_up(world, second, keep_adapted=keep_adapted)
    assert stored(world) == [
        ("V1", expected, "Vous écoutez, puis vous proposez.", ""),
        ("M1", "Adapté, et la charte n'a pas bougé.", "", ""),
    ]
    assert {line.clause.version_id for line in read_sheet(world.profile).lines} == {second.pk}


def test_a_clause_that_left_the_charter_is_quoted_no_more_and_stays_in_history(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST, "M1": POST})
    world.managers.refresh_from_db()
    drafting.remove_clause(world.managers, by=world.facilitator, reason="No longer", seen=world.managers.row_version)
    second = validated(world.charter, by=world.facilitator)
    bring_up(world, second)
    assert [code for code, *_ in stored(world)] == ["V1"]
    kept = world.profile.history.order_by("history_id")[1].quotes
    assert [each["clause"] for each in kept] == ["V1", "M1"]


def test_the_permission_is_asked_by_the_rules(world):
    said = {"by": MemberFactory(), "version": uuid.uuid4(), "seen": 1}
    for act in (
        lambda: quoting.quote_clauses(world.profile, picks={}, **said),
        lambda: quoting.word_quote(world.profile, code="V1", words={POST: "Mots."}, **said),
        lambda: quoting.bring_up_to_date(world.profile, keep_adapted=True, **said),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_words_that_were_kept_over_new_ones_wait_to_be_read_again(world):
    first = validated(world.charter, by=world.facilitator)
    word(world, first, "V1", wording="Mes mots.", interview="D'autres.")
    word(world, first, "M1", wording="Les miens aussi.")
    rewrite(world.everyone, by=world.facilitator, hr_job_description="Écouter, puis proposer.")
    second = validated(world.charter, by=world.facilitator)
    bring_up(world, second)

    def waiting():
        return {line.clause.code for line in read_sheet(world.profile).lines if line.to_read_again}

    assert waiting() == {"V1"}
    quote(world, second, {"V1": POST, "M1": POST})
    assert waiting() == {"V1"}  # ticking other boxes is not reading
    word(world, second, "V1", wording="Mes mots, relus.")
    assert waiting() == set()
