"""Fifty people act at once, each from a browser of their own: what was acknowledged is there, once, and adds up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from charters.consent.models import Position
from charters.deliberation import proposing
from charters.models import Clause, Proposal
from feedback.models import Thread
from tests.factories import MemberFactory
from tests.promises.crowd import Crowd, Written, in_turn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """What only tests do would keep people apart: each connection would look after the embedded server in turn, and
    each client would copy whatever any of them renders."""
    ours = connections["default"]
    parameters = ours.get_connection_params()
    monkeypatch.setattr(type(ours), "get_connection_params", lambda self: dict(parameters))
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)


@pytest.fixture(autouse=True)
def no_deadlock() -> Iterator[None]:
    """PostgreSQL solves a deadlock by refusing one of those who wait: it never had to."""
    before = deadlocks()
    yield
    assert deadlocks() == before


def deadlocks() -> int:
    """How many the database met: a connection says so when it ends, so that those of others are waited for."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                break
            time.sleep(0.05)
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def supporters(written: list[Written], proposal: Proposal) -> int:
    return len({each.by for each in written if (each.what, each.about) == ("support", proposal.pk)})


def test_on_one_clause_nothing_acknowledged_is_lost_and_every_count_is_right():
    crowd = Crowd()
    taken, disputed, withdrawn, amended = ([crowd.proposal() for _ in range(3)] for _ in range(4))
    (_author, debated), (_author, supported) = crowd.proposal(), crowd.proposal()
    round = crowd.round_on(debated, MemberFactory(facilitator=True))
    for _author, proposal in taken:
        crowd.facilitator(crowd.take_up(proposal))
    for _author, proposal in disputed:
        crowd.facilitator(crowd.take_up(proposal))
        crowd.facilitator(crowd.decline(proposal))
    for author, proposal in withdrawn:
        crowd.someone(crowd.withdraw(proposal), member=author)
        crowd.facilitator(crowd.take_up(proposal))
    for author, proposal in amended:
        crowd.someone(crowd.amend(proposal), member=author)
        crowd.someone(crowd.support(proposal))
    edited = [next(crowd.sentences) for _ in range(5)]
    for number in edited:
        crowd.facilitator(crowd.edit(number))
    for _ in range(3):
        crowd.someone(crowd.propose(next(crowd.sentences)))
    for _ in range(6):
        crowd.someone(crowd.object(round))
        crowd.someone(crowd.support(supported))
    for _ in range(3):
        crowd.someone(crowd.support(supported, again=True))
    for _ in range(3):
        crowd.someone(crowd.comment())
        crowd.someone(crowd.comment("proposal-comment", debated.code))

    written = crowd.all_at_once()

    crowd.adds_up(written)
    whats = Counter(each.what for each in written)
    assert whats["comment"] == 6
    assert whats["propose"] == 3
    assert whats["edit"] == 5
    clause = Clause.objects.get(pk=crowd.clause.pk)
    assert [each.about for each in written if each.what == "edit" and each.about not in clause.text] == []
    supported.refresh_from_db()
    assert supported.support_count == supported.supports.count() == supporters(written, supported) == 6
    assert Position.objects.filter(is_current=True).count() == whats["object"] == 6


def test_supports_count_once_each_while_their_proposal_changes():
    crowd = Crowd()
    author, amended = crowd.proposal()
    _author, still = crowd.proposal()
    crowd.someone(in_turn(*(crowd.amend(amended, number) for number in (1, 2, 3))), member=author)
    for proposal in (amended, still):
        for hands in (1, 2) * 6:
            crowd.someone(crowd.support(proposal), hands=hands)
        for _ in range(6):
            crowd.someone(crowd.support(proposal, again=True))
    for hands in (1, 2) * 3:
        member = MemberFactory()
        proposing.support(still, by=member, seen=1)
        crowd.someone(crowd.support(still, back=True), member=member, hands=hands)
    for _ in range(6):
        member = MemberFactory()
        proposing.support(amended, by=member, seen=1)
        crowd.someone(crowd.support(amended, back=True, again=True), member=member)
    crowd.facilitator(crowd.edit(next(crowd.sentences)))

    written = crowd.all_at_once()

    crowd.adds_up(written)
    assert Counter(each.what for each in written)["amend"] == 3
    still.refresh_from_db()
    assert still.support_count == still.supports.count() == supporters(written, still) == 12
    assert amended.supports.count() == supporters(written, amended) == 18


def test_a_discussion_counts_every_comment_while_its_clause_changes():
    crowd = Crowd()
    for number in range(1, 24):
        crowd.someone(crowd.comment())
        crowd.someone(crowd.comment_on_passage(number))
    for _ in range(4):
        crowd.facilitator(crowd.edit(next(crowd.sentences)))

    written = crowd.all_at_once()

    crowd.adds_up(written)
    assert Counter(each.what for each in written)["passage"] == 23
    assert Thread.objects.get(clause=crowd.clause).comment_count == 46


def test_a_proposal_has_one_answer_whoever_answers_it_and_however():
    crowd = Crowd()
    asked = [crowd.proposal() for _ in range(10)]
    for (author, proposal), (_author, next_one) in zip(asked, [*asked[1:], asked[0]], strict=True):
        crowd.someone(crowd.withdraw(proposal), member=author)
        crowd.facilitator(crowd.take_up(proposal))
        crowd.facilitator(crowd.decline(proposal))
        crowd.facilitator(crowd.join(proposal, next_one))
        crowd.facilitator(crowd.join(next_one, proposal))

    written = crowd.all_at_once()

    crowd.adds_up(written)
    assert Proposal.objects.open().count() == 0
