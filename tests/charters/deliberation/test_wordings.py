"""The words of a proposal: carried over, confirmed, amended; and what becomes of its supports."""

import pytest
from django.db import DatabaseError, transaction

from charters.deliberation import answering, proposing, wordings
from charters.deliberation.editing import edit_clause, remove_clause
from charters.deliberation.models import Proposal, ProposalWording
from charters.models import Clause
from charters.text import drafting
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db
Kind, Origin = Proposal.Kind, ProposalWording.Origin
TEXT = "Chaque service annonce ses contraintes. Il partage les informations. Le bilan est écrit."


class Scene:
    def __init__(self):
        self.clause = ClauseFactory(text=TEXT, title="Annoncer")
        self.author, self.facilitator = MemberFactory(), MemberFactory(facilitator=True)
        self.supporters = [MemberFactory(), MemberFactory()]

    def ask(self, old, new, *, by=None, signature=SignsAs.NAME, **more):
        clause = Clause.objects.get(pk=self.clause.pk)
        asked = {"kind": Kind.WORDING, "proposed_text": clause.text.replace(old, new)} | more
        proposal = proposing.propose(
            clause.charter, by=by or self.author, signature=signature, title="Ask", motive="Lived so.",
            clause=clause, base_revision=clause.revision, **asked,
        )  # fmt: skip
        for member in self.supporters:
            proposing.support(proposal, by=member, seen=1)
        return self.now(proposal)

    def edit(self, old, new):
        clause = Clause.objects.get(pk=self.clause.pk)
        words = {"text": clause.text.replace(old, new)}
        self.clause = edit_clause(clause, by=self.facilitator, reason="r", words=words, seen=clause.row_version)

    def now(self, proposal):
        return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture
def scene():
    return Scene()


def test_what_was_proposed_is_the_first_wording(scene):
    proposal = scene.ask("contraintes", "limites")
    wording = proposal.wordings.get()
    assert (wording.number, wording.origin, wording.text) == (1, Origin.PROPOSED, proposal.proposed_text)


def test_no_wording_is_ever_altered(scene):
    proposal = scene.ask("contraintes", "limites")
    with pytest.raises(DatabaseError), transaction.atomic():
        ProposalWording.objects.filter(proposal=proposal).update(text="Other.")


# --- Carried over ----------------------------------------------------------------------------------


def test_untouched_it_is_written_anew_on_the_present_text_and_keeps_its_supports(scene):
    proposal = scene.ask("contraintes", "limites")
    scene.edit("Le bilan est écrit.", "Le bilan est écrit et lu.")
    proposal = scene.now(proposal)
    assert proposal.proposed_text == (
        "Chaque service annonce ses limites. Il partage les informations. Le bilan est écrit et lu."
    )
    assert (proposal.base_revision, proposal.wording, proposal.counted_supports) == (2, 2, 2)
    assert [row.origin for row in wordings.wordings_of(proposal)] == [Origin.CARRIED_OVER, Origin.PROPOSED]


@pytest.mark.parametrize(
    ("old", "new"),
    [("contraintes", "besoins"), ("ses contraintes", "ce qui le gêne"), ("contraintes", "limites")],
)
def test_touched_inside_its_own_change_it_waits_for_its_author(scene, old, new):
    proposal = scene.ask("contraintes", "limites")
    scene.edit(old, new)
    proposal = scene.now(proposal)
    assert proposal.awaits_confirmation
    assert (proposal.counted_supports, proposal.support_count, proposal.wording) == (0, 2, 1)
    with pytest.raises(Refused):
        proposing.support(proposal, by=MemberFactory(), seen=1)


def test_a_removal_and_a_move_just_follow(scene):
    removal = scene.ask("", "", kind=Kind.REMOVAL, proposed_text="")
    scene.edit("contraintes", "limites")
    removal = scene.now(removal)
    assert (removal.base_revision, removal.awaits_confirmation, removal.counted_supports) == (2, False, 2)


