"""Job descriptions: written by human resources only, quoting one version, with everything kept."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models

from charters.hr import keeping
from charters.hr.models import JobProfile, Quote
from charters.hr.sheets import read_sheet
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.hr.conftest import rewrite, submitted, validated
from tests.factories import MemberFactory


def quote(world, version, wordings, *, seen=None):
    return keeping.quote_clauses(
        world.profile,
        by=world.hr,
        version=version.pk,
        wordings=wordings,
        seen=world.profile.row_version if seen is None else seen,
    )


@pytest.mark.parametrize("role", ["facilitator", "executive", "administrator"])
def test_only_human_resources_keep_job_descriptions(world, role):
    with pytest.raises(PermissionDenied, match="human resources|ressources humaines"):
        keeping.create_profile(by=MemberFactory(**{role: True}), words={"title": "A post"})
    assert JobProfile.objects.count() == 1


def test_a_quote_says_the_charters_words_unless_it_is_given_others(world):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": "", "M1": "Réserve deux heures."})
    assert list(Quote.objects.values_list("clause__code", "wording")) == [
        ("V1", "Savoir-être : écoute, reformulation."),
        ("M1", "Réserve deux heures."),
    ]
    assert [line.adapted for line in read_sheet(world.profile).lines] == [False, True]


def test_a_clause_without_a_wording_is_not_quoted_in_silence(world):
    version = validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused, match="G1"):
        quote(world, version, {"G1": ""})
    quote(world, version, {"G1": "Participe aux instances."})
    assert Quote.objects.get().wording == "Participe aux instances."


def test_every_choice_stays_in_history_word_for_word(world):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": "Mes mots d'abord."})
    world.profile.refresh_from_db()
    quote(world, version, {})
    first, second = world.profile.history.order_by("history_id")[1:]
    assert first.quotes == [{"version": str(version.pk), "clause": "V1", "revision": 1, "wording": "Mes mots d'abord."}]
    assert second.quotes == []
    assert second.history_user_id == world.hr.pseudonym


def test_two_people_do_not_overwrite_each_other(world):
    version = validated(world.charter, by=world.facilitator)
    seen = world.profile.row_version
    quote(world, version, {"V1": ""}, seen=seen)
    with pytest.raises(Stale):
        quote(world, version, {"M1": ""}, seen=seen)
    with pytest.raises(Stale):
        keeping.revise_profile(world.profile, by=world.hr, words={"title": "Other"}, seen=seen)
    assert [line.clause.code for line in read_sheet(world.profile).lines] == ["V1"]


def test_a_version_that_was_replaced_meanwhile_is_refused_with_a_sentence(world):
    first = validated(world.charter, by=world.facilitator)
    rewrite(world.everyone, by=world.facilitator, hr_job_description="Savoir-être : écoute.")
    validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused, match="version"):
        quote(world, first, {"V1": ""})
    assert not Quote.objects.exists()


def test_a_clause_of_nowhere_is_refused(world):
    version = validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused):
        quote(world, version, {"V1": "", "Z9": "Something."})
    assert not Quote.objects.exists()


def test_revising_to_the_same_words_writes_nothing(world):
    same = {"title": world.profile.title, "department": world.profile.department}
    keeping.revise_profile(world.profile, by=world.hr, words=same, seen=world.profile.row_version)
    assert world.profile.history.count() == 1


def test_before_any_validation_the_submitted_text_can_be_quoted_as_a_draft(world):
    assert read_sheet(world.profile).draft
    version = submitted(world.charter, by=world.facilitator)
    quote(world, version, {"V1": ""})
    sheet = read_sheet(world.profile)
    assert sheet.draft
    assert sheet.source.number is None


def test_no_column_stores_an_appraisal_of_anyone():
    """A job description describes a post: it leads to no person, and holds no score, level or grade reached."""
    tables = [JobProfile, Quote, JobProfile.history.model]
    columns = {field.name for table in tables for field in table._meta.get_fields()}
    assert columns == {
        *("id", "row_version", "title", "family", "job_group", "category", "department"),
        *("is_manager", "is_field_staff", "purpose", "quotes"),
        *("profile", "clause", "wording"),
        *("history_id", "history_date", "history_change_reason", "history_type", "history_user_id"),
    }
    people = {"Member", "RoleGrant"}
    leads_to = {
        field.related_model.__name__
        for table in tables
        for field in table._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    }
    assert not leads_to & people
