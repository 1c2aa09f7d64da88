"""The closed lists on screen: everyone reads them, facilitators keep them."""

import pytest
from django.urls import reverse

from feedback.models import Term
from tests.factories import MemberFactory, OrganisationFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    OrganisationFactory()
    member = MemberFactory()
    client.force_login(member)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return member


@pytest.fixture
def keeper(client):
    OrganisationFactory()
    keeper = MemberFactory(facilitator=True)
    client.force_login(keeper)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return keeper


def address(name, term):
    return reverse(name, args=[term.list, term.code])


def test_the_closed_lists_can_be_read(client, member, django_assert_num_queries):
    TermFactory(list=Term.List.PARTICIPATION, label="To consult", definition="We say what we do with it.")
    # session, member, terms
    with django_assert_num_queries(3):
        page = client.get(reverse("vocabulary")).content.decode()
    assert "To consult" in page
    assert "We say what we do with it." in page


@pytest.mark.parametrize("rows", [1, 25])
def test_the_lists_cost_the_same_whatever_they_hold(client, keeper, rows, django_assert_num_queries):
    TermFactory.create_batch(rows, retired=True)
    TermFactory.create_batch(rows)
    with django_assert_num_queries(3):
        client.get(reverse("vocabulary"))


def test_an_empty_list_says_what_to_do(client, member):
    assert "has no word yet" in client.get(reverse("vocabulary")).content.decode()


def test_a_word_is_added_changed_moved_and_retired(client, keeper):
    TermFactory(list=Term.List.LEVER, label="Before", position=1)
    added = client.post(reverse("term-new", args=["lever"]), {"label": "One planning", "definition": "For all."})
    assert added.status_code == 303
    term = Term.objects.get(code="one_planning")
    changed = {"label": "One shared planning", "definition": "For all.", "reason": "Clearer.", "seen": 1}
    assert client.post(address("term-edit", term), changed).status_code == 303
    assert "Clearer." in client.get(address("term-edit", term)).content.decode()
    moved = client.post(address("term-move", term), {"up": "1", "seen": 2})
    assert moved["Location"] == f"{reverse('vocabulary')}#lever-one_planning"
    page = client.get(reverse("vocabulary")).content.decode()
    assert page.index("One shared planning") < page.index("Before")
    assert client.post(address("term-retire", term), {"reason": "Unclear.", "seen": 3}).status_code == 303
    term.refresh_from_db()
    assert term.retired
    assert client.post(address("term-retire", term), {"reason": "Missed.", "seen": 4}).status_code == 303
    term.refresh_from_db()
    assert not term.retired


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("term-edit", {"label": "Words kept", "reason": "", "seen": 1}),
        ("term-edit", {"label": "two\nlines", "reason": "Words kept", "seen": 1}),
        ("term-edit", {"label": "\x00", "reason": "Words kept", "seen": 1}),
        ("term-retire", {"reason": "", "seen": 1}),
        ("term-move", {"up": "x", "seen": 1}),
        ("term-move", {"up": "1"}),
    ],
)
def test_what_cannot_be_kept_is_said(client, keeper, name, sent):
    term = TermFactory()
    response = client.post(address(name, term), sent)
    assert response.status_code == 422
    assert "Words kept" not in sent.values() or "Words kept" in response.content.decode()
    assert term.history.count() == 1


def test_a_change_that_comes_too_late_keeps_what_was_typed(client, keeper):
    term = TermFactory()
    sent = {"label": "Typed", "definition": "", "reason": "Clearer.", "seen": 9}
    response = client.post(address("term-edit", term), sent)
    assert response.status_code == 409
    assert "Typed" in response.content.decode()


def test_others_read_the_lists_and_keep_none(client, member):
    term = TermFactory(label="Read by all")
    page = client.get(reverse("vocabulary")).content.decode()
    assert "Read by all" in page
    assert address("term-edit", term) not in page
    for name in ("term-edit", "term-retire", "term-move"):
        assert client.post(address(name, term), {"up": "1", "seen": 1}).status_code == 403
    assert client.post(reverse("term-new", args=["lever"]), {"label": "Mine"}).status_code == 403


def test_a_list_that_does_not_exist_has_no_page(client, keeper):
    assert client.get(reverse("term-new", args=["other"])).status_code == 404
    assert client.get(reverse("term-edit", args=["lever", "other"])).status_code == 404
