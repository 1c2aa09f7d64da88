"""What quotes former words is found when a version comes into force: exactly that, and nothing else."""

from __future__ import annotations

import itertools
import random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters.hr import drift, keeping
from charters.hr.batches import making
from charters.hr.batches.models import Batch, Piece
from charters.hr.handing_out import hand_out, quoted_by
from charters.hr.kinds import DocumentKind, Ending, Wording
from charters.hr.models import JobProfile, MadeDocument, Quote
from charters.hr.sheets import read_sheet
from charters.models import WordTemplate
from charters.text import drafting
from governance.refusals import Refused
from governance.signing import save_signed
from tests.charters.hr.conftest import quote, rewrite, validated, word
from tests.factories import ClauseFactory, MemberFactory
from tests.waiting import held

POST, LETTER, INTERVIEW = Wording.JOB_DESCRIPTION, Wording.MISSION_LETTER, Wording.INTERVIEW
CARDS = DocumentKind.CLAUSE_CARDS


def read(world):
    """What the page says; the desk and the first page count the same job descriptions."""
    world.charter.refresh_from_db()
    found = drift.read_drift(world.charter.version_in_force)
    counted = set(JobProfile.objects.filter(drift.drifted_profiles()))
    assert counted == {each.profile for each in found.profiles}
    return found


def post(world, title):
    return keeping.create_profile(by=world.hr, words={"title": title})


def make(world, profile, kind=CARDS, ending=Ending.DOCX):
    """A document that leaves."""
    sheet = read_sheet(JobProfile.objects.get(pk=profile.pk))
    return hand_out(sheet, by=world.hr, kind=kind, ending=ending, organisation="Aubrelle")


def listed(found):
    return {each.profile.title: each.codes for each in found.profiles}


def test_three_clauses_change_and_exactly_the_right_job_descriptions_are_listed(world):
    """Posts that quote each subset of a few clauses; three of the clauses change, the others do not."""
    clauses = ClauseFactory.create_batch(6, charter=world.charter, hr_job_description="Coopère.")
    first = validated(world.charter, by=world.facilitator)
    codes = [clause.code for clause in clauses]
    subsets = [each for size in range(1, 7) for each in itertools.combinations(codes, size)]
    chosen = random.Random(5).sample(subsets, 24)
    for number, quoted in enumerate(chosen):
        quote(world, first, dict.fromkeys(quoted, POST), profile=post(world, f"{number:02}"))
    assert not read(world)

    rewrite(clauses[0], by=world.facilitator, text="Other words entirely.")
    rewrite(clauses[2], by=world.facilitator, hr_job_description="Coopère autrement.")
    rewrite(clauses[4], by=world.facilitator, title="Another title")
    changed = {codes[0], codes[2], codes[4]}
    assert not read(world)  # nothing is outdated before management validates

    validated(world.charter, by=world.facilitator)
    found = read(world)
    expected = {
        f"{number:02}": tuple(sorted(changed & set(quoted)))
        for number, quoted in enumerate(chosen)
        if changed & set(quoted)
    }
    assert 0 < len(expected) < len(chosen)
    assert listed(found) == expected
    assert {each.before.code for each in found.clauses} == changed
    told = {each.before.code: each.profiles for each in found.clauses}
    assert told == {code: sum(code in quoted for quoted in chosen) for code in changed}


