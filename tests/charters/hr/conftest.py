"""A charter that human resources can quote: three clauses, a scale, and versions by the real rules."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from charters.hr import quoting
from charters.hr.kinds import Wording
from charters.hr.models import JobProfile
from charters.models import Audience, Charter, Clause, Competence, Level, Section, Version
from charters.text import drafting
from charters.versions import deciding
from governance.signing import save_signed
from tests import circuit
from tests.factories import CharterFactory, ClauseFactory, DepartmentFactory, MemberFactory, OrganisationFactory

LEVELS = ["Découverte", "Pratique", "Maîtrise", "Référence"]


def submitted(charter: Charter, *, by: Any) -> Version:
    """The working text, frozen and submitted."""
    return circuit.submit(charter, by=by)


def validated(charter: Charter, *, by: Any) -> Version:
    """The working text, submitted by one person and validated by another."""
    version = submitted(charter, by=by)
    circuit.hear_everyone(version, by=by)
    deciding.validate(
        version,
        by=MemberFactory(executive=True),
        seen_hash=version.content_hash,
        validating_body="Comité de direction générale",
    )
    charter.refresh_from_db()
    return version


def rewrite(clause: Clause, *, by: Any, **words: Any) -> None:
    """Another wording in the working text."""
    clause.refresh_from_db()
    drafting.edit_clause(clause, by=by, reason="For a test", words=words, seen=clause.row_version)


def quote(world: Any, version: Version, picks: dict[str, Any], *, profile: JobProfile | None = None) -> JobProfile:
    """Quote these clauses as the page does; a document or several for each code."""
    profile = profile or world.profile
    profile.refresh_from_db()
    chosen = {code: [documents] if isinstance(documents, str) else documents for code, documents in picks.items()}
    return quoting.quote_clauses(profile, by=world.hr, version=version.pk, picks=chosen, seen=profile.row_version)


def word(world: Any, version: Version, code: str, *, profile: JobProfile | None = None, **words: str) -> JobProfile:
    """Say a clause in other words."""
    profile = profile or world.profile
    profile.refresh_from_db()
    said = {Wording(name): text for name, text in words.items()}
    return quoting.word_quote(profile, by=world.hr, version=version.pk, code=code, words=said, seen=profile.row_version)


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Three clauses: for all staff, for managers, and one without a wording for job descriptions."""
    OrganisationFactory(name="Aubrelle Agglomération")
    for rank, label in enumerate(LEVELS, start=1):
        save_signed(Level(rank=rank, label=label, meaning=f"Sens {rank}."), by=None, reason="For a test")
    for n in (1, 2):
        competence = Competence(
            code=f"C{n}",
            position=n,
            label=f"Compétence numéro {n}",
            definition=f"Définition {n}.",
            criterion=Competence.Criterion.RELATIONS,
            agent_levels=[f"Agent {n}.{rank}" for rank in range(1, 5)],
            manager_levels=[f"Encadrant {n}.{rank}" for rank in range(1, 5)],
        )
        save_signed(competence, by=None, reason="For a test")
    facilitator = MemberFactory(facilitator=True)
    charter = CharterFactory(title="Charte d'Aubrelle")
    everyone = ClauseFactory(
        charter=charter,
        section=Section.Kind.VALUES,
        title="Écouter d'abord",
        hr_job_description="Savoir-être : écoute, reformulation.",
        hr_mission_letter="Vous écoutez avant de proposer.",
        hr_interview="Une situation où écouter a changé la suite.",
        competences=["C2"],
        indicators=["Chacun parle une fois.", "Un relevé est partagé."],
    )
    managers = ClauseFactory(
        charter=charter,
        section=Section.Kind.METHODS,
        title="Du temps pour coopérer",
        audience=[Audience.MANAGERS],
        hr_job_description="Prévoit du temps pour les projets communs.",
        hr_mission_letter="Vous réservez deux heures par semaine.",
        competences=["C1", "C2"],
    )
    silent = ClauseFactory(charter=charter, section=Section.Kind.GOVERNANCE, title="Sans formulation")
    profile = save_signed(
        JobProfile(title="Agent ou agente d'accueil", department=DepartmentFactory(name="Direction de l'accueil")),
        by=None,
        reason="For a test",
    )
    return SimpleNamespace(
        charter=charter,
        facilitator=facilitator,
        hr=MemberFactory(hr=True),
        everyone=everyone,
        managers=managers,
        silent=silent,
        profile=profile,
    )
