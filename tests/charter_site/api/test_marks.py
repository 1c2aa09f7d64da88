"""An answer that is known already is not made again, and after each of these acts, it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters.versions import deciding
from governance.signing import save_signed
from tests.charter_site.api.conftest import WHY, keep_profile, make_world, validate
from tests.charter_site.api.walking import operations
from tests.charters.hr.conftest import rewrite

# The pulse is raised at the commit: only what commits is felt.
pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """Software that keeps what it read, and asks again for what it keeps."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.addresses = {operation.name: operation.address(world) for operation in operations()}
        self.marks = {name: self.ask(name)["ETag"] for name in self.addresses}

    def ask(self, name: str, **headers: str) -> Any:
        return self.world.software.get(self.addresses[name], **headers)

    def changed(self) -> set[str]:
        """The operations whose answer is made again; what is not answers 304, and nothing more."""
        made = set()
        for name, known in self.marks.items():
            answer = self.ask(name, **{"If-None-Match": known})
            if answer.status_code == 200:
                made.add(name)
                assert answer["ETag"] != known
            else:
                assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", known)
                assert "Content-Type" not in answer
            self.marks[name] = answer["ETag"]
        return made


PROFILES = {operation.name for operation in operations() if operation.scope == "profiles:read"}
CHARTER = {operation.name for operation in operations()} - PROFILES


def test_each_act_is_felt_where_it_shows_and_only_there():
    world = make_world()
    reader = Reader(world)
    assert reader.changed() == set()

    profile = world.profiles[0]
    profile.missions = "- Accueillir, et orienter."
    save_signed(profile, by=None, reason=WHY)
    assert reader.changed() == PROFILES
    keep_profile([], title="Un autre poste")
    assert reader.changed() == PROFILES
    # what people do here is nobody's business outside, and words that are not validated are nowhere
    deciding.withdraw(world.submitted, by=world.facilitator, reason="Another one comes.")
    rewrite(world.clauses[0], by=world.facilitator, text="Un texte de travail.")
    assert reader.changed() == set()
    validate(world.charter, by=world.facilitator)
    assert reader.changed() == CHARTER | PROFILES
    assert reader.changed() == set()


def test_what_is_known_costs_a_query_or_two():
    reader = Reader(make_world())
    for name, known in reader.marks.items():
        with CaptureQueriesContext(connection) as queries:
            assert reader.ask(name, **{"If-None-Match": known}).status_code == 304
        assert len(queries) == (3 if name in ("list_competences", "read_competence") else 2), name


def test_a_mark_is_of_one_address_one_language_and_one_release(monkeypatch):
    reader = Reader(make_world())
    assert len(set(reader.marks.values())) == len(reader.marks)
    for name, known in reader.marks.items():
        headers = {"If-None-Match": known}
        assert reader.ask(name, **headers, **{"Accept-Language": "fr"}).status_code == 200, name
        assert reader.ask(name, **headers).status_code == 304, name
    monkeypatch.setattr("charter_site.api.marks.release", lambda: "another")
    for name, known in reader.marks.items():
        assert reader.ask(name, **{"If-None-Match": known}).status_code == 200, name


@pytest.mark.parametrize(
    ("sent", "status"),
    [("{}", 304), ("W/{}", 304), ('"other", {}', 304), ("*", 304), ('"other"', 200), ("nonsense", 200), ("", 200)],
)
def test_every_way_to_name_what_is_known(sent, status):
    reader = Reader(make_world())
    known = sent.replace("{}", reader.marks["read_version"])
    assert reader.ask("read_version", **{"If-None-Match": known}).status_code == status
    missing = reader.world.software.get("/api/v1/versions/99", **{"If-None-Match": known})
    assert missing.status_code == 404


def test_what_is_known_is_still_closed():
    reader = Reader(make_world())
    for name, known in reader.marks.items():
        refused = reader.ask(name, **{"If-None-Match": known, "Authorization": "Bearer nobody"})
        assert (refused.status_code, "ETag" in refused) == (401, False)


def test_a_text_in_use_is_compressed_with_a_mark_that_is_known():
    world = make_world()
    reader = Reader(world)
    short = reader.ask("list_clauses", **{"Accept-Encoding": "gzip"})
    assert short["Content-Encoding"] == "gzip"
    assert short["ETag"].startswith("W/")
    assert reader.ask("list_clauses", **{"If-None-Match": short["ETag"]}).status_code == 304
