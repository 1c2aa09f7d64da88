"""The situation of these tests: a charter, whoever prepares its versions, and whoever validates them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from charters.models import Charter, Clause, Version, VersionDraft
from charters.text.drafting import edit_clause
from charters.versions import deciding, preparing
from governance.models import Member
from tests import circuit
from tests.factories import CharterFactory, ClauseFactory, MemberFactory, OrganisationFactory


@dataclass
class World:
    facilitator: Member = field(default_factory=lambda: MemberFactory(facilitator=True))
    executive: Member = field(default_factory=lambda: MemberFactory(executive=True))
    agent: Member = field(default_factory=MemberFactory)

    def __post_init__(self) -> None:
        self.organisation = OrganisationFactory()
        self.charter: Charter = CharterFactory(by=self.facilitator, preamble="We work together.", scope="Everyone.")
        self.clause: Clause = self.add(code_title="Answer each other", text="We answer within two days.")

    def add(self, code_title: str = "A clause", section: str = "methods", **words: object) -> Clause:
        return ClauseFactory(charter=self.charter, by=self.facilitator, section=section, title=code_title, **words)

    def rewrite(self, clause: Clause | None = None, **words: object) -> Clause:
        clause = Clause.objects.get(pk=(clause or self.clause).pk)
        return edit_clause(clause, by=self.facilitator, reason="For a test", words=words, seen=clause.row_version)

    def draft(self, message: str = "", left_out: tuple[str, ...] = ()) -> VersionDraft:
        return circuit.ready_draft(self.charter, by=self.facilitator, message=message, left_out=left_out)

    def submit(self, **draft: object) -> Version:
        stored = self.draft(**draft)
        return preparing.submit(stored, by=self.facilitator, seen=stored.row_version)

    def validate(self, version: Version | None = None, body: str = "Executive committee") -> Version:
        version = version or self.submit()
        circuit.hear_everyone(version, by=self.facilitator)
        deciding.validate(version, by=self.executive, seen_hash=version.content_hash, validating_body=body)
        self.charter.refresh_from_db()
        return version


@pytest.fixture
def world(db: None) -> World:
    return World()
