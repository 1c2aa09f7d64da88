"""Job descriptions: written by human resources only, corrected and ended with everything kept."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from charters.hr import keeping
from charters.hr.handing_out import hand_out
from charters.hr.kinds import DocumentKind, Ending, Wording
from charters.hr.models import GridOpinion, JobProfile, MadeDocument, Objective, Quote
from charters.hr.objectives import add_objective
from charters.hr.sheets import read_sheet
from charters.hr.targets import aim_at
from charters.models import Batch, Piece, WordTemplate, WordTemplateFile
from governance.refusals import Refused
from governance.signing import Stale
from tests.charters.hr.conftest import quote, validated, word
from tests.factories import MemberFactory


@pytest.mark.parametrize("role", ["facilitator", "executive", "administrator"])
def test_only_human_resources_keep_job_descriptions(world, role):
    with pytest.raises(PermissionDenied, match="human resources|ressources humaines"):
        keeping.create_profile(by=MemberFactory(**{role: True}), words={"title": "A post"})
    assert JobProfile.objects.count() == 1


def test_every_block_of_a_job_description_is_written_and_corrected(world):
    texts = [name for name in keeping.WORDS if name not in ("department", "category", "is_manager", "is_field_staff")]
    profile = keeping.create_profile(by=world.hr, words={name: f"{name} 1" for name in texts})
    keeping.revise_profile(profile, by=world.hr, words={name: f"{name} 2" for name in texts}, seen=1)
    stored = JobProfile.objects.values(*texts).get(pk=profile.pk)
    assert stored == {name: f"{name} 2" for name in texts}
    former = profile.history.values(*texts).get(row_version=1)
    assert former == {name: f"{name} 1" for name in texts}


def test_two_posts_never_have_the_same_number(world):
    keeping.create_profile(by=world.hr, words={"title": "One", "reference": "P-12"})
    with pytest.raises(IntegrityError, match="one_job_profile_for_a_reference"), transaction.atomic():
        keeping.create_profile(by=world.hr, words={"title": "Two", "reference": "P-12"})
    keeping.create_profile(by=world.hr, words={"title": "Three"})
    keeping.create_profile(by=world.hr, words={"title": "Four"})
    assert JobProfile.objects.filter(reference="").count() == 3


def test_revising_to_the_same_words_writes_nothing(world):
    same = {"title": world.profile.title, "department": world.profile.department}
    keeping.revise_profile(world.profile, by=world.hr, words=same, seen=world.profile.row_version)
    assert world.profile.history.count() == 1


def test_two_people_do_not_overwrite_each_other(world):
    keeping.revise_profile(world.profile, by=world.hr, words={"title": "First"}, seen=1)
    with pytest.raises(Stale):
        keeping.revise_profile(world.profile, by=world.hr, words={"title": "Second"}, seen=1)
    assert JobProfile.objects.get(pk=world.profile.pk).title == "First"


def test_a_post_that_ended_leaves_the_lists_and_comes_back(world):
    today = timezone.localdate()
    keeping.end_profile(world.profile, by=world.hr, on=today, reason="Merged with another", seen=1)
    assert not JobProfile.objects.in_use().exists()
    world.profile.refresh_from_db()
    with pytest.raises(Refused):
        keeping.end_profile(world.profile, by=world.hr, on=today, reason="Again", seen=2)
    keeping.reopen_profile(world.profile, by=world.hr, reason="It was an error", seen=2)
    world.profile.refresh_from_db()
    assert JobProfile.objects.in_use().get() == world.profile
    with pytest.raises(Refused):
        keeping.reopen_profile(world.profile, by=world.hr, reason="Again", seen=3)
    reasons = world.profile.history.order_by("row_version").values_list("history_change_reason", flat=True)
    assert list(reasons)[1:] == ["Merged with another", "It was an error"]


def test_a_post_does_not_end_in_the_future(world):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(Refused):
        keeping.end_profile(world.profile, by=world.hr, on=tomorrow, reason="Soon", seen=1)
    assert JobProfile.objects.in_use().exists()


def test_a_form_sent_twice_writes_one_post(world):
    words = {"title": "Jardinier", "reference": "", "purpose": "Soigner les parcs."}
    first, again = (keeping.create_profile(by=world.hr, words=words) for _ in range(2))
    assert again == first
    other = keeping.create_profile(by=world.hr, words=words | {"purpose": "Autre chose."})
    assert other != first


def test_nothing_more_is_written_of_a_post_that_ended(world):
    version = validated(world.charter, by=world.facilitator)
    keeping.end_profile(world.profile, by=world.hr, on=timezone.localdate(), reason="Gone", seen=1)
    world.profile.refresh_from_db()
    for act in (
        lambda: keeping.revise_profile(world.profile, by=world.hr, words={"title": "Other"}, seen=2),
        lambda: quote(world, version, {"V1": Wording.JOB_DESCRIPTION}),
        lambda: word(world, version, "V1", wording="Mots."),
        lambda: aim_at(world.profile, by=world.hr, targets={"C1": 2}, seen=2),
        lambda: add_objective(world.profile, by=world.hr, words={"words": "Réunir."}),
        lambda: hand_out(
            read_sheet(world.profile), by=world.hr, kind=DocumentKind.JOB_DESCRIPTION, ending=Ending.JSON,
            organisation="Aubrelle",
        ),
    ):  # fmt: skip
        with pytest.raises(Refused):
            act()


# What human resources store, table by table. A column comes in here with its reason to be, or does not come in.
COLUMNS = {
    JobProfile: {
        *("id", "row_version", *keeping.WORDS, "targets", "ended_on", "quotes", "objectives", "documents"),
    },
    Quote: {"id", "profile", "clause", "wording", "mission_letter", "interview", "to_read_again"},
    Objective: {
        *("id", "row_version", "profile", "words", "own_practice", "means", "indicator", "due", "clause_code"),
        "withdrawn",
    },
    GridOpinion: {
        *("id", "version", "scale_digest", "committee", "committee_name", "sequence", "verdict", "on", "reference"),
        *("words", "correction_reason", "recorded_by", "recorded_by_function", "recorded_at"),
    },
    MadeDocument: {
        "id",
        "profile",
        "version",
        "kind",
        "ending",
        "template",
        "clauses",
        "made_at",
        "made_by",
        "followed",
    },
    WordTemplate: {
        *("id", "row_version", "name", "kind", "placeholders", "digest", "size", "retired", "file", "documents"),
    },
    WordTemplateFile: {"template", "content"},
    Batch: {
        "id",
        "kinds",
        "endings",
        "state",
        "total",
        "made",
        "refused",
        "asked_by",
        "asked_at",
        "ended_at",
        "pieces",
    },
    Piece: {
        *("id", "batch", "position", "profile", "kind", "ending", "template", "name", "content", "refusal", "tries"),
        "ended_at",
    },
}
HISTORY = {"history_id", "history_date", "history_change_reason", "history_type", "history_user_id"}


@pytest.mark.parametrize("table", COLUMNS, ids=lambda table: table.__name__)
def test_no_column_stores_an_appraisal_of_anyone(table):
    """What is stored describes posts and documents: it leads to no person, and holds no score and no level reached."""
    fields = table._meta.get_fields(include_hidden=False)
    assert {field.name for field in fields} == COLUMNS[table]
    people = {"Member", "RoleGrant", "User"}
    keys = {field.related_model.__name__ for field in fields if isinstance(field, models.ForeignKey)}
    assert not keys & people
    if hasattr(table, "history"):
        history = {field.name for field in table.history.model._meta.get_fields()}
        reverse = {field.name for field in fields if field.auto_created and not field.concrete}
        assert history - HISTORY - {"quotes"} == COLUMNS[table] - reverse - {"quotes"}
