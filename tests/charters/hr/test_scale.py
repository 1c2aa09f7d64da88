"""The scale of competences is worded by human resources, and every former wording stays in its history."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from charters.hr import scale
from charters.models import Competence, Level
from governance.refusals import Refused
from governance.signing import Stale, save_signed
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

STEPS = ["One", "Two", "Three", "Four"]
WORDS = {
    "label": "Listen",
    "definition": "Hear before one answers.",
    "criterion": Competence.Criterion.RELATIONS,
    "agent_levels": STEPS,
    "manager_levels": STEPS,
}


@pytest.fixture
def hr():
    return MemberFactory(hr=True)


@pytest.fixture
def competence():
    return save_signed(Competence(code="C1", position=1, **WORDS), by=None, reason="For a test")


@pytest.fixture
def level():
    return save_signed(Level(rank=1, label="Discovery", meaning="With help."), by=None, reason="For a test")


def test_a_competence_is_worded_anew_and_its_former_words_stay(hr, competence):
    scale.word_competence(competence, by=hr, words={"label": "Hear"}, reason="Plainer", seen=1)

    record = Competence.history.latest()
    assert Competence.objects.get().label == "Hear"
    assert (record.history_user_id, record.history_change_reason) == (hr.pseudonym, "Plainer")
    assert [row.label for row in Competence.history.order_by("row_version")] == ["Listen", "Hear"]


def test_a_level_is_worded_anew(hr, level):
    scale.word_level(level, by=hr, words={"meaning": "With a colleague."}, reason="Plainer", seen=1)

    assert Level.objects.get().meaning == "With a colleague."


def test_an_organisation_that_begins_without_a_file_words_its_levels_on_their_pages(client, hr):
    client.force_login(hr)
    address = reverse("level-edit", args=[2])
    assert address in client.get(reverse("competences")).content.decode()
    typed = {"seen": 0, "label": "Mastery", "meaning": "Every day.", "reason": "First words"}

    assert client.post(address, typed).status_code == 303

    assert [(level.rank, level.label) for level in Level.objects.all()] == [(2, "Mastery")]
    assert client.post(address, typed).status_code == 409
    assert client.get(reverse("level-edit", args=[5])).status_code == 404


def test_a_level_that_someone_worded_meanwhile_is_not_written_over(hr, level):
    with pytest.raises(Stale):
        scale.word_level(Level(rank=1), by=hr, words={"label": "a", "meaning": "b"}, reason="Mine", seen=0)

    assert Level.objects.get().label == "Discovery"


def test_words_that_are_the_same_write_nothing(hr, competence):
    scale.word_competence(competence, by=hr, words=dict(WORDS), reason="Nothing", seen=1)

    assert Competence.history.count() == 1


def test_two_people_who_word_it_at_once_lose_nothing(hr, competence):
    scale.word_competence(competence, by=hr, words={"label": "Hear"}, reason="Plainer", seen=1)

    with pytest.raises(Stale):
        scale.word_competence(competence, by=hr, words={"label": "Attend"}, reason="Mine", seen=1)


def test_nobody_else_words_the_scale(competence, level):
    agent = MemberFactory()
    with pytest.raises(PermissionDenied):
        scale.word_competence(competence, by=agent, words={}, reason="Mine", seen=1)
    with pytest.raises(PermissionDenied):
        scale.word_level(level, by=agent, words={}, reason="Mine", seen=1)
    with pytest.raises(PermissionDenied):
        scale.add_competence(by=agent, code="C9", words=WORDS)


def test_a_competence_is_added_after_the_last_one_under_a_code_of_its_own(hr, competence):
    added = scale.add_competence(by=hr, code="C9", words=WORDS)

    assert added.position == 2
    with pytest.raises(Refused, match="C9 is already"):
        scale.add_competence(by=hr, code="C9", words=WORDS)


def test_the_page_offers_it_to_human_resources_alone(client, hr, competence, level):
    client.force_login(MemberFactory())
    edits = [reverse("competence-edit", args=["C1"]), reverse("level-edit", args=[1]), reverse("competence-new")]
    page = client.get(reverse("competences")).content.decode()
    assert not any(edit in page for edit in edits)

    client.force_login(hr)
    page = client.get(reverse("competences")).content.decode()
    assert all(edit in page for edit in edits)


def test_the_form_keeps_what_was_typed_when_someone_was_faster(client, hr, competence):
    scale.word_competence(competence, by=hr, words={"label": "Hear"}, reason="Plainer", seen=1)
    client.force_login(hr)
    typed = {f"{ladder}_{rank}": "A step" for ladder in ("agent", "manager") for rank in (1, 2, 3, 4)}
    typed |= {"seen": 1, "label": "Attend", "definition": "Here.", "criterion": WORDS["criterion"], "reason": "Mine"}

    answer = client.post(reverse("competence-edit", args=["C1"]), typed)

    assert answer.status_code == 409
    assert "Attend" in answer.content.decode()
    assert Competence.objects.get().label == "Hear"

    answer = client.post(reverse("competence-edit", args=["C1"]), typed | {"seen": 2})
    assert answer.status_code == 303
    assert Competence.objects.get().agent_levels == ["A step"] * 4
