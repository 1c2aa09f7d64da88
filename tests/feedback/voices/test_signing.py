"""What readers see of an author follows how many people share it, now and not only when it was signed."""

import pytest

from feedback.models import Comment
from feedback.voices.signing import reprint_authors
from governance.models import SignsAs
from governance.people import organisation
from tests.factories import CommentFactory, DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return MemberFactory(administrator=True)


def printed():
    return Comment.objects.get().printed_as


def test_a_function_is_printed_while_enough_people_are_registered_under_it(administrator):
    author = MemberFactory(function="Gardener")
    department = author.department
    CommentFactory(by=author, signature=SignsAs.FUNCTION)
    assert printed() == department.pole

    organisation.register_function(department, "Gardener", 25, by=administrator)
    assert printed() == f"Gardener, {department.code}"
    organisation.register_function(department, "Gardener", 2, by=administrator)
    assert printed() == department.pole
    organisation.register_function(department, "Gardener", 25, by=administrator)
    organisation.register_function(department, "Gardener", 0, by=administrator)
    assert printed() == department.pole


@pytest.mark.parametrize("signature", [SignsAs.FUNCTION, SignsAs.ANONYMOUS])
def test_a_division_that_becomes_small_is_no_longer_printed(administrator, signature):
    department = MemberFactory(department__pole="Gardens").department
    CommentFactory(by=MemberFactory(department=department), signature=signature)
    assert printed() == "Gardens"

    organisation.describe_department(
        department, by=administrator, seen=department.row_version, headcounts={"": 4, "C": 4}
    )
    assert printed() == ""


def test_deciding_again_costs_the_same_for_many_contributions_of_one_author(django_assert_num_queries):
    author = MemberFactory()
    CommentFactory.create_batch(5, by=author, signature=SignsAs.FUNCTION)
    with django_assert_num_queries(4 + 2):
        assert reprint_authors() == 0


@pytest.mark.parametrize(
    ("mine", "neighbours", "kept"),
    [
        ({"C": 10}, {"C": 90}, ("mine", "C", "Works")),
        # nine people: their neighbours are named, so the division would point at them
        ({"C": 9}, {"C": 90}, (None, "", "")),
        ({"C": 9}, {"C": 8}, (None, "C", "Works")),
        ({"C": 4, "B": 5}, {"C": 3, "B": 90}, (None, "", "Works")),
        ({"": 40}, {"C": 90}, (None, "", "Works")),
    ],
)
def test_an_anonymous_author_cannot_be_found_by_subtracting_the_groups_that_are_named(mine, neighbours, kept):
    department = DepartmentFactory(pole="Works", headcounts=mine)
    DepartmentFactory(pole="Works", headcounts=neighbours)
    author = MemberFactory(department=department, category="C")

    comment = CommentFactory(by=author, signature=SignsAs.ANONYMOUS)

    where = "mine" if comment.department == department else comment.department
    assert (where, comment.category, comment.pole) == kept