def test_a_version_that_changes_nothing_of_a_clause_leaves_its_quotes_alone(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    rewrite(world.managers, by=world.facilitator, text="Other words.")
    validated(world.charter, by=world.facilitator)
    assert not read(world)
    sheet = read_sheet(world.profile)
    assert not sheet.draft
    assert not sheet.source.in_force


def test_words_that_come_back_are_not_outdated(world):
    """Two rewritings that end where they began: other revisions, the same words."""
    former = world.everyone.text
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    rewrite(world.everyone, by=world.facilitator, text=former)
    rewrite(world.managers, by=world.facilitator, text="Other words.")
    validated(world.charter, by=world.facilitator)
    assert not read(world)


def test_the_redline_and_the_replacement_sentence_are_there(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": [POST, INTERVIEW]})
    rewrite(world.everyone, by=world.facilitator, text="We listen first.", hr_job_description="Écouter, puis proposer.")
    validated(world.charter, by=world.facilitator)
    clause = read(world).clauses[0]
    assert [field.name for field in clause.comparison.fields] == ["text"]
    assert clause.comparison.fields[0].after == "We listen first."
    [(document, change)] = clause.replacements
    assert (document, change.before, change.after) == (
        POST, "Savoir-être : écoute, reformulation.", "Écouter, puis proposer.",
    )  # fmt: skip


def test_a_clause_that_left_the_charter_is_listed_as_such(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"M1": POST})
    world.managers.refresh_from_db()
    drafting.remove_clause(world.managers, by=world.facilitator, reason="Gone", seen=world.managers.row_version)
    validated(world.charter, by=world.facilitator)
    found = read(world)
    assert [(each.before.code, each.after) for each in found.clauses] == [("M1", None)]
    assert listed(found) == {world.profile.title: ("M1",)}


def test_a_document_that_left_is_remembered_by_its_clauses_and_not_by_its_content(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": [POST, INTERVIEW], "M1": LETTER})
    make(world, world.profile)
    make(world, world.profile, kind=DocumentKind.MISSION_LETTER)
    remembered = {
        document.kind: set(document.clauses.values_list("code", flat=True)) for document in MadeDocument.objects.all()
    }
    assert remembered == {CARDS: {"V1", "M1"}, DocumentKind.MISSION_LETTER: {"M1"}}
    assert MadeDocument.objects.filter(version=first, made_by=world.hr.pseudonym).count() == 2


def test_a_document_made_before_is_listed_though_its_job_description_quotes_otherwise_since(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    make(world, world.profile)
    quote(world, first, {"M1": POST})
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    validated(world.charter, by=world.facilitator)
    found = read(world)
    assert listed(found) == {world.profile.title: ("V1",)}
    assert [(document.kind, document.ending) for document in found.profiles[0].documents] == [(CARDS, "docx")]


def test_only_the_last_document_of_each_kind_counts(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    make(world, world.profile)
    quote(world, first, {"M1": POST})
    make(world, world.profile)
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    validated(world.charter, by=world.facilitator)
    assert not read(world)


def test_what_ended_is_no_longer_followed(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    make(world, world.profile)
    world.profile.refresh_from_db()
    keeping.end_profile(
        world.profile, by=world.hr, on=world.profile.history.first().history_date.date(), reason="Gone",
        seen=world.profile.row_version,
    )  # fmt: skip
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    validated(world.charter, by=world.facilitator)
    assert not read(world)


def test_one_act_brings_up_to_date_and_asks_for_the_documents_again(world):
    first = validated(world.charter, by=world.facilitator)
    other = post(world, "Other")
    quote(world, first, {"V1": POST})
    quote(world, first, {"V1": POST, "M1": POST}, profile=other)
    word(world, first, "V1", profile=other, wording="Nos mots.")
    for profile in (world.profile, other):
        make(world, profile)
    make(world, other, kind=DocumentKind.INSERT)
    rewrite(world.everyone, by=world.facilitator, hr_job_description="Écouter, puis proposer.")
    second = validated(world.charter, by=world.facilitator)
    everyone = {each.profile.pk for each in read(world).profiles}
    followed = drift.follow_everything(everyone, by=world.hr, version=second.pk, keep_adapted=True, documents=True)
    assert {profile.pk for profile in followed.profiles} == {world.profile.pk, other.pk}
    said = set(Quote.objects.values_list("profile__title", "clause__code", "wording", "clause__version"))
    assert said == {
        (world.profile.title, "V1", "Écouter, puis proposer.", second.pk),
        ("Other", "V1", "Nos mots.", second.pk),
        ("Other", "M1", "Prévoit du temps pour les projets communs.", second.pk),
    }
    pieces = set(Piece.objects.values_list("profile", "kind", "ending"))
    assert pieces == {(world.profile.pk, CARDS, "docx"), (other.pk, CARDS, "docx"), (other.pk, "insert", "docx")}
    assert Batch.objects.get() == followed.batch


def test_only_what_was_ticked_follows(world):
    first = validated(world.charter, by=world.facilitator)
    other = post(world, "Other")
    quote(world, first, {"V1": POST})
    quote(world, first, {"V1": POST}, profile=other)
    make(world, other)
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    drift.follow_everything({world.profile.pk}, by=world.hr, version=second.pk, keep_adapted=True, documents=True)
    assert listed(read(world)) == {"Other": ("V1",)}
    assert not Batch.objects.exists()


def test_all_or_none_follow(world, monkeypatch):
    first = validated(world.charter, by=world.facilitator)
    other = post(world, "Other")
    for profile in (world.profile, other):
        quote(world, first, {"V1": POST}, profile=profile)
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    real, seen = drift.bring_up_to_date, []

    def fails_at_the_second(profile, **said):
        seen.append(profile)
        if len(seen) == 2:
            raise Refused("Something happened.")
        return real(profile, **said)

    monkeypatch.setattr(drift, "bring_up_to_date", fails_at_the_second)
    with pytest.raises(Refused):
        drift.follow_everything(
            {world.profile.pk, other.pk}, by=world.hr, version=second.pk, keep_adapted=True, documents=False
        )
    assert set(Quote.objects.values_list("clause__version", flat=True)) == {first.pk}


def test_another_version_meanwhile_is_read_first_and_human_resources_alone_may(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    asked = {"keep_adapted": True, "documents": False}
    with pytest.raises(PermissionDenied):
        drift.follow_everything({world.profile.pk}, by=MemberFactory(), version=second.pk, **asked)
    with pytest.raises(Refused):
        drift.follow_everything({world.profile.pk}, by=world.hr, version=first.pk, **asked)
    assert Quote.objects.get().clause.version == first


def test_reading_costs_the_same_whatever_there_is(world):
    def cost():
        version = world.charter.version_in_force
        with CaptureQueriesContext(connection) as queries:
            assert drift.read_drift(version)
        return len(queries)

    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    make(world, world.profile)
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    world.charter.refresh_from_db()
    few = cost()
    for number in range(12):
        profile = post(world, f"{number}")
        quote(world, second, {"V1": POST, "M1": POST}, profile=profile)
        make(world, profile)
    rewrite(world.everyone, by=world.facilitator, text="Yet other words.")
    rewrite(world.managers, by=world.facilitator, text="Other words.")
    validated(world.charter, by=world.facilitator)
    world.charter.refresh_from_db()
    assert cost() == few <= 4


def test_what_is_being_made_again_is_not_asked_for_twice(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    make(world, world.profile)
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    asked = {"by": world.hr, "version": second.pk, "keep_adapted": True, "documents": True}
    assert drift.follow_everything(None, **asked).batch.total == 1
    assert not read(world)
    assert drift.follow_everything(None, **asked).batch is None
    assert Batch.objects.count() == 1


def test_a_document_from_a_template_that_was_retired_is_replaced_by_that_of_the_house(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    template = save_signed(
        WordTemplate(name="Ours", kind=CARDS, digest="0" * 64, size=1, placeholders=["clauses"]), by=None, reason="Test"
    )
    make(world, world.profile)
    MadeDocument.objects.update(template=template)
    template.retired = True
    save_signed(template, by=None, reason="Test", fields=["retired"])
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    drift.follow_everything(None, by=world.hr, version=second.pk, keep_adapted=True, documents=True)
    while making.make_next():
        pass
    assert not read(world)


def test_a_document_that_would_say_nothing_any_more_is_no_longer_followed(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"M1": LETTER})
    make(world, world.profile, kind=DocumentKind.MISSION_LETTER)
    rewrite(world.managers, by=world.facilitator, hr_mission_letter="")
    second = validated(world.charter, by=world.facilitator)
    assert listed(read(world)) == {world.profile.title: ("M1",)}
    followed = drift.follow_everything(None, by=world.hr, version=second.pk, keep_adapted=True, documents=True)
    assert followed.batch is None
    assert not read(world)


def test_a_document_is_remembered_by_the_words_that_it_really_says(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": [POST, INTERVIEW], "M1": LETTER})
    sheet = read_sheet(JobProfile.objects.get())

    def codes(*said):
        return [line.clause.code for line in quoted_by(sheet, *said)]

    assert codes(DocumentKind.MISSION_LETTER, Ending.DOCX) == ["M1"]
    assert codes(DocumentKind.MISSION_LETTER, Ending.JSON) == ["V1", "M1"]
    template = WordTemplate(placeholders=["document.etat", "clauses_entretien", "clauses_entretien.code"])
    assert codes(DocumentKind.MISSION_LETTER, Ending.DOCX, template) == ["V1"]
    template = WordTemplate(placeholders=["document.etat", "fiche.intitule"])
    assert codes(DocumentKind.MISSION_LETTER, Ending.DOCX, template) == []


def test_more_documents_than_a_batch_holds_are_asked_for_in_several(world, monkeypatch):
    monkeypatch.setattr(drift, "MOST_PIECES", 2)
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    for ending in (Ending.DOCX, Ending.CSV, Ending.JSON):
        make(world, world.profile, ending=ending)
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    drift.follow_everything(None, by=world.hr, version=second.pk, keep_adapted=True, documents=True)
    assert sorted(Batch.objects.values_list("total", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_whoever_follows_waits_for_whoever_quotes(world):
    first = validated(world.charter, by=world.facilitator)
    quote(world, first, {"V1": POST})
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    asked = {"by": world.hr, "version": second.pk, "keep_adapted": True, "documents": False}
    end = held(lambda: quote(world, second, {"M1": POST}), lambda: drift.follow_everything(None, **asked))
    assert end == "done"
    assert list(Quote.objects.values_list("clause__code", flat=True)) == ["M1"]
