"""What is offered first, and in which block of the document it goes."""

import pytest

from charters.hr.blocks import Block, block_of
from charters.hr.models import JobProfile
from charters.hr.suggesting import fits
from charters.models import Audience, Section, VersionClause

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
