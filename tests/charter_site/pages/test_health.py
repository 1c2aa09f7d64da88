"""Whoever watches over the application is answered in a line, without signing in."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder


def test_live_asks_nothing_of_the_database(client):
    """Without the mark ``django_db``, any query would fail."""
    response = client.get("/healthz/live")

    assert (response.status_code, response.content) == (200, b"live\n")
    assert "sessionid" not in response.cookies
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_schema_is_the_one_expected(client, as_owner):
    assert client.get("/healthz/ready").status_code == 200

    MigrationRecorder(connection).migration_qs.filter(app="governance").delete()

    response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert b"to apply" in response.content


@pytest.mark.django_db
def test_not_ready_when_the_database_does_not_answer(client, monkeypatch):
    def broken(self, *args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", broken)

    response = client.get("/healthz/ready")

    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


@pytest.mark.parametrize("path", ["/healthz/live", "/healthz/ready"])
def test_nothing_is_posted_there(client, path):
    assert client.post(path).status_code == 405
