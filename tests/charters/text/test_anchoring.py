"""Comments on passages: made, carried over, settled."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charters.deliberation.editing import edit_clause, remove_clause
from charters.text import anchoring
from charters.text.anchors import Anchor, Placement
from feedback.models import Comment
from feedback.voices import answering, discussions
from governance.models import SignsAs
from governance.refusals import Refused
from governance.signing import Stale
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db
State = Placement.State
TEXT = "Le compte rendu part sous huit jours. Chacun peut le corriger. Le binôme veille."


class Scene:
    def __init__(self):
        self.clause = ClauseFactory(text=TEXT)
        self.author, self.facilitator = MemberFactory(), MemberFactory(facilitator=True)

    def comment(self, words, *, revision=None, read=None, **said):
        read = read or self.clause.text
        start = read.index(words)
        said = {"kind": Comment.Kind.QUESTION, "text": "Why?", "signature": SignsAs.NAME} | said
        return anchoring.comment_on_passage(
            self.clause, by=said.pop("by", self.author), read_text=read, revision=revision or self.clause.revision,
            start=start, end=start + len(words), **said,
        )  # fmt: skip

    def edit(self, old, new=""):
        self.clause = edit_clause(
            self.clause, by=self.facilitator, reason="r", words={"text": self.clause.text.replace(old, new)},
            seen=self.clause.row_version,
        )  # fmt: skip

    def mark(self, comment):
        """What a page open now would send back."""
        return anchoring.mark_of(self.clause, Placement.objects.get(anchor=comment.pk, is_current=True))

    def standing(self, comment):
        now = Placement.objects.get(anchor=comment.pk, is_current=True)
        return now.state, None if now.start is None else self.clause.text[now.start : now.end]


@pytest.fixture
def scene():
    return Scene()


def test_the_words_and_what_is_around_them_are_kept(scene):
    comment = scene.comment("huit jours")
    anchor = Anchor.objects.get(pk=comment.pk)
    assert (anchor.exact, anchor.revision) == ("huit jours", 1)
    assert (anchor.prefix, anchor.suffix) == (
        "Le compte rendu part sous ", ". Chacun peut le corriger. Le binôme vei"
    )  # fmt: skip
    assert scene.standing(comment) == (State.PLACED, "huit jours")


def test_half_a_word_is_a_word(scene):
    assert Anchor.objects.get(pk=scene.comment("uit jou").pk).exact == "huit jours"


def test_marks_alone_are_not_words(scene):
    with pytest.raises(Refused, match="no word there"):
        scene.comment(". ")
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Le compte", "Ici, le compte", (State.PLACED, "Chacun peut le corriger")),
        ("peut", "doit", (State.MOVED, "Chacun doit le corriger")),
        ("Chacun peut le corriger. ", "", (State.ORPHANED, None)),
    ],
)
def test_each_comment_is_carried_over_when_the_clause_changes(scene, old, new, expected):
    comment = scene.comment("Chacun peut le corriger")
    scene.edit(old, new)
    assert scene.standing(comment) == expected


def test_where_it_stood_before_stays_readable(scene):
    comment = scene.comment("Chacun peut le corriger")
    scene.edit("peut", "doit")
    scene.edit("doit", "devra")
    rows = Placement.objects.filter(anchor=comment.pk).order_by("revision").values_list("revision", "state")
    assert list(rows) == [(1, State.PLACED), (2, State.MOVED), (3, State.MOVED)]


def test_a_comment_written_while_the_clause_changed_lands_where_its_words_now_are(scene):
    scene.edit("Le compte", "Ici, le compte")
    comment = scene.comment("huit jours", revision=1, read=TEXT)
    assert scene.standing(comment) == (State.PLACED, "huit jours")
    assert Anchor.objects.get(pk=comment.pk).revision == 1
    scene.edit("huit jours", "dix mois")
    late = scene.comment("sous huit jours", revision=1, read=TEXT)
    assert scene.standing(late)[0] != State.PLACED


def test_many_comments_cost_as_many_queries_as_one(scene):
    scene.comment("peut")
    with CaptureQueriesContext(connection) as one:
        scene.edit("Chacun peut", "Tous doivent")
    for _ in range(30):
        scene.comment("doivent")
    with CaptureQueriesContext(connection) as many:
        scene.edit("Tous doivent", "On devra")
    assert len(many) <= len(one)


# --- What people settle ----------------------------------------------------------------------------


def test_its_author_says_that_it_is_still_right(scene):
    comment = scene.comment("Chacun peut le corriger", signature=SignsAs.ANONYMOUS)
    scene.edit("peut", "doit")
    anchoring.confirm_place(comment, by=scene.author, seen=scene.mark(comment))
    assert scene.standing(comment) == (State.PLACED, "Chacun doit le corriger")
    scene.edit("Le compte", "Ici, le compte")
    assert scene.standing(comment) == (State.PLACED, "Chacun doit le corriger")


def test_settled_words_are_what_is_followed_next(scene):
    comment = scene.comment("Chacun peut le corriger")
    scene.edit("peut", "doit")
    anchoring.confirm_place(comment, by=scene.facilitator, seen=scene.mark(comment))
    scene.edit("doit le corriger", "relit")
    assert scene.standing(comment)[0] != State.PLACED


def test_a_comment_without_words_is_attached_to_others(scene):
    comment = scene.comment("Chacun peut le corriger")
    scene.edit("Chacun peut le corriger. ")
    start = scene.clause.text.index("binôme")
    anchoring.attach(comment, by=scene.facilitator, seen=scene.mark(comment), start=start, end=start + 3)
    assert scene.standing(comment) == (State.PLACED, "binôme")
    assert Anchor.objects.get(pk=comment.pk).exact == "Chacun peut le corriger"


def test_or_is_about_the_whole_clause_from_then_on(scene):
    comment = scene.comment("Chacun peut le corriger")
    scene.edit("Chacun peut le corriger. ")
    anchoring.detach(comment, by=scene.author, seen=scene.mark(comment))
    scene.edit("veille", "veille. Chacun peut le corriger")
    assert scene.standing(comment) == (State.WHOLE, None)


def test_nobody_else_settles(scene):
    comment = scene.comment("Chacun")
    scene.edit("Chacun", "Tous")
    for act in (
        lambda by: anchoring.confirm_place(comment, by=by, seen=scene.mark(comment)),
        lambda by: anchoring.detach(comment, by=by, seen=scene.mark(comment)),
        lambda by: anchoring.attach(comment, by=by, seen=scene.mark(comment), start=0, end=2),
    ):
        with pytest.raises(PermissionDenied):
            act(MemberFactory())


def test_nothing_is_settled_on_a_text_that_was_not_read(scene):
    comment = scene.comment("Chacun peut le corriger")
    scene.edit("peut", "doit")
    was = scene.mark(comment)
    scene.edit("Le compte", "Ici, le compte")
    with pytest.raises(Stale):
        anchoring.confirm_place(comment, by=scene.author, seen=was)
    anchoring.confirm_place(comment, by=scene.author, seen=scene.mark(comment))
    with pytest.raises(Refused, match="settled"):
        anchoring.confirm_place(comment, by=scene.author, seen=scene.mark(comment))


def test_what_someone_else_settled_meanwhile_is_read_first(scene):
    comment = scene.comment("Chacun peut le corriger")
    scene.edit("peut", "doit")
    seen = scene.mark(comment)
    anchoring.detach(comment, by=scene.author, seen=seen)
    with pytest.raises(Stale, match="someone else"):
        anchoring.attach(comment, by=scene.facilitator, seen=seen, start=0, end=2)
    assert scene.standing(comment) == (State.WHOLE, None)
    anchoring.attach(comment, by=scene.facilitator, seen=scene.mark(comment), start=0, end=2)
    rows = Placement.objects.filter(anchor=comment.pk).order_by("number").values_list("number", "state", "settled")
    assert list(rows) == [
        (1, State.PLACED, False), (2, State.MOVED, False), (3, State.WHOLE, True), (4, State.PLACED, True),
    ]  # fmt: skip


def test_words_that_a_person_chose_are_said_beside_those_it_was_about(scene, client):
    comment = scene.comment("huit jours", text="Too short?")
    client.force_login(MemberFactory())
    said = "Put by a person on these words:"

    def page():
        return client.get(scene.clause.get_absolute_url(), headers={"accept-language": "en"}).content.decode()

    assert said not in page()
    start = TEXT.index("binôme")
    anchoring.attach(comment, by=scene.facilitator, seen=scene.mark(comment), start=start, end=start + 3)
    assert said in page()
    scene.edit("Le compte", "Ici, le compte")
    assert scene.standing(comment) == (State.PLACED, "binôme")
    assert re.search(rf"{said} <span[^>]*>«&nbsp;binôme&nbsp;»", page())


def test_what_was_withdrawn_or_joined_waits_no_more(scene):
    kept, gone, joined = (scene.comment("peut le corriger") for _ in range(3))
    scene.edit("peut", "doit")
    answering.withdraw(gone, by=scene.author)
    answering.join(joined, by=scene.facilitator, to=kept, reason="The same.")
    assert {row.anchor_id for row in anchoring.waiting_on(scene.clause)} == {kept.pk}


def test_what_waits_is_counted_while_it_is_discussed(scene):
    moved, gone, kept = (scene.comment(words) for words in ("peut le corriger", "sous huit jours", "binôme veille"))
    scene.edit("peut", "doit")
    scene.edit(" sous huit jours")
    assert {row.anchor_id for row in anchoring.waiting_on(scene.clause)} == {moved.pk, gone.pk}
    discussions.resolve(gone, by=scene.facilitator, reason="Done.")
    assert {row.anchor_id for row in anchoring.waiting_on(scene.clause)} == {moved.pk}
    assert scene.standing(kept)[0] == State.PLACED


def test_the_words_a_comment_was_about_are_sealed(scene):
    comment = scene.comment("binôme")
    with pytest.raises(DatabaseError), transaction.atomic():
        Anchor.objects.filter(pk=comment.pk).update(exact="other")


# --- On the pages ----------------------------------------------------------------------------------


def test_the_passage_is_marked_and_leads_to_its_discussions(scene, client):
    scene.comment("huit jours", text="Too short?")
    scene.comment("binôme", text="Who?")
    client.force_login(MemberFactory())
    page = client.get(scene.clause.get_absolute_url()).content.decode()
    start = TEXT.index("huit")
    assert f'href="?passage={start}-{start + 10}#discussion"' in page
    assert "Too short?" in page
    assert "Who?" in page
    only = client.get(f"{scene.clause.get_absolute_url()}?passage={start}-{start + 10}").content.decode()
    assert "Too short?" in only
    assert "Who?" not in only


@pytest.mark.parametrize("asked", ["", "x", "1", "9-3", "0-99999999", "-", "²-3", "0-5000"])
def test_a_passage_that_means_nothing_shows_the_whole_discussion(scene, client, asked):
    scene.comment("binôme", text="Who?")
    client.force_login(MemberFactory())
    assert "Who?" in client.get(f"{scene.clause.get_absolute_url()}?passage={asked}").content.decode()


@pytest.mark.parametrize("revision", [0, 2, 999999])
def test_no_comment_is_anchored_in_a_revision_that_does_not_exist(scene, revision):
    with pytest.raises(Refused, match="does not exist"):
        anchoring.comment_on_passage(
            scene.clause, by=scene.author, read_text=TEXT, revision=revision, start=0, end=9,
            kind=Comment.Kind.QUESTION, text="Why?", signature=SignsAs.NAME,
        )  # fmt: skip
    assert not Comment.objects.exists()


def test_the_revision_that_is_kept_is_the_one_that_was_read(scene, client):
    scene.edit("huit", "dix")
    client.force_login(scene.author)
    address = reverse("passage-new", args=[scene.clause.charter.slug, scene.clause.code])
    typed = {"revision": " 999999", "first": "0", "last": "9", "text": "Why?", "kind": "question", "signature": "name"}
    client.post(address, typed)
    assert list(Anchor.objects.values_list("revision", "exact")) == [(2, "Le compte")]


def test_nothing_is_put_in_its_place_in_a_clause_that_is_gone(scene):
    comment = scene.comment("Chacun peut le corriger")
    remove_clause(scene.clause, by=scene.facilitator, reason="r", seen=scene.clause.row_version)
    scene.clause.refresh_from_db()
    with pytest.raises(Refused, match="removed"):
        anchoring.attach(comment, by=scene.author, seen=scene.mark(comment), start=0, end=9)
