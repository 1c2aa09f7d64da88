"""A query written once finds what the queryset finds, each time for the values of that time."""

import pytest
from django.contrib.auth import get_user_model

from governance.compiled import CompiledQuery, columns, instance
from governance.models import Department, Member, Role
from governance.people.signing_in import WITH_ROLES, MemberBackend
from tests.factories import DepartmentFactory, MemberFactory, grant

pytestmark = pytest.mark.django_db
BY_CODE = CompiledQuery(lambda code: Department.objects.filter(code=code).values_list(*columns(Department)), "\x00")


def test_each_call_takes_its_own_values(django_assert_num_queries):
    one, other = DepartmentFactory(), DepartmentFactory()
    BY_CODE.rows("warm")
    with django_assert_num_queries(2):
        (first,) = BY_CODE.rows(one.code)
        (second,) = BY_CODE.rows(other.code)
    assert BY_CODE.rows("nowhere") == []
    assert instance(Department, first) == one
    assert instance(Department, second).name == other.name


def test_a_value_is_never_part_of_the_sql():
    assert BY_CODE.rows("' OR 1=1 --") == []


def test_a_stand_in_that_is_not_used_is_a_mistake():
    query = CompiledQuery(lambda code, other: Department.objects.filter(code=code).values_list("pk"), "\x00", -1)
    with pytest.raises(TypeError, match="stand-ins"):
        query.rows("A", 1)


def test_whoever_makes_a_request_comes_as_with_roles_gives_them(django_assert_num_queries):
    member = MemberFactory(hr=True, heads=DepartmentFactory())
    grant(member, Role.FACILITATOR)
    expected = get_user_model().objects.with_roles().get(pk=member.pk)
    with django_assert_num_queries(1):
        found = MemberBackend().get_user(member.pk)
        assert found.roles == expected.roles == {Role.HR, Role.FACILITATOR, Role.DEPARTMENT_HEAD}
        assert found.department == expected.department
    assert {name: getattr(found, name) for name in columns(Member)} == {
        name: getattr(expected, name) for name in columns(Member)
    }
    assert {name: getattr(found, name) for name in WITH_ROLES} == {name: getattr(expected, name) for name in WITH_ROLES}
    assert set(WITH_ROLES) == set(get_user_model().objects.with_roles().query.annotations)
    assert not found._state.adding


def test_a_member_without_department_and_nobody_at_all():
    member = MemberFactory(department=None)
    assert MemberBackend().get_user(member.pk).department is None
    assert MemberBackend().get_user(-5) is None
