"""The pages of people: who may open them, what they answer, and that they cost the same at any size."""

import datetime

import pytest
from django.urls import reverse

from governance.people import accounts, organisation
from governance.people.models import Department, Member, Organisation, Role, RoleGrant, SignsAs
from tests.factories import DepartmentFactory, MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Member:
    return MemberFactory(administrator=True, name="The Administrator")


@pytest.fixture
def admin(client, administrator):
    OrganisationFactory()
    client.force_login(administrator)
    return client


def text(response) -> str:
    return response.content.decode()


class TestWhoMayOpenThem:
    @pytest.mark.parametrize("trait", ["facilitator", "hr", "executive"])
    def test_only_administrators(self, client, trait):
        member, department = MemberFactory(**{trait: True}), DepartmentFactory()
        client.force_login(member)
        assert client.get(reverse("people")).status_code == 403

        for path in [
            reverse("member-invite"),
            reverse("organisation"),
            reverse("department-new"),
            *(reverse(name, args=[member.pk]) for name in ("member", "member-edit", "account-close")),
            *(reverse(name, args=[department.pk]) for name in ("department", "department-close", "function-register")),
            reverse("role-end", args=[member.grants.get().pk]),
        ]:
            for response in (client.get(path), client.post(path, {"name": "Me"})):
                assert response.status_code == 403
                assert "kept by administrators" in text(response)

    def test_departments_are_for_everyone_to_read(self, client):
        department = DepartmentFactory()
        client.force_login(MemberFactory(department=department))

        page = text(client.get(reverse("departments")))

        assert department.name in page
        assert reverse("department", args=[department.pk]) not in page

    def test_what_does_not_exist_is_not_found(self, admin):
        for name in ("member", "member-edit", "account-close", "department", "department-close", "role-end"):
            assert admin.get(reverse(name, args=[987654])).status_code == 404


class TestTheList:
    @pytest.mark.parametrize("count", [1, 24])
    def test_costs_the_same_at_any_size(self, admin, django_assert_num_queries, count):
        department = DepartmentFactory()
        for member in MemberFactory.create_batch(count, department=department, facilitator=True, hr=True):
            RoleGrant.objects.create(
                member=member, role=Role.DEPARTMENT_HEAD, department=department, reason="For a test"
            )

        # session, member, departments of the filter, count, list
        with django_assert_num_queries(5):
            page = text(admin.get(reverse("people")))

        assert page.count("Facilitator, Human resources, Department head") == count

    def test_narrowed_by_words_department_and_role(self, admin):
        roads, parks = DepartmentFactory(name="Roads"), DepartmentFactory(name="Parks")
        MemberFactory(name="Ada Wanted", function="Gardener", department=parks, hr=True)
        MemberFactory(name="Bob Other", function="Mason", department=roads)

        for asked in ({"q": "gardener ada"}, {"department": parks.pk}, {"role": "hr"}, {"q": "WANTED", "role": "hr"}):
            page = text(admin.get(reverse("people"), asked))
            assert "Ada Wanted" in page
            assert "Bob Other" not in page

    @pytest.mark.parametrize("asked", [{"q": "nul\0byte"}, {"q": "%_"}, {"role": "king"}, {"department": "x"}])
    def test_nonsense_finds_nobody(self, admin, asked):
        response = admin.get(reverse("people"), asked)

        assert response.status_code == 200
        assert "Nobody answers to this" in text(response)

    @pytest.mark.parametrize("page", ["0", "2", "x", "-1"])
    def test_any_page_number_leads_somewhere(self, admin, page):
        assert admin.get(reverse("people"), {"page": page}).status_code == 200


class TestInvitingSomeone:
    FORM = {"email": "new@test.example", "name": "New Person"}

    def test_the_link_is_on_the_page_that_follows_until_the_person_came_in(self, admin):
        response = admin.post(reverse("member-invite"), {**self.FORM, "role": "facilitator", "reason": "Trained"})
        invited = Member.objects.get(email="new@test.example")
        page = admin.get(response["Location"])

        assert response.status_code == 303
        assert page.context["invitation"].startswith("http://testserver/accounts/invitation/")
        assert page.context["invitation"] in text(page)
        assert invited.roles == {Role.FACILITATOR}

        accounts.set_password(invited, "a long enough sentence")
        assert "/accounts/invitation/" not in text(admin.get(response["Location"]))

    def test_a_role_asks_for_a_reason(self, admin):
        response = admin.post(reverse("member-invite"), {**self.FORM, "role": "hr"})

        assert response.status_code == 422
        assert "Say why" in text(response)
        assert 'value="New Person"' in text(response)

    def test_an_address_taken_is_refused_with_the_form_filled(self, admin):
        MemberFactory(email="new@test.example")

        response = admin.post(reverse("member-invite"), self.FORM)

        assert response.status_code == 409
        assert "already has this e-mail address" in text(response)
        assert 'value="New Person"' in text(response)

    def test_a_name_is_one_line_of_plain_text(self, admin):
        response = admin.post(reverse("member-invite"), {**self.FORM, "name": "<script>alert(1)</script>"})
        assert "<script>alert" not in text(admin.get(response["Location"]))

        response = admin.post(reverse("member-invite"), {**self.FORM, "email": "b@test.example", "name": "nul\0byte"})
        assert response.status_code == 422


