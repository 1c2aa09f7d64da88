"""What is offered first, and in which block of the document it goes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters.hr import keeping, targets
from charters.hr.blocks import Block, block_of
from charters.hr.kinds import Wording
from charters.hr.models import JobProfile
from charters.hr.suggesting import fits, suggestions
from charters.models import Audience, Section, VersionClause
from tests.charters.hr.conftest import quote, validated

ALL, MANAGERS, FIELD = Audience.ALL_STAFF, Audience.MANAGERS, Audience.FIELD_STAFF


@pytest.mark.parametrize(
    ("audience", "post", "expected"),
    [
        ([ALL], {}, True),
        ([ALL, MANAGERS], {}, False),
        ([MANAGERS], {}, False),
        ([MANAGERS], {"is_manager": True}, True),
        ([MANAGERS, Audience.EXECUTIVE], {"is_manager": True}, True),
        ([FIELD], {"is_field_staff": True}, True),
        ([FIELD], {"is_manager": True}, False),
        ([Audience.HR], {"is_manager": True}, False),
    ],
)
def test_a_clause_is_suggested_when_it_speaks_to_this_post(audience, post, expected):
    clause = VersionClause(audience=audience, hr_job_description="Says something.")
    assert fits(clause, JobProfile(**post)) is expected


def test_without_a_wording_nothing_is_suggested():
    assert not fits(VersionClause(audience=[ALL]), JobProfile())


@pytest.mark.parametrize(
    ("kind", "wording", "block"),
    [
        (Section.Kind.VALUES, "Transmet les informations utiles.", Block.RELATIONS),
        (Section.Kind.VALUES, "Savoir-être : écoute active.", Block.SKILLS),
        (Section.Kind.METHODS, "Encadrement : organise la circulation.", Block.AUTONOMY),
        (Section.Kind.GOVERNANCE, "Relations externes : partenaires.", Block.RELATIONS),
        (Section.Kind.SOFTWARE_TOOLS, "Conditions d'exercice : déconnexion.", Block.CONDITIONS),
    ],
)
def test_a_wording_goes_where_it_says_else_where_its_section_goes(kind, wording, block):
    assert block_of(kind, wording) == block


def test_every_kind_of_section_has_a_block():
    assert {block_of(kind, "Other words.") for kind in Section.Kind} == set(Block)


def suggested(world, version, profile):
    return {code: each.reasons for code, each in suggestions(list(version.clauses.all()), profile).items()}


def test_a_clause_that_calls_on_a_competence_decided_for_the_post_is_suggested(world):
    version = validated(world.charter, by=world.facilitator)
    assert set(suggested(world, version, world.profile)) == {"V1"}
    targets.aim_at(world.profile, by=world.hr, targets={"C1": 3}, seen=1)
    world.profile.refresh_from_db()
    found = suggested(world, version, world.profile)
    assert set(found) == {"V1", "M1"}  # M1 is for managers, and calls on C1
    assert "C1" in found["M1"][0]


@pytest.mark.parametrize("alike", [{"family": "Accueil"}, {"category": "B"}], ids=["family", "category"])
def test_what_half_of_the_posts_alike_quote_is_suggested_with_how_many(world, alike):
    version = validated(world.charter, by=world.facilitator)
    others = [keeping.create_profile(by=world.hr, words={"title": f"{n}", **alike}) for n in range(4)]
    for profile in others[:3]:
        quote(world, version, {"M1": Wording.MISSION_LETTER}, profile=profile)
    quote(world, version, {"V1": Wording.JOB_DESCRIPTION}, profile=others[3])
    mine = keeping.create_profile(by=world.hr, words={"title": "Mine", **alike})
    found = suggested(world, version, mine)
    assert any("3" in reason and "4" in reason for reason in found["M1"])
    stranger = keeping.create_profile(by=world.hr, words={"title": "Stranger"})
    assert "M1" not in suggested(world, version, stranger)


def test_one_post_alike_says_nothing_and_ended_posts_neither(world):
    version = validated(world.charter, by=world.facilitator)
    mine = keeping.create_profile(by=world.hr, words={"title": "Mine", "family": "Accueil"})
    one = keeping.create_profile(by=world.hr, words={"title": "One", "family": "Accueil"})
    quote(world, version, {"M1": Wording.MISSION_LETTER}, profile=one)
    assert "M1" not in suggested(world, version, mine)
    two = keeping.create_profile(by=world.hr, words={"title": "Two", "family": "Accueil"})
    quote(world, version, {"M1": Wording.MISSION_LETTER}, profile=two)
    assert "M1" in suggested(world, version, mine)
    two.refresh_from_db()
    keeping.end_profile(two, by=world.hr, on=version.submitted_at.date(), reason="Gone", seen=two.row_version)
    assert "M1" not in suggested(world, version, mine)


def test_suggestions_cost_one_query_whatever_there_is(world):
    version = validated(world.charter, by=world.facilitator)
    clauses = list(version.clauses.all())
    alike = {"family": "Accueil", "category": "C"}
    mine = keeping.create_profile(by=world.hr, words={"title": "Mine", **alike})
    for n in range(6):
        profile = keeping.create_profile(by=world.hr, words={"title": f"{n}", **alike})
        quote(world, version, {"M1": Wording.MISSION_LETTER, "V1": Wording.INTERVIEW}, profile=profile)
    with CaptureQueriesContext(connection) as queries:
        assert set(suggestions(clauses, mine)) == {"V1", "M1"}
    assert len(queries) == 1
