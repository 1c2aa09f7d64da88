"""Promise 1: two people who edit the same thing never overwrite each other, and what was typed comes back."""

import threading
from collections import Counter

import pytest
from django.db import connection
from django.test import Client

from charters.models import Clause
from tests.factories import ClauseFactory, MemberFactory

WRITERS = 30


@pytest.mark.django_db(transaction=True)
def test_thirty_edits_from_one_revision_one_is_acknowledged_and_the_others_keep_their_text():
    clause = ClauseFactory(text="What everyone read.")
    seen = clause.row_version
    start = threading.Barrier(WRITERS)
    answers: list[tuple[int, int, str]] = []

    def write(number: int, client: Client) -> None:
        typed = {
            "title": clause.title, "text": f"The words of writer {number}.", "audience": ["tous_agents"],
            "reason": f"Reason {number}", "seen": seen,
        }  # fmt: skip
        try:
            start.wait(timeout=30)
            answer = client.post(f"{clause.get_absolute_url()}edit/", typed)
            answers.append((number, answer.status_code, answer.content.decode()))
        finally:
            connection.close()

    writers = []
    for number in range(WRITERS):
        client = Client()
        client.force_login(MemberFactory(facilitator=True))
        writers.append(threading.Thread(target=write, args=(number, client)))
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)

    assert Counter(status for _, status, _ in answers) == {303: 1, 409: WRITERS - 1}
    (winner,) = [number for number, status, _ in answers if status == 303]
    stored = Clause.objects.get(pk=clause.pk)
    assert (stored.text, stored.revision) == (f"The words of writer {winner}.", 2)
    assert stored.history.count() == 2
    for number, status, page in answers:
        if status == 409:
            assert f"The words of writer {number}." in page
            assert f"Reason {number}" in page
            assert 'role="alert"' in page


@pytest.mark.django_db(transaction=True)
def test_a_writer_who_holds_the_row_makes_the_next_one_wait_then_refuses(monkeypatch):
    """The lock itself: held for a while on purpose, so that the test cannot pass by luck."""
    from charters.text import drafting
    from governance.signing import Stale

    clause = ClauseFactory()
    first, second = MemberFactory(facilitator=True), MemberFactory(facilitator=True)
    saving, outcome, save = threading.Event(), [], Clause.save

    def slow_save(self, *args, **kwargs):
        if not saving.is_set():
            saving.set()
            threading.Event().wait(0.3)
        save(self, *args, **kwargs)

    def edit_second():
        saving.wait(timeout=5)
        try:
            drafting.edit_clause(clause, by=second, reason="r", words={"text": "Second"}, seen=1)
        except Stale:
            outcome.append("stale")
        finally:
            connection.close()

    monkeypatch.setattr(Clause, "save", slow_save)
    other = threading.Thread(target=edit_second)
    other.start()
    drafting.edit_clause(clause, by=first, reason="r", words={"text": "First"}, seen=1)
    other.join(timeout=10)

    assert outcome == ["stale"]
    assert Clause.objects.get(pk=clause.pk).text == "First"