def test_a_clause_that_leaves_the_text_leaves_its_proposals_as_they_are(scene):
    proposal = scene.ask("contraintes", "limites")
    remove_clause(scene.clause, by=scene.facilitator, reason="r", seen=scene.clause.row_version)
    assert (scene.now(proposal).wording, scene.now(proposal).awaits_confirmation) == (1, False)


def test_taking_one_up_carries_the_other_over_in_either_order(scene):
    results = []
    for order in ((0, 1), (1, 0)):
        scene = Scene()
        asked = [scene.ask("contraintes", "limites"), scene.ask("écrit", "publié")]
        for place in order:
            clause = Clause.objects.get(pk=scene.clause.pk)
            answering.take_up(scene.now(asked[place]), by=scene.facilitator, answer="Yes.", seen=clause.row_version)
        results.append(Clause.objects.get(pk=scene.clause.pk).text)
    assert results == ["Chaque service annonce ses limites. Il partage les informations. Le bilan est publié."] * 2


# --- Confirmed -------------------------------------------------------------------------------------


def waiting(scene, **more):
    proposal = scene.ask("contraintes", "limites", **more)
    scene.edit("contraintes", "besoins")
    return scene.now(proposal)


def test_confirmed_with_the_words_suggested_its_supports_count_again(scene):
    proposal = waiting(scene)
    title, text = wordings.suggestion(proposal, scene.clause)
    assert text == TEXT.replace("contraintes", "limites")
    proposal = wordings.confirm(proposal, by=scene.author, title=title, text=text, seen=2)
    assert (proposal.awaits_confirmation, proposal.counted_supports, proposal.base_revision) == (False, 2, 2)
    assert proposal.wordings.get(number=2).origin == Origin.CONFIRMED


def test_confirmed_with_other_words_they_have_to_be_given_again(scene):
    proposal = waiting(scene)
    proposal = wordings.confirm(proposal, by=scene.author, title="", text="Autre chose.", seen=2)
    assert (proposal.counted_supports, proposal.substance) == (0, 2)
    proposing.support(proposal, by=scene.supporters[0], seen=2)
    assert scene.now(proposal).counted_supports == 1


def test_an_anonymous_author_confirms_and_leaves_nothing(scene):
    proposal = waiting(scene, signature=SignsAs.ANONYMOUS)
    proposal = wordings.confirm(proposal, by=scene.author, title="", text="Autre chose.", seen=2)
    assert (proposal.author, proposal.written_at, proposal.entered_by) == (None, None, None)
    assert {field.name for field in ProposalWording._meta.fields} == {
        "id", "proposal", "number", "substance", "origin", "base_revision", "title", "text", "reason", "on", "by",
    }  # fmt: skip
    assert not ProposalWording.objects.exclude(by=None).exists()


def test_only_its_author_or_for_a_card_a_facilitator_confirms(scene):
    proposal = waiting(scene)
    for stranger in (MemberFactory(), scene.facilitator):
        with pytest.raises(Refused, match="Only its author"):
            wordings.confirm(proposal, by=stranger, title="", text="Autre chose.", seen=2)
    card = OnBehalf(channel=Channel.PAPER_CARD)
    entered = scene.ask("informations", "nouvelles", by=scene.facilitator, on_behalf=card)
    scene.edit("informations", "dossiers")
    other = MemberFactory(facilitator=True)
    wordings.confirm(scene.now(entered), by=other, title="", text="Autre chose.", seen=3)
    assert not scene.now(entered).awaits_confirmation
    # who set the words of a card, each time: nobody else's words say it
    kept = entered.wordings.order_by("number").values_list("by", flat=True)
    assert list(kept) == [scene.facilitator.pseudonym, other.pseudonym]
    assert not proposal.wordings.exclude(by=None).exists()


def test_nothing_is_confirmed_on_a_text_that_was_not_read(scene):
    proposal = waiting(scene)
    with pytest.raises(Stale):
        wordings.confirm(proposal, by=scene.author, title="", text="Autre chose.", seen=1)
    with pytest.raises(Refused, match="word for word"):
        wordings.confirm(proposal, by=scene.author, title="", text=scene.clause.text, seen=2)


