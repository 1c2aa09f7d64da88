"""A department head signs on screen, completes, and tells what became of a promise; others only read."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from charters.models import Commitment, CommitmentFollowUp
from charters.versions import deciding
from governance.models import Member
from tests.charters.commitments.promising import House, day
from tests.factories import DepartmentFactory, MemberFactory

pytestmark = pytest.mark.django_db
TYPED = {  # by whoever read nothing: ``typed`` adds what the form of a page carries
    "seen": "0", "status": "signee", "discussed_on": day(-7).isoformat(), "clause_1": "M1",
    "words_1": "We answer within ten days.", "hours": "4", "period": "week", "stops": "The weekly report.",
}  # fmt: skip


def typed(house: House, label: str = "1.0") -> dict[str, str]:
    return TYPED | {"seen_hash": house.hash_of(label)}


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def address(house: House, route: str = "commitment-sign", *args: Any) -> str:
    given = args or (("1.0",) if route != "commitment" else ())
    return reverse(route, args=[house.charter.slug, house.roads.pk, *given])


def test_a_head_signs_and_everyone_reads_it():
    house = House()
    head = browser(house.head)

    assert address(house) in head.get(address(house, "commitment")).content.decode()
    answer = head.post(address(house), typed(house))

    assert (answer.status_code, answer["Location"]) == (303, address(house, "commitment"))
    page = browser(MemberFactory()).get(address(house, "commitment")).content.decode()
    assert "We answer within ten days." in page
    assert "The weekly report." in page
    assert address(house, "commitment-complete") not in page


@pytest.mark.parametrize("route", ["commitment-sign", "commitment-complete"])
def test_the_form_of_another_department_is_closed(route):
    house = House()
    for member in (MemberFactory(heads=DepartmentFactory()), MemberFactory(department=house.roads), house.facilitator):
        client = browser(member)
        assert client.get(address(house, route)).status_code == 403
        assert client.post(address(house, route), typed(house)).status_code == 403
    assert Client().get(address(house, route)).status_code == 302
    assert not Commitment.objects.exists()


INVALID = {
    "no answer": ({"status": ""}, "status"),
    "no team discussion": ({"discussed_on": ""}, "discussed_on"),
    "a discussion to come": ({"discussed_on": day(2).isoformat()}, "discussed_on"),
    "no promise": ({"clause_1": "", "words_1": ""}, "clause_1"),
    "no words": ({"words_1": ""}, "words_1"),
    "no clause": ({"clause_1": ""}, "clause_1"),
    "a clause of elsewhere": ({"clause_1": "Z9"}, "clause_1"),
    "twice the same": ({"clause_2": "M1", "words_2": "Again."}, "clause_2"),
    "no hours": ({"hours": ""}, "hours"),
    "fewer than none": ({"hours": "-1"}, "hours"),
    "no period": ({"period": ""}, "period"),
    "nothing stops": ({"stops": ""}, "stops"),
    "reservations without words": ({"status": "signee_avec_reserve"}, "comment"),
    "declined without a reason": ({"status": "refusee"}, "comment"),
}


@pytest.mark.parametrize("case", INVALID)
def test_what_is_missing_is_said_on_its_field_and_what_was_typed_stays(case):
    house = House()
    wrong, field = INVALID[case]
    answer = browser(house.head).post(address(house), typed(house) | wrong)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    if wrong.get("stops") != "":
        assert "The weekly report." in answer.content.decode()
    assert not Commitment.objects.exists()


def test_two_heads_at_once_the_second_reads_the_first_and_keeps_what_was_typed():
    house = House()
    house.sign(promises=[("M2", "The words of the first.")])

    answer = browser(MemberFactory(heads=house.roads)).post(address(house), typed(house))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The words of the first." in page
    assert "We answer within ten days." in page
    assert Commitment.objects.count() == 1


@pytest.mark.parametrize("end", ["superseded", "returned"])
def test_whoever_was_writing_on_a_version_that_ended_keeps_their_words(end):
    house = House()
    label = "1.0"
    if end == "superseded":
        house.renew()
    else:
        house.edit("We answer at once.")
        version, label = house.submit(), "2.0"
        told = {"reason": "No.", "seen_hash": version.content_hash}
        deciding.return_to_facilitators(version, by=house.executive, **told)

    answer = browser(house.head).post(address(house, "commitment-sign", label), typed(house, label))

    assert answer.status_code == 409
    assert "We answer within ten days." in answer.content.decode()
    assert not Commitment.objects.exists()
    assert browser(house.head).get(address(house, "commitment-sign", label)).status_code == 404


def test_two_completions_at_once_keep_what_the_second_typed():
    house = House()
    house.sign()
    house.complete(promises=[("M2", "Two."), ("M3", "Three.")])
    more = {
        "seen": "1", "seen_hash": house.hash_of("1.0"), "status": "signee", "discussed_on": day(-7).isoformat(),
        "hours": "4", "period": "week", "clause_1": "M3", "words_1": "My own promise.",
    }  # fmt: skip

    answer = browser(house.head).post(address(house, "commitment-complete"), more | {"clause_1": "M2"})
    assert answer.status_code == 422  # M2 is promised already: said on its field, what was typed is there
    assert "My own promise." in answer.content.decode()
    answer = browser(house.head).post(address(house, "commitment-complete"), more | {"clause_1": "", "words_1": "",
        "add_M1": "More words."})  # fmt: skip
    assert answer.status_code == 409
    assert "More words." in answer.content.decode()
    assert Commitment.objects.count() == 2


def test_a_signed_version_leads_to_its_completion_and_an_unsigned_one_back():
    house = House()
    head = browser(house.head)
    answer = head.get(address(house, "commitment-complete"))
    assert (answer.status_code, answer["Location"]) == (302, address(house))
    house.sign()
    answer = head.get(address(house))
    assert (answer.status_code, answer["Location"]) == (302, address(house, "commitment-complete"))
    answer = head.post(
        address(house, "commitment-complete"),
        {
            "seen": "1",
            "seen_hash": house.hash_of("1.0"),
            "status": "signee",
            "discussed_on": day(-7).isoformat(),
            "add_M1": "And on site.",
        },
    )
    assert answer.status_code == 303
    assert Commitment.objects.current().get().promises == ["We answer within ten days.\n\nAnd on site."]


def test_at_the_next_version_former_promises_are_proposed_again_and_what_changed_is_said():
    house = House()
    house.sign(promises=[("M1", "We answer within ten days."), ("M2", "We meet.")])
    house.renew()

    page = browser(house.head).get(address(house, "commitment-sign", "2.0"))

    form, renewal = page.context["form"], page.context["renewal"]
    assert (form["clause_1"].value(), form["words_1"].value()) == ("M1", "We answer within ten days.")
    assert (form["clause_2"].value(), form["hours"].value(), form["seen"].value()) == ("M2", 4, 0)
    assert form["status"].value() is None
    assert form["discussed_on"].value() is None
    assert (renewal.changed, renewal.left) == (["M1"], [])
    assert browser(house.head).get(address(house)).status_code == 404


def test_whoever_declines_need_not_empty_the_promises_that_the_form_proposed():
    house = House()
    house.sign()
    house.renew()
    said = typed(house, "2.0") | {"status": "refusee", "comment": "We lost five people.", "discussed_on": ""}

    answer = browser(house.head).post(address(house, "commitment-sign", "2.0"), said)

    assert answer.status_code == 303
    word = Commitment.objects.get(version_label="2.0")
    assert (word.status, word.clause_codes, word.comment) == ("refusee", [], "We lost five people.")


def test_a_promise_is_followed_up_and_all_that_was_told_stays_readable():
    house = House()
    house.sign()
    follow = address(house, "commitment-follow-up", "1.0", "M1")
    head = browser(house.head)

    assert head.get(follow).status_code == 200
    for seen, state in enumerate(["not_kept", "kept"]):
        told = {"seen": str(seen), "seen_word": "1", "state": state, "reason": f"It is {state}."}
        told |= {"hours": "1.5", "period": "week"}
        assert head.post(follow, told).status_code == 303

    page = browser(MemberFactory()).get(address(house, "commitment")).content.decode()
    assert page.index("It is kept.") < page.index("It is not_kept.")
    stale = head.post(follow, {"seen": "0", "seen_word": "1", "state": "kept", "reason": "Typed in vain?"})
    assert stale.status_code == 409
    assert "Typed in vain?" in stale.content.decode()
    assert head.post(follow, {"seen": "2", "seen_word": "1", "state": "kept", "reason": ""}).status_code == 422
    assert head.get(address(house, "commitment-follow-up", "1.0", "M2")).status_code == 404
    assert browser(house.facilitator).post(follow, told).status_code == 403
    assert CommitmentFollowUp.objects.count() == 2


# --- Only what was read is answered on -----------------------------------------------------------------


def taken_back(house: House, *, sign: bool = False) -> str:
    """The number under which a text was submitted, perhaps signed, returned, and then borne by another text."""
    house.edit("We answer at once.")
    returned = house.submit()
    if sign:
        house.sign(label="2.0")
    deciding.return_to_facilitators(returned, by=house.executive, reason="No.", seen_hash=returned.content_hash)
    house.edit("We answer tomorrow.")
    house.submit()
    return "2.0"


def shown_in(form: Any) -> dict[str, str]:
    """What a form carries unseen."""
    return {field.html_name: str(field.value()) for field in form.hidden_fields()}


def test_a_form_of_a_text_that_was_taken_back_does_not_sign_the_one_that_bears_its_number():
    house = House()
    house.edit("We answer at once.")
    returned, sign = house.submit(), address(house, "commitment-sign", "2.0")
    head = browser(house.head)
    carried = shown_in(head.get(sign).context["form"])
    assert carried == {"seen": "0", "seen_hash": returned.content_hash}
    deciding.return_to_facilitators(returned, by=house.executive, reason="No.", seen_hash=returned.content_hash)
    house.edit("We answer tomorrow.")
    new = house.submit()

    told = head.post(sign, TYPED | carried)

    assert told.status_code == 409
    assert not Commitment.objects.exists()
    page = told.content.decode()
    assert str(told.context["refusal"]) in unescape(page)
    assert told.context["refusal"]
    assert "We answer within ten days." in page
    assert new.get_absolute_url() in page
    assert head.post(sign, TYPED | shown_in(told.context["form"])).status_code == 303
    assert Commitment.objects.get().version == new


def test_a_form_that_is_not_right_is_not_brought_to_another_text():
    house = House()
    sign, read = address(house, "commitment-sign", taken_back(house)), house.version.content_hash

    answer = browser(house.head).post(sign, TYPED | {"seen_hash": read, "stops": ""})

    assert answer.status_code == 422
    assert shown_in(answer.context["form"])["seen_hash"] == read


def test_what_completes_promises_on_a_text_that_was_taken_back_stays_on_screen():
    house = House()
    label = taken_back(house, sign=True)
    old = {
        "seen": "1", "seen_hash": "of the text that was returned", "status": "signee",
        "discussed_on": day(-7).isoformat(), "add_M1": "Typed in vain?",
    }  # fmt: skip

    answer = browser(house.head).post(address(house, "commitment-complete", label), old)

    assert answer.status_code == 409
    assert "Typed in vain?" in answer.content.decode()
    assert Commitment.objects.count() == 1


def test_words_on_a_promise_that_left_the_page_stay_on_screen_until_they_are_taken_elsewhere():
    house = House()
    label = taken_back(house, sign=True)
    house.sign(label=label, seen=1, promises=[("M2", "On the new text.")])
    old = {
        "seen": "1", "seen_hash": "of the text that was returned", "status": "signee",
        "discussed_on": day(-7).isoformat(), "add_M1": "Typed in vain?",
    }  # fmt: skip

    answer = browser(house.head).post(address(house, "commitment-complete", label), old)

    assert answer.status_code == 422
    assert "add_M1" in answer.context["form"].errors
    assert "Typed in vain?" in answer.content.decode()
    assert Commitment.objects.count() == 2


def test_a_form_without_what_was_read_signs_nothing():
    house = House()
    assert browser(house.head).post(address(house), TYPED).status_code == 409
    assert not Commitment.objects.exists()


def test_a_promise_that_was_completed_meanwhile_is_read_again_before_it_is_told():
    house = House()
    house.sign()
    follow, head = address(house, "commitment-follow-up", "1.0", "M1"), browser(house.head)
    carried = shown_in(head.get(follow).context["form"])
    house.complete(added={"M1": "Even at night."})
    said = {"state": "kept", "reason": "Typed in vain?"}

    told = head.post(follow, said | carried)

    assert told.status_code == 409
    assert "Even at night." in told.content.decode()
    assert "Typed in vain?" in told.content.decode()
    assert head.post(follow, said | shown_in(told.context["form"])).status_code == 303


def test_promises_are_told_of_on_the_version_in_force_only():
    house = House()
    house.sign()
    follow, head = address(house, "commitment-follow-up", "1.0", "M1"), browser(house.head)
    assert follow in head.get(address(house, "commitment")).content.decode()
    house.renew()

    assert follow not in head.get(address(house, "commitment")).content.decode()
    assert head.get(follow).status_code == 404
    said = {"seen": "0", "seen_word": "1", "state": "kept", "reason": "Typed in vain?"}
    answer = head.post(follow, said)
    assert answer.status_code == 409
    assert "Typed in vain?" in answer.content.decode()
    assert not CommitmentFollowUp.objects.exists()
