"""Promise 5: nothing in the database leads to the author of an anonymous contribution."""

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from charters.models import Clause, Proposal
from feedback.models import Comment, Outcome
from feedback.voices.answering import answer
from feedback.voices.threads import add_comment
from governance.models import SignsAs
from tests.factories import ClauseFactory, MemberFactory

pytestmark = pytest.mark.django_db


def every_row() -> dict[str, set[tuple[tuple[str, object], ...]]]:
    """Every row of every table, as (column, value) pairs."""
    rows: dict[str, set] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column.name for column in cursor.description]
            rows[table] = {tuple(zip(columns, map(repr, row), strict=True)) for row in cursor.fetchall()}
    return rows


def written_between(before, after):
    """Table, column and value of every row written or changed meanwhile."""
    for table, rows in after.items():
        for row in rows - before.get(table, set()):
            for column, value in row:
                yield table, column, value


def test_an_anonymous_proposal_once_taken_up_leads_to_nobody(client):
    clause, facilitator = ClauseFactory(), MemberFactory(facilitator=True)
    author = MemberFactory(name="Camille Introuvable", function="Fonction introuvable", category="C")
    client.force_login(author)
    session = client.session.session_key
    before = every_row()

    sent = client.post(
        reverse("propose-wording", args=[clause.charter.slug, clause.code]),
        {
            "proposed_text": "Other words.", "title": "Title", "motive": "Motive", "signature": SignsAs.ANONYMOUS,
            "base_revision": 1,
        },
    )  # fmt: skip
    assert sent.status_code == 303
    proposal = Proposal.objects.get()
    client.post(
        reverse("clause-comment", args=[clause.charter.slug, clause.code]),
        {"text": "Words.", "kind": "question", "signature": SignsAs.ANONYMOUS},
    )
    assert Comment.objects.count() == 1
    after_speaking = every_row()

    client.force_login(facilitator)
    taken = client.post(
        reverse("proposal-take-up", args=[clause.charter.slug, proposal.code]),
        {"in_part": "", "title": clause.title, "text": "Other words.", "answer": "Yes.", "seen": clause.row_version},
    )
    assert taken.status_code == 303
    assert Clause.objects.get().revision == 2
    after = every_row()

    traces = [str(author.pseudonym), author.pseudonym.hex, author.email, author.name, author.function, session]
    for table, column, value in [*written_between(before, after_speaking), *written_between(after_speaking, after)]:
        for trace in traces:
            assert trace not in value, f"{table}.{column} leads to the author"
        if value.isdigit() and column.endswith(("author_id", "member_id", "user_id", "_by_id")):
            assert int(value) != author.pk, f"{table}.{column} is the author"
    spoken = {table for table, _, _ in written_between(before, after_speaking)}
    assert spoken == {
        "charters_proposal", "charters_proposalwording", "charters_clause", "feedback_comment", "feedback_thread",
    }, "speaking anonymously writes nowhere else"  # fmt: skip
    for table, column, value in written_between(before, after_speaking):
        exact = re.search(r"datetime\.datetime\(", value)
        assert not exact or table == "charters_clause", f"{table}.{column} says when"


def test_an_anonymous_contribution_keeps_a_day_a_random_id_and_only_large_groups():
    from charters.deliberation.proposing import propose

    clause = ClauseFactory()
    author = MemberFactory(department__small=True, category="A")
    proposal = propose(
        clause.charter, by=author, kind=Proposal.Kind.REMOVAL, clause=clause, signature=SignsAs.ANONYMOUS, title="t",
        motive="m", base_revision=1,
    )  # fmt: skip
    proposal.refresh_from_db()
    assert (proposal.author, proposal.function, proposal.written_at, proposal.department) == (None, "", None, None)
    assert (proposal.category, proposal.pole, proposal.printed_as) == ("", "", "")
    assert proposal.written_on == datetime.date.today()  # noqa: DTZ011 a day, as the calendar says
    assert proposal.pk.version == 4
    assert isinstance(proposal.pk, uuid.UUID)


def test_the_author_finds_it_again_and_nobody_else_does(client):
    from charters.deliberation.proposing import propose
    from feedback.voices.signing import is_mine

    clause, author = ClauseFactory(), MemberFactory()
    proposal = propose(
        clause.charter, by=author, kind=Proposal.Kind.REMOVAL, clause=clause, signature=SignsAs.ANONYMOUS, title="t",
        motive="m", base_revision=1,
    )  # fmt: skip
    assert is_mine(proposal, author)
    assert not is_mine(proposal, MemberFactory())
    client.cookies["django_language"] = "en"
    client.force_login(author)
    assert "Withdraw my proposal" in client.get(proposal.get_absolute_url()).content.decode()
    client.force_login(MemberFactory(facilitator=True))
    assert "Withdraw my proposal" not in client.get(proposal.get_absolute_url()).content.decode()


def test_an_anonymous_author_who_reads_their_answer_leaves_one_mark_that_says_nothing(client, caplog):
    """Only that somebody needs no more telling: no row, no time, no journal, no address that leads to the author."""
    clause, author = ClauseFactory(), MemberFactory()
    comment = add_comment(clause.thread, by=author, kind="question", text="Words.", signature=SignsAs.ANONYMOUS)
    answer(comment, by=MemberFactory(facilitator=True), outcome=Outcome.IN_PART, reason="The first half.")
    client.force_login(author)
    caplog.set_level("DEBUG")
    before = every_row()

    home = client.get("/").content.decode()
    opened = client.post(reverse("told"), {"kind": "comment", "pk": comment.pk})

    after = every_row()
    assert str(comment.pk) in home
    assert opened.status_code == 303
    assert str(comment.pk) not in opened.request["PATH_INFO"]
    changed = {table for table in after if before[table] != after[table]} - {"governance_pulse"}
    assert changed == {"feedback_comment"}
    (was,), (now,) = before["feedback_comment"] - after["feedback_comment"], after["feedback_comment"]
    assert set(now) - set(was) == {("author_told", "True")}
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in said if str(comment.pk) in line]
    assert not Comment.objects.get().author_id
