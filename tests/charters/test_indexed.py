"""What of the charter is found: its working text, and what is proposed about it."""

import pytest

from charters.deliberation import proposing
from charters.text import drafting
from governance.models import SignsAs
from governance.searching.models import SearchText
from tests.factories import ClauseFactory, MemberFactory
from tests.search_index import found, rows, set_by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return MemberFactory(facilitator=True)


@pytest.fixture
def clause(facilitator):
    return ClauseFactory(by=facilitator, title="Le jardin", text="Arroser.", note="La serre", indicators=["Un verger"])


def test_a_clause_is_found_by_its_words_and_its_code(clause):
    key = f"clause:{clause.charter.slug}/{clause.code}"
    for words in ("jardin", "arroser", "serre", "verger", clause.code.lower()):
        assert found(words) == [key]


def test_a_clause_is_found_by_its_present_words(clause, facilitator):
    words = {"text": "Tailler."}
    drafting.edit_clause(clause, by=facilitator, reason="Better", words=words, seen=clause.row_version)
    assert (found("arroser"), len(found("tailler"))) == ([], 1)


def test_a_removed_clause_is_not_found(clause, facilitator):
    assert found("jardin")
    drafting.remove_clause(clause, by=facilitator, reason="Useless", seen=clause.row_version)
    assert found("jardin") == []


def propose(clause, **said):
    by = said.pop("by", None) or MemberFactory()
    return proposing.propose(
        clause.charter, by=by, kind="wording", clause=clause, base_revision=clause.revision, title="Le potager",
        motive="Une haie", proposed_text="Une mare", **({"signature": SignsAs.FUNCTION} | said),
    )  # fmt: skip


def test_a_proposal_is_found_by_what_it_asks_and_why_until_it_is_withdrawn(clause):
    author = MemberFactory()
    proposal = propose(clause, by=author)
    for words in ("potager", "haie", "mare", proposal.code):
        assert found(words, kind="proposal") == [f"proposal:{clause.charter.slug}/{proposal.code}"]
    proposing.withdraw(proposal, by=author)
    assert found("potager") == []


@pytest.mark.parametrize("signature", [SignsAs.NAME, SignsAs.ANONYMOUS])
def test_nothing_of_who_proposed_is_in_the_index(clause, signature):
    author = MemberFactory(name="Apolline Zwykowska", function="Fontainière")
    propose(clause, by=author, signature=signature)
    told = " ".join(str(value) for row in rows() for value in row)
    for word in ("Apolline", "Zwykowska", "Fontainière", author.department.name, str(author.pseudonym)):
        assert word not in told


def test_a_clause_moved_by_hand_keeps_one_row(clause):
    rows()
    set_by_hand(clause, position=7)
    rows()
    assert SearchText.objects.filter(kind="clause").count() == 1
