"""Until the statutory committee is heard of the grid, everything says that it supports an exchange."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from charters.hr import grid, wordings
from charters.hr.kinds import Wording
from charters.hr.models import GridOpinion
from charters.hr.sheets import read_sheet
from charters.text.models import Competence
from charters.versions.life import Opinion
from governance.committees.models import Committee
from governance.refusals import Refused
from governance.signing import save_signed
from tests.charters.hr.conftest import quote, rewrite, validated
from tests.factories import CommitteeFactory, MemberFactory
from tests.waiting import held

GIVEN = {"verdict": Opinion.Verdict.FAVOURABLE, "reference": "CST du 3 mars, point 4"}


@pytest.fixture
def committee(world):
    return CommitteeFactory(kind=Committee.Kind.STATUTORY, name="Comité social territorial", acronym="CST")


def record(world, version, committee, **said):
    words = {**GIVEN, "on": timezone.localdate(), **said}
    return grid.record_grid_opinion(version, committee, by=world.hr, **words)


def support(world):
    return wordings.exchange_support(read_sheet(world.profile).opinion)


def test_documents_support_an_exchange_until_the_opinion_is_recorded(world, committee):
    version = validated(world.charter, by=world.facilitator)
    quote(world, version, {"V1": Wording.INTERVIEW})
    assert support(world) == wordings.exchange_support()
    opinion = record(world, version, committee)
    assert support(world) == wordings.exchange_support(opinion)
    for words in ("Comité social territorial", "CST du 3 mars, point 4"):
        assert words in support(world)


def test_a_scale_that_changes_is_another_grid(world, committee):
    first = validated(world.charter, by=world.facilitator)
    record(world, first, committee)
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    second = validated(world.charter, by=world.facilitator)
    assert grid.opinion_on(second) == grid.opinion_on(first)  # the scale is the same: the opinion stands
    competence = Competence.objects.get(code="C2")
    competence.definition = "Une autre définition."
    save_signed(competence, by=None, reason="For a test", fields=["definition"])
    rewrite(world.everyone, by=world.facilitator, text="Yet other words.")
    third = validated(world.charter, by=world.facilitator)
    quote(world, third, {"V1": Wording.INTERVIEW})
    assert grid.opinion_on(third) is None
    assert support(world) == wordings.exchange_support()


def test_that_it_need_not_be_asked_is_no_opinion(world, committee):
    version = validated(world.charter, by=world.facilitator)
    record(world, version, committee, verdict=Opinion.Verdict.NOT_REQUIRED, words="Not asked.")
    assert grid.opinion_on(version) is None


def test_an_opinion_is_corrected_with_a_reason_and_the_former_stays(world, committee):
    version = validated(world.charter, by=world.facilitator)
    record(world, version, committee)
    correction = {"verdict": Opinion.Verdict.UNFAVOURABLE, "words": "Trop de critères.", "replaces": 1}
    with pytest.raises(Refused):
        record(world, version, committee, **correction)
    with pytest.raises(Refused):
        record(world, version, committee, correction_reason="Wrong line")
    record(world, version, committee, correction_reason="Wrong line", **correction)
    assert list(GridOpinion.objects.values_list("sequence", "verdict")) == [(1, "favourable"), (2, "unfavourable")]
    assert grid.opinion_on(version).verdict == Opinion.Verdict.UNFAVOURABLE


@pytest.mark.parametrize(
    "said",
    [
        {"on": timezone.localdate() + datetime.timedelta(days=1)},
        {"verdict": Opinion.Verdict.UNFAVOURABLE},
    ],
    ids=["to come", "without words"],
)
def test_what_cannot_be_recorded_is_refused_with_a_sentence(world, committee, said):
    version = validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused):
        record(world, version, committee, **said)
    assert not GridOpinion.objects.exists()


def test_only_the_statutory_committee_and_only_the_grid_in_force(world, committee):
    first = validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused):
        record(world, first, CommitteeFactory(kind=Committee.Kind.STEERING))
    rewrite(world.everyone, by=world.facilitator, text="Other words.")
    validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused):
        record(world, first, committee)
    with pytest.raises(PermissionDenied):
        grid.record_grid_opinion(first, committee, by=MemberFactory(), on=timezone.localdate(), **GIVEN)
    assert not GridOpinion.objects.exists()


def test_an_opinion_is_sealed(world, committee):
    version = validated(world.charter, by=world.facilitator)
    opinion = record(world, version, committee)
    for act in (
        lambda: GridOpinion.objects.filter(pk=opinion.pk).update(verdict=Opinion.Verdict.SPLIT),
        lambda: GridOpinion.objects.filter(pk=opinion.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert GridOpinion.objects.get().verdict == Opinion.Verdict.FAVOURABLE


def test_where_a_staff_committee_is_known_no_other_is_heard_in_its_place(world, committee):
    version = validated(world.charter, by=world.facilitator)
    other = CommitteeFactory(kind=Committee.Kind.STATUTORY, name="Formation spécialisée", acronym="F3SCT")
    with pytest.raises(Refused):
        record(world, version, other)
    assert list(grid.grid_committees()) == [committee]


def test_an_opinion_of_another_century_is_refused(world, committee):
    version = validated(world.charter, by=world.facilitator)
    with pytest.raises(Refused):
        record(world, version, committee, on=datetime.date(1, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_an_opinion_waits_for_the_one_that_is_being_recorded(world, committee):
    version = validated(world.charter, by=world.facilitator)
    end = held(lambda: record(world, version, committee), lambda: record(world, version, committee))
    assert end == "refused"
    assert len(grid.recorded(version)) == 1