# --- Amended ---------------------------------------------------------------------------------------


def test_amended_it_starts_again_without_supports_and_says_why(scene):
    proposal = scene.ask("contraintes", "limites")
    proposal = wordings.amend(proposal, by=scene.author, title="", text="Autre chose.", reason="Après débat.", seen=1)
    assert (proposal.wording, proposal.substance, proposal.counted_supports) == (2, 2, 0)
    former = wordings.former_wordings(proposal)
    assert [(each.wording.number, each.next.reason) for each in former] == [(1, "Après débat.")]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"reason": " "}, "Say why"),
        ({"text": TEXT.replace("contraintes", "limites")}, "present words of your proposal"),
        ({"text": TEXT}, "word for word"),
        ({"seen": 7}, "changed while you were writing"),
        ({"by": "stranger"}, "Only its author"),
    ],
)
def test_what_may_not_be_amended_is_told_why(scene, change, error):
    proposal = scene.ask("contraintes", "limites")
    said = {"by": scene.author, "title": "", "text": "Autre chose.", "reason": "r", "seen": 1} | change
    if said["by"] == "stranger":
        said["by"] = MemberFactory()
    with pytest.raises(Refused, match=error):
        wordings.amend(proposal, **said)


def test_an_answered_proposal_is_not_amended(scene):
    proposal = scene.ask("contraintes", "limites")
    answering.decline(proposal, by=scene.facilitator, outcome="rejete", answer="No.", seen=1)
    with pytest.raises(Refused, match="answered meanwhile"):
        wordings.amend(proposal, by=scene.author, title="", text="Autre chose.", reason="r", seen=1)


# --- Words that nobody was told about --------------------------------------------------------------


def left_behind(scene):
    """A proposal on an older text that nothing carried over, as before wordings were kept."""
    proposal = scene.ask("contraintes", "limites")
    clause = Clause.objects.get(pk=scene.clause.pk)
    words = {"text": clause.text.replace("écrit", "écrit et lu")}
    scene.clause = drafting.edit_clause(clause, by=scene.facilitator, reason="r", words=words, seen=clause.row_version)
    assert scene.now(proposal).base_revision == 1
    return scene.now(proposal)


def test_one_left_behind_is_carried_over_before_it_is_amended(scene):
    proposal = left_behind(scene)
    text = TEXT.replace("contraintes", "bornes")
    wordings.amend(proposal, by=scene.author, title="Annoncer", text=text, reason="Plus juste.", seen=1)
    proposal = scene.now(proposal)
    assert (proposal.base_revision, proposal.proposed_title) == (2, "")
    assert proposal.proposed_text == text.replace("écrit", "écrit et lu")
    assert [row.origin for row in wordings.wordings_of(proposal)][:2] == [Origin.AMENDED, Origin.CARRIED_OVER]


def test_one_left_behind_inside_its_words_is_confirmed_first(scene):
    proposal = scene.ask("contraintes", "limites")
    clause = Clause.objects.get(pk=scene.clause.pk)
    words = {"text": clause.text.replace("contraintes", "besoins")}
    drafting.edit_clause(clause, by=scene.facilitator, reason="r", words=words, seen=clause.row_version)
    text = TEXT.replace("contraintes", "bornes")
    with pytest.raises(Refused, match="confirm what you ask for"):
        wordings.amend(proposal, by=scene.author, title="", text=text, reason="Plus juste.", seen=1)
    assert wordings.confirm(proposal, by=scene.author, title="", text=text, seen=2).base_revision == 2


def test_words_that_came_from_a_file_are_nobodys_to_change_here(scene):
    proposal = scene.ask("contraintes", "limites")
    Proposal.objects.filter(pk=proposal.pk).update(author_digest="")  # as an import leaves it
    proposal = scene.now(proposal)
    for member in (scene.facilitator, scene.author):
        assert not wordings.may_speak_for(proposal, by=member)
        with pytest.raises(Refused, match="Only its author"):
            wordings.amend(proposal, by=member, title="", text="Autre chose.", reason="r", seen=1)