class TestRoles:
    def test_given_and_shown_with_who_and_why(self, admin, administrator):
        person = MemberFactory()
        path = reverse("member", args=[person.pk])

        response = admin.post(path, {"role": "hr", "reason": "Replaces a colleague"})
        page = text(admin.get(path))

        assert response.status_code == 303
        assert "Given by The Administrator." in page
        assert "Replaces a colleague" in page

    def test_the_person_sees_it_too(self, admin, client):
        person = MemberFactory()
        admin.post(reverse("member", args=[person.pk]), {"role": "hr", "reason": "Replaces a colleague"})

        client.force_login(person)
        page = text(client.get(reverse("my-account")))

        assert "Given by The Administrator." in page
        assert "Replaces a colleague" in page

    def test_never_to_oneself(self, admin, administrator):
        path = reverse("member", args=[administrator.pk])
        assert "Give this role" not in text(admin.get(path))

        response = admin.post(path, {"role": "executive", "reason": "I need it"})

        assert response.status_code == 409
        assert "ask another administrator" in text(response)

    def test_twice_is_refused(self, admin):
        path = reverse("member", args=[MemberFactory(hr=True).pk])

        response = admin.post(path, {"role": "hr", "reason": "Again"})

        assert response.status_code == 409
        assert "already has this role" in text(response)

    def test_ended_with_a_reason_that_stays(self, admin):
        person = MemberFactory(hr=True)
        path = reverse("role-end", args=[person.grants.get().pk])

        assert admin.get(path).status_code == 200
        assert admin.post(path, {}).status_code == 422
        assert admin.post(path, {"reason": "Moved away"}).status_code == 303
        assert admin.post(path, {"reason": "Moved away"}).status_code == 409
        assert "Moved away" in text(admin.get(reverse("member", args=[person.pk])))

    @pytest.mark.parametrize("grants", [1, 12])
    def test_the_page_costs_the_same_with_any_number_of_roles(self, admin, django_assert_num_queries, grants):
        person = MemberFactory()
        for department in DepartmentFactory.create_batch(grants):
            RoleGrant.objects.create(
                member=person,
                role=Role.DEPARTMENT_HEAD,
                department=department,
                granted_by=MemberFactory(),
                reason="For a test",
            )

        # session, member, person, grants, departments of the form
        with django_assert_num_queries(5):
            admin.get(reverse("member", args=[person.pk]))


class TestAccounts:
    def test_closed_and_opened_again(self, admin):
        person = MemberFactory()
        path = reverse("account-close", args=[person.pk])

        assert "signed out at once" in text(admin.get(path))
        assert admin.post(path).status_code == 303
        assert not Member.objects.get(pk=person.pk).is_active
        assert admin.post(path, {"reopen": "1"}).status_code == 303
        assert Member.objects.get(pk=person.pk).is_active

    def test_not_ones_own(self, admin, administrator):
        response = admin.post(reverse("account-close", args=[administrator.pk]))

        assert response.status_code == 409
        assert "ask another administrator" in text(response)

    def test_what_is_said_of_someone_changes(self, admin):
        person, department = MemberFactory(), DepartmentFactory()
        path = reverse("member-edit", args=[person.pk])
        form = {"email": "Other@test.example", "name": "Other Name", "department": department.pk, "is_manager": "on"}
        form["seen"] = accounts.description_mark(person)

        assert f'value="{person.email}"' in text(admin.get(path))
        assert admin.post(path, form).status_code == 303

        person = Member.objects.get(pk=person.pk)
        assert (person.email, person.department, person.is_manager) == ("other@test.example", department, True)

    def test_someone_without_an_address_stays_without(self, admin):
        member = MemberFactory(without_email=True)
        MemberFactory(without_email=True)

        form = {"name": member.name, "function": "Mason", "seen": accounts.description_mark(member)}
        response = admin.post(reverse("member-edit", args=[member.pk]), form)

        assert (response.status_code, response["Cache-Control"]) == (
            303,
            "max-age=0, no-cache, no-store, must-revalidate, private",
        )
        member.refresh_from_db()
        assert (member.function, member.email) == ("Mason", None)

    def test_how_i_sign_is_my_choice(self, client):
        member = MemberFactory()
        client.force_login(member)

        assert client.post(reverse("my-account"), {"signs_as": "anonymous"}).status_code == 303
        assert client.post(reverse("my-account"), {"signs_as": "someone else"}).status_code == 422
        assert Member.objects.get(pk=member.pk).signs_as == SignsAs.ANONYMOUS


