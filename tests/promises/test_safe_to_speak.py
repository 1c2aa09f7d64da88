"""Promise 5: nothing in the database leads to the author of an anonymous contribution."""

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from charters.models import Clause, Proposal
from feedback.models import Comment, Outcome
from feedback.projects.answering import answer_entry
from feedback.voices.answering import answer
from feedback.voices.signing import digest_of
from feedback.voices.threads import add_comment
from governance.models import SignsAs
from tests.charters.consent.circle import Circle
from tests.factories import ClauseFactory, CommentFactory, FeedbackFactory, MemberFactory

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
        {
            "in_part": "", "title": clause.title, "text": "Other words.", "answer": "Yes.", "seen": clause.row_version,
            "wording": 1,
        },
    )  # fmt: skip
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


def read_in(page):
    """What the form of the first page says when its button is clicked."""
    return re.findall(r'name="read" value="([^"]+)"', page)


def addresses_of(answer, sent_to):
    """All that a journal of the server could keep of an exchange: each address asked for, and each that it led to."""
    asked = [sent_to, *(address for address, _status in answer.redirect_chain)]
    last = answer.request
    return [*asked, f"{last['PATH_INFO']}?{last['QUERY_STRING']}", answer.headers.get("Location", "")]


def anonymous_words(circle, author):
    """One answered contribution of each kind by which one speaks anonymously, with all that names it."""
    from charters.deliberation import answering as proposals

    position = circle.position(by=author, signature=SignsAs.ANONYMOUS)
    circle.go_to("decide")
    circle.decide()
    circle.author = author
    proposal = circle.propose(signature=SignsAs.ANONYMOUS)
    proposals.decline(proposal, by=circle.facilitator, answer="The first half.", seen=1)
    mark = uuid.uuid4()
    entry = FeedbackFactory(
        pk=mark, author=None, signature=SignsAs.ANONYMOUS, author_digest=digest_of(author, mark), written_at=None
    )
    answer_entry(entry, by=circle.facilitator, outcome=Outcome.IN_PART, reason="The first half.")
    comment = CommentFactory(thread=circle.clause.thread, by=author, signature=SignsAs.ANONYMOUS)
    answer(comment, by=circle.facilitator, outcome=Outcome.IN_PART, reason="The first half.")
    return {
        "position": [position.pk, circle.round.code],
        "proposal": [proposal.pk, proposal.code],
        "feedback": [entry.pk, entry.code],
        "comment": [comment.pk],
    }


def test_no_address_names_an_anonymous_contribution_when_its_author_reads_the_answer(client):
    """Journals keep addresses, and from which device: from the first page back to it, none says whose words these
    are, and reading the answer asks for no other page."""
    circle, author = Circle("object"), MemberFactory()
    names = anonymous_words(circle, author)
    client.cookies["django_language"] = "en"
    client.force_login(author)

    home = client.get("/", follow=True)
    page = home.content.decode()
    told = page[page.index("contributions of yours were answered") : page.index("I have read them")]
    read = read_in(told)
    done = client.post(reverse("told"), {"read": read}, follow=True)

    assert {mark.partition(":")[0] for mark in read} == names.keys()
    assert told.count("The first half.") == 3
    assert "Good enough to try." in told
    led_to = re.findall(r'\b(?:href|src|formaction|action|hx-\w+)="([^"]*)"', told)
    assert {address for address in led_to if "/static/icons.svg#" not in address} == {reverse("told")}
    assert [(address, status) for address, status in done.redirect_chain] == [("/", 303)]
    assert done.status_code == 200
    visited = addresses_of(home, "/") + addresses_of(done, reverse("told"))
    for kind, marks in names.items():
        for mark in marks:
            assert not [address for address in visited if str(mark) in address], f"an address names the {kind}"
    assert not read_in(done.content.decode()), "once is enough"


def test_the_page_on_personal_data_says_which_acts_name_a_contribution_in_their_address(client):
    client.cookies["django_language"] = "en"
    page = client.get(reverse("privacy")).content.decode()
    assert "to withdraw, confirm or amend it" in page
    assert "whoever keeps the journals of the server" in page


def test_an_anonymous_author_who_reads_their_answer_leaves_one_mark_that_says_nothing(client, caplog):
    """Only that somebody needs no more telling: no row, no time, no journal."""
    clause, author = ClauseFactory(), MemberFactory()
    comment = add_comment(clause.thread, by=author, kind="question", text="Words.", signature=SignsAs.ANONYMOUS)
    answer(comment, by=MemberFactory(facilitator=True), outcome=Outcome.IN_PART, reason="The first half.")
    client.force_login(author)
    caplog.set_level("DEBUG")
    before = every_row()

    home = client.get("/").content.decode()
    client.post(reverse("told"), {"read": read_in(home)})

    after = every_row()
    changed = {table for table in after if before[table] != after[table]} - {"governance_pulse"}
    assert changed == {"feedback_comment"}
    (was,), (now,) = before["feedback_comment"] - after["feedback_comment"], after["feedback_comment"]
    assert set(now) - set(was) == {("author_told", "True")}
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in said if str(comment.pk) in line]
    assert not Comment.objects.get().author_id
