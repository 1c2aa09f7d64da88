"""Documents made in the background: each once, whatever stops the worker, and one refusal holds no other back."""

import io
import threading
import zipfile

import docx
import pytest
from django.db import OperationalError, connection, transaction

from charter_site.clockwork import Clockwork
from charters.hr import keeping
from charters.hr.batches import making
from charters.hr.batches.asking import cancel_batch
from charters.hr.batches.models import Batch, Piece
from charters.hr.batches.zipping import zipped
from charters.hr.kinds import DocumentKind, Ending, Wording
from charters.hr.models import MadeDocument
from governance.people import roles
from tests.charters.hr.conftest import quote
from tests.factories import MemberFactory

State = Batch.State


def make_all():
    while making.make_next():
        pass


def counted(batch):
    batch.refresh_from_db()
    return batch.state, batch.made, batch.refused, batch.total


def test_each_document_is_made_and_remembered_and_what_cannot_be_says_why(desk):
    batch = desk.ask()
    assert counted(batch) == (State.WAITING, 0, 0, 4)
    assert making.make_next()
    assert counted(batch) == (State.RUNNING, 1, 0, 4)
    make_all()
    assert counted(batch) == (State.DONE, 3, 1, 4)
    assert batch.ended_at is not None
    refused = batch.pieces.exclude(refusal="").get()
    assert refused.profile == desk.profiles[3]
    assert refused.content is None
    assert MadeDocument.objects.filter(kind=DocumentKind.INSERT).count() == 3
    assert not making.make_next()


def test_the_archive_holds_each_document_under_a_name_of_its_own(desk):
    twin = desk.profiles[0]
    batch = desk.ask(profiles=[twin, twin, desk.profiles[1]])
    make_all()
    content = b"".join(zipped(batch, report="Nothing.", report_name="report.txt"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names)) == 4
        assert archive.read("report.txt") == b"Nothing."
        for name in names[:3]:
            words = "\n".join(p.text for p in docx.Document(io.BytesIO(archive.read(name))).paragraphs)
            assert "Poste" in words


def test_a_worker_that_dies_in_the_middle_of_a_document_leaves_it_to_the_next(desk, monkeypatch):
    batch = desk.ask()
    making.make_next()
    real = making.hand_out

    def dies(*args, **said):
        raise OperationalError("the connection is gone")

    monkeypatch.setattr(making, "hand_out", dies)
    with pytest.raises(OperationalError):
        making.make_next()
    assert counted(batch) == (State.RUNNING, 1, 0, 4)
    monkeypatch.setattr(making, "hand_out", real)
    make_all()
    assert counted(batch) == (State.DONE, 3, 1, 4)
    assert MadeDocument.objects.count() == 3


def test_a_document_that_stops_the_worker_each_time_is_given_up(desk, monkeypatch):
    batch = desk.ask(profiles=desk.profiles[:2])
    real, first = making.hand_out, desk.profiles[0]

    def kills(sheet, **said):
        if sheet.profile == first:
            raise OperationalError("killed")
        return real(sheet, **said)

    monkeypatch.setattr(making, "hand_out", kills)
    for _ in range(making.MOST_TRIES):
        with pytest.raises(OperationalError):
            making.make_next()
    make_all()
    assert counted(batch) == (State.DONE, 1, 1, 2)
    assert batch.pieces.get(position=1).refusal


def test_one_that_fails_holds_no_other_back(desk, monkeypatch):
    batch = desk.ask(profiles=desk.profiles[:2])
    real, first = making.hand_out, desk.profiles[0]

    def fails(sheet, **said):
        if sheet.profile == first:
            raise ValueError("a secret of the code")
        return real(sheet, **said)

    monkeypatch.setattr(making, "hand_out", fails)
    make_all()
    assert counted(batch) == (State.DONE, 1, 1, 2)
    refusal = batch.pieces.get(position=1).refusal
    assert "ValueError" in refusal
    assert "secret" not in refusal


def test_a_cancelled_batch_goes_no_further_and_keeps_what_was_made(desk):
    batch = desk.ask()
    making.make_next()
    cancel_batch(batch, by=desk.world.hr)
    assert not making.make_next()
    assert counted(batch) == (State.CANCELLED, 1, 0, 4)
    assert len(list(batch.pieces.exclude(content=None))) == 1


def test_a_short_batch_does_not_wait_for_the_end_of_a_long_one(desk):
    long, short = desk.ask(), desk.ask(profiles=desk.profiles[:1])
    making.make_next()
    assert (counted(long)[1], counted(short)[1]) == (1, 0)  # the oldest comes first
    making.make_next()
    assert (counted(long)[1], counted(short)[0]) == (1, State.DONE)


def test_a_very_long_title_gives_a_file(desk):
    profile = keeping.create_profile(by=desk.world.hr, words={"title": "é" * 200})
    quote(desk.world, desk.version, {"V1": Wording.JOB_DESCRIPTION}, profile=profile)
    batch = desk.ask(profiles=[profile], ending=Ending.JSON)
    make_all()
    assert counted(batch) == (State.DONE, 1, 0, 1)


def test_the_worker_makes_the_documents_of_batches(desk):
    batch = desk.ask(profiles=desk.profiles[:1])
    assert Clockwork().round()
    assert counted(batch)[0] == State.DONE
    assert not Clockwork().round()


def test_whoever_lost_the_role_meanwhile_receives_nothing(desk):
    desk.ask(profiles=desk.profiles[:1])
    roles.end(desk.world.hr.grants.get(), by=MemberFactory(administrator=True), reason="Moved")
    make_all()
    piece = Piece.objects.get()
    assert piece.content is None
    assert piece.refusal
    assert not MadeDocument.objects.exists()


def test_a_turn_ends_when_it_is_asked_to_stop(desk):
    desk.ask()
    asked = iter([False, True])
    assert making.make_due(lambda: next(asked)) == 1
    assert making.make_due(turn=0) == 0
    assert making.make_due() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_documents_and_make_none_twice(desk):
    batch = desk.ask(profiles=desk.profiles[:2])
    taken = threading.Event()
    made = []

    def other():
        taken.wait(timeout=10)
        try:
            made.append(making.make_next())
        finally:
            connection.close()

    worker = threading.Thread(target=other)
    worker.start()
    with transaction.atomic():
        Piece.objects.select_for_update().get(batch=batch, position=1)  # as the first worker holds it
        taken.set()
        worker.join()
    assert made == [True]
    assert list(batch.pieces.filter(ended_at=None).values_list("position", flat=True)) == [1]
    make_all()
    assert counted(batch) == (State.DONE, 2, 0, 2)
    assert MadeDocument.objects.count() == 2
