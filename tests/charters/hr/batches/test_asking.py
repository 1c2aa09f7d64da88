"""Asking for many documents, changing one's mind, and what is forgotten a week later."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from charters.hr.batches import asking, making
from charters.hr.batches.models import Batch, Piece
from charters.hr.kinds import DocumentKind, Ending
from governance.refusals import Refused
from tests.factories import MemberFactory


def test_one_document_of_each_kind_for_each_job_description(desk):
    batch = desk.ask(kinds=[DocumentKind.INSERT, DocumentKind.CLAUSE_CARDS])
    asked = batch.pieces.order_by("position").values_list("profile__title", "kind")
    assert list(asked) == [(f"Poste {n}", kind) for n in range(4) for kind in ("insert", "clause-cards")]
    assert batch.total == 8


def test_nothing_and_too_much_are_refused(desk, monkeypatch):
    with pytest.raises(Refused):
        desk.ask(profiles=[])
    monkeypatch.setattr(asking, "MOST_PIECES", 3)
    with pytest.raises(Refused, match="4"):
        desk.ask()
    assert not Batch.objects.exists()


def test_human_resources_alone_ask_and_cancel(desk):
    wanted = asking.each_of(desk.profiles, kinds=[DocumentKind.INSERT], ending=Ending.DOCX, template=None)
    with pytest.raises(PermissionDenied):
        asking.ask_for_batch(wanted, by=MemberFactory(facilitator=True))
    with pytest.raises(PermissionDenied):
        asking.cancel_batch(desk.ask(), by=MemberFactory(facilitator=True))
    assert Batch.objects.get().is_open


def test_what_has_ended_is_not_cancelled(desk):
    batch = desk.ask(profiles=desk.profiles[:1])
    while making.make_next():
        pass
    with pytest.raises(Refused):
        asking.cancel_batch(batch, by=desk.world.hr)


def test_files_are_forgotten_a_week_after_the_batch_ended(desk):
    old, recent, waiting = (desk.ask(profiles=desk.profiles[:1]) for _ in range(3))
    asking.cancel_batch(old, by=desk.world.hr)
    asking.cancel_batch(recent, by=desk.world.hr)
    Batch.objects.filter(pk=old.pk).update(ended_at=timezone.now() - asking.KEPT - datetime.timedelta(minutes=1))
    assert asking.forget_batches() == 1
    assert set(Batch.objects.all()) == {recent, waiting}
    assert set(Piece.objects.values_list("batch", flat=True)) == {recent.pk, waiting.pk}


def test_a_form_sent_twice_asks_once(desk):
    key = uuid.uuid4()
    wanted = asking.each_of(desk.profiles, kinds=[DocumentKind.INSERT], ending=Ending.DOCX, template=None)
    first, again = (asking.ask_for_batch(wanted, by=desk.world.hr, key=key) for _ in range(2))
    assert first == again
    assert Piece.objects.count() == 4


def test_the_archive_of_an_open_batch_is_not_given(desk, client):
    client.force_login(desk.world.hr)
    batch = desk.ask()
    making.make_next()
    where = reverse("batch-archive", args=[batch.pk])
    assert client.get(where).status_code == 404
    asking.cancel_batch(batch, by=desk.world.hr)
    assert b"".join(client.get(where).streaming_content).startswith(b"PK")


def test_a_department_or_everyone_is_taken_at_once(desk, client):
    client.force_login(desk.world.hr)
    sent = {"kinds": ["insert"], "ending": "docx", "key": str(uuid.uuid4())}
    assert client.post(reverse("batch-new"), sent).status_code == 422
    assert client.post(reverse("batch-new"), sent | {"everyone": "on"}).status_code == 303
    assert Batch.objects.get().total == 3  # those that quote something
    assert Batch.objects.get().about
