"""The organisation and its departments: signed, guarded against two hands, refused in sentences."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from governance.people import organisation
from governance.people.models import Department, Member, Organisation
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import DepartmentFactory, MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def administrator() -> Member:
    return MemberFactory(administrator=True)


class TestTheOrganisation:
    def test_described_for_the_first_time(self, administrator):
        described = organisation.describe_organisation(by=administrator, name="Communauté de l’Été", headcount=400)

        assert described.slug == "communaute-de-lete"
        assert described.history.get().history_user_id == administrator.pseudonym

    def test_described_again_from_the_version_seen(self, administrator):
        stored = OrganisationFactory()

        organisation.describe_organisation(by=administrator, seen=stored.row_version, name="Test City")
        with pytest.raises(Stale):
            organisation.describe_organisation(by=administrator, seen=stored.row_version, name="Test Village")

        assert Organisation.objects.get().name == "Test City"

    def test_two_first_descriptions_leave_one_organisation(self, administrator):
        organisation.describe_organisation(by=administrator, name="One")

        with pytest.raises(Stale):
            organisation.describe_organisation(by=administrator, name="Two")

    def test_a_name_without_letters_still_has_an_address(self, administrator):
        assert organisation.describe_organisation(by=administrator, name="东").slug == "organisation"

    def test_only_an_administrator(self):
        with pytest.raises(PermissionDenied):
            organisation.describe_organisation(by=MemberFactory(executive=True), name="Test Town")


@pytest.mark.parametrize(
    ("opened", "closed", "is_open"),
    [(None, None, True), (None, 1, True), (None, 0, False), (None, -1, False), (1, None, True), (-9, 1, True)],
)
def test_a_department_is_open_until_the_day_of_its_closing(opened, closed, is_open):
    days = [days if days is None else TODAY + datetime.timedelta(days=days) for days in (opened, closed)]
    DepartmentFactory(opened_on=days[0], closed_on=days[1])
    assert Department.objects.open_on(TODAY).exists() is is_open


class TestDepartments:
    def open(self, by, **fields):
        given = {"code": "DEP", "name": "Roads", "pole": "Services", **fields}
        return organisation.open_department(**given, by=by)

    def test_opened_with_its_headcounts(self, administrator):
        department = self.open(administrator, headcounts={"": 60, "A": 5, "B": 15, "C": 40})

        assert dict(department.headcounts.values_list("category", "count")) == {"": 60, "A": 5, "B": 15, "C": 40}

    def test_categories_do_not_exceed_the_whole(self, administrator):
        with pytest.raises(Refused, match="more than the 10"):
            self.open(administrator, headcounts={"": 10, "A": 5, "C": 6})

        assert not Department.objects.filter(code="DEP").exists()

    def test_a_code_is_used_once(self, administrator):
        self.open(administrator)

        with pytest.raises(Refused, match="already has the code"):
            self.open(administrator)

    def test_described_again(self, administrator):
        department = self.open(administrator, headcounts={"": 10})

        changed = organisation.describe_department(
            department, by=administrator, seen=department.row_version, name="Roads and paths", headcounts={"C": 4}
        )

        assert changed.name == "Roads and paths"
        assert list(changed.headcounts.values_list("category", "count")) == [("C", 4)]
        with pytest.raises(Stale):
            organisation.describe_department(department, by=administrator, seen=department.row_version, name="Other")

    def test_closed_with_its_successor(self, administrator):
        department, successor = DepartmentFactory(), DepartmentFactory()

        closed = organisation.close_department(
            department, by=administrator, seen=department.row_version, closed_on=TODAY, successor=successor
        )

        assert (closed.closed_on, closed.successor) == (TODAY, successor)

    def test_closings_that_mean_nothing(self, administrator):
        department = DepartmentFactory(opened_on=TODAY)
        closed = DepartmentFactory(closed_on=TODAY)

        def close(successor=None, day=TODAY, row=department):
            organisation.close_department(
                row, by=administrator, seen=row.row_version, closed_on=day, successor=successor
            )

        with pytest.raises(Refused, match="does not succeed itself"):
            close(department)
        with pytest.raises(Refused, match="closed itself"):
            close(closed)
        with pytest.raises(Refused, match="before it opens"):
            close(day=TODAY - datetime.timedelta(days=1))
        with pytest.raises(Refused, match="already closed"):
            close(row=closed)

    def test_functions_registered_and_forgotten(self, administrator):
        department = DepartmentFactory()

        organisation.register_function(department, "Gardener", 12, by=administrator)
        organisation.register_function(department, "Gardener", 14, by=administrator)
        assert department.functions.get().holders == 14

        organisation.register_function(department, "Gardener", 0, by=administrator)
        assert not department.functions.exists()

    def test_only_an_administrator(self):
        facilitator, department = MemberFactory(facilitator=True), DepartmentFactory()
        seen = department.row_version

        for act in (
            lambda: self.open(facilitator),
            lambda: organisation.describe_department(department, by=facilitator, seen=seen, name="Mine"),
            lambda: organisation.close_department(department, by=facilitator, seen=seen, closed_on=TODAY),
            lambda: organisation.register_function(department, "Gardener", 3, by=facilitator),
        ):
            with pytest.raises(PermissionDenied):
                act()