class TestTheOrganisation:
    def test_described_from_nothing_then_two_departments(self, client, administrator):
        client.force_login(administrator)
        assert "first thing to do" in text(client.get(reverse("organisation")))

        first = client.post(reverse("organisation"), {"seen": 0, "name": "Test Town", "kind": "commune"})
        assert (first.status_code, first["Location"]) == (303, reverse("departments"))
        for code, figure in (("ROADS", 60), ("PARKS", 40)):
            form = {"code": code, "name": f"Department of {code}", "pole": "Services", "total": figure, "count_c": 30}
            assert client.post(reverse("department-new"), form).status_code == 303

        page = text(client.get(reverse("departments")))
        assert Organisation.objects.get().name in page
        assert "Department of ROADS" in page
        assert ">60<" in page

    def test_two_hands_on_the_settings(self, admin):
        stored = Organisation.objects.get()
        form = {"seen": stored.row_version, "kind": "commune"}

        assert admin.post(reverse("organisation"), {**form, "name": "First"}).status_code == 303
        late = admin.post(reverse("organisation"), {**form, "name": "Second"})

        assert late.status_code == 409
        assert 'value="Second"' in text(late)
        assert "Recorded meanwhile: First" in text(late)

    def test_publishing_versions_is_a_setting(self, admin):
        seen = Organisation.objects.get().row_version

        admin.post(
            reverse("organisation"),
            {"seen": seen, "kind": "commune", "name": "Test Town", "publishes_versions": "on"},
        )

        assert Organisation.objects.get().publishes_versions


class TestDepartments:
    def test_changed_then_stale(self, admin):
        department = DepartmentFactory()
        path = reverse("department", args=[department.pk])
        form = {"seen": department.row_version, "name": "New name", "pole": "Services", "total": 12}

        assert 'value="60"' in text(admin.get(path))
        assert admin.post(path, form).status_code == 303
        late = admin.post(path, {**form, "name": "Other name"})

        assert late.status_code == 409
        assert 'value="Other name"' in text(late)
        assert Department.objects.get(pk=department.pk).name == "New name"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("code", "with space"), ("code", ""), ("total", "-1"), ("total", "9" * 30), ("opened_on", "31/31/2026")],
    )
    def test_what_cannot_be_is_said(self, admin, field, value):
        form = {"code": "NEW", "name": "New", "pole": "Services", field: value}

        assert admin.post(reverse("department-new"), form).status_code == 422

    def test_more_in_the_categories_than_in_all(self, admin):
        form = {"code": "NEW", "name": "New", "pole": "Services", "total": 5, "count_a": 6}

        response = admin.post(reverse("department-new"), form)

        assert response.status_code == 409
        assert 'value="New"' in text(response)

    def test_closed_with_a_successor(self, admin):
        department, successor = DepartmentFactory(), DepartmentFactory(name="The Successor")
        form = {"seen": department.row_version, "closed_on": "2026-11-24", "successor": successor.pk}

        assert admin.post(reverse("department-close", args=[department.pk]), form).status_code == 303
        assert "taken over by The Successor" in text(admin.get(reverse("departments")))

    def test_functions_and_their_holders(self, admin):
        department = DepartmentFactory()
        path = reverse("function-register", args=[department.pk])

        assert admin.post(path, {"function": "Gardener", "holders": 12}).status_code == 303
        assert "Gardener" in text(admin.get(path))
        assert admin.post(path, {"function": "Gardener", "holders": 0}).status_code == 303
        assert "No function yet" in text(admin.get(path))

    @pytest.mark.parametrize("count", [1, 25])
    def test_the_list_costs_the_same_at_any_size(self, admin, administrator, django_assert_num_queries, count):
        for department in DepartmentFactory.create_batch(count):
            organisation.close_department(
                department,
                by=administrator,
                seen=department.row_version,
                closed_on=datetime.date(2026, 11, 24),
                successor=administrator.department,
            )

        # session, member, count, list, headcounts
        with django_assert_num_queries(5):
            page = text(admin.get(reverse("departments")))

        assert page.count("taken over by") == count
