"""A document leaves when it says something, from the template that goes with it, and is remembered."""

import pytest
from django.core.exceptions import PermissionDenied

from charters.hr import objectives
from charters.hr.handing_out import hand_out, quoted_in, what_is_missing
from charters.hr.kinds import DocumentKind, Ending, Wording
from charters.hr.models import JobProfile, MadeDocument
from charters.hr.sheets import read_sheet
from charters.hr.targets import aim_at
from charters.models import WordTemplate
from governance.refusals import Refused
from governance.signing import save_signed
from tests.charters.hr.conftest import quote, validated
from tests.factories import MemberFactory

Kind = DocumentKind
POST, LETTER, INTERVIEW = Wording.JOB_DESCRIPTION, Wording.MISSION_LETTER, Wording.INTERVIEW


def sheet(world):
    return read_sheet(JobProfile.objects.select_related("department").get(pk=world.profile.pk))


def leave(world, kind, ending=Ending.DOCX, **said):
    return hand_out(
        sheet(world), **{"by": world.hr, "kind": kind, "ending": ending, "organisation": "Aubrelle", **said}
    )


def says_something(world):
    return {kind for kind in Kind if not what_is_missing(sheet(world), kind)}


def test_a_document_that_would_say_nothing_is_refused_with_what_to_do(world):
    version = validated(world.charter, by=world.facilitator)
    assert says_something(world) == {Kind.JOB_DESCRIPTION}
    for kind in set(Kind) - {Kind.JOB_DESCRIPTION}:
        with pytest.raises(Refused):
            leave(world, kind)
    assert not MadeDocument.objects.exists()
    quote(world, version, {"V1": [POST]})
    assert says_something(world) == set(Kind) - {Kind.MISSION_LETTER, Kind.OBJECTIVES}  # V1 calls on a competence
    quote(world, version, {"M1": [LETTER]})
    objectives.add_objective(world.profile, by=world.hr, words={"words": "Réunir les équipes.", "clause_code": "M1"})
    assert says_something(world) == set(Kind) - {Kind.INSERT}


def test_a_level_that_was_decided_is_enough_for_an_interview_grid(world):
    version = validated(world.charter, by=world.facilitator)
    aim_at(world.profile, by=world.hr, targets={"C1": 2}, seen=1)
    assert Kind.INTERVIEW_GRID not in says_something(world)  # no version is quoted: there is no scale to read
    quote(world, version, {"V1": [INTERVIEW]})
    assert Kind.INTERVIEW_GRID in says_something(world)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (Kind.INSERT, ["V1"]),
        (Kind.JOB_DESCRIPTION, ["V1"]),
        (Kind.MISSION_LETTER, ["M1"]),
        (Kind.INTERVIEW_GRID, ["V1", "M1"]),  # an objective names M1
        (Kind.OBJECTIVES, ["M1"]),
        (Kind.CLAUSE_CARDS, ["V1", "M1"]),
    ],
)
def test_a_document_quotes_the_clauses_that_it_says_and_is_remembered_by_them(world, kind, codes):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": [POST, INTERVIEW], "M1": [LETTER]})
    objectives.add_objective(world.profile, by=world.hr, words={"words": "Réunir les équipes.", "clause_code": "M1"})
    assert [line.clause.code for line in quoted_in(sheet(world), kind)] == codes
    document = leave(world, kind)
    assert document.content.startswith(b"PK")
    assert document.name.endswith(".docx")
    made = MadeDocument.objects.get()
    assert (made.kind, made.ending, made.version, made.template) == (kind, "docx", version, None)
    assert list(made.clauses.order_by("position").values_list("code", flat=True)) == codes


def test_a_template_serves_the_document_it_was_sent_for(world):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": [POST]})
    template = WordTemplate(name="Ours", kind=Kind.MISSION_LETTER, digest="0" * 64, size=1)
    save_signed(template, by=None, reason="For a test")
    with pytest.raises(Refused, match="Ours"):
        leave(world, Kind.INSERT, template=template)
    with pytest.raises(Refused, match="Ours"):
        leave(world, Kind.MISSION_LETTER, ending=Ending.PDF, template=template)
    template.kind, template.retired = Kind.INSERT, True
    save_signed(template, by=None, reason="For a test")
    with pytest.raises(Refused, match="Ours"):
        leave(world, Kind.INSERT, template=template)
    assert not MadeDocument.objects.exists()


def test_human_resources_alone_make_documents(world):
    with pytest.raises(PermissionDenied):
        leave(world, Kind.JOB_DESCRIPTION, by=MemberFactory(facilitator=True))
    assert not MadeDocument.objects.exists()
