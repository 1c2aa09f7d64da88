"""An organisation whose charter was validated twice, read by other software."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from charters.hr.models import JobProfile, Objective, Quote
from charters.models import Clause, Competence, Level, Section, VersionClause
from charters.versions import deciding
from governance.signing import save_signed
from governance.tokens.granting import grant
from governance.tokens.models import Scope
from tests import circuit
from tests.charters.hr.conftest import rewrite
from tests.factories import CharterFactory, ClauseFactory, DepartmentFactory, MemberFactory, OrganisationFactory

WHY = "For a test"
EVERYTHING = tuple(Scope.values)
CANARY = "canari"
NUMBERS = itertools.count(1)
BODY = "Comité de direction générale"


class Software:
    """A program that reads here with a token, in English."""

    def __init__(self, secret: str = "") -> None:
        self.secret, self.client = secret, Client()

    def get(self, address: str, **headers: str) -> Any:
        known = {"Accept-Language": "en", **headers}
        if self.secret:
            known.setdefault("Authorization", f"Bearer {self.secret}")
        return self.client.get(address, headers=known)

    def read(self, address: str, **headers: str) -> Any:
        """What a 200 says."""
        answer = self.get(address, **headers)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()


def someone(**role: bool) -> Any:
    """A member, of whom nothing may be read from outside."""
    n = next(NUMBERS)
    return MemberFactory(
        name=f"{CANARY} Personne {n}", function=f"{CANARY} fonction {n}", email=f"{CANARY}{n}@test.example", **role
    )


def granted(*scopes: str, by: Any, name: str = "Software of human resources") -> Software:
    _token, secret = grant(
        by=by, name=name, scopes=scopes or EVERYTHING, expires_on=timezone.localdate() + datetime.timedelta(days=30)
    )
    return Software(secret)


def validate(charter: Any, *, by: Any, body: str = BODY) -> Any:
    """The working text, submitted, heard, and validated by another person."""
    version = circuit.submit(charter, by=by)
    circuit.hear_everyone(version, by=by, reference="Procès-verbal 12", words="Mots d'instance.")
    deciding.validate(version, by=someone(executive=True), seen_hash=version.content_hash, validating_body=body)
    charter.refresh_from_db()
    return version


def keep_profile(clauses: Any, **said: Any) -> JobProfile:
    """A job description that quotes clauses of a version."""
    profile = save_signed(JobProfile(**said), by=None, reason=WHY)
    for clause in clauses:
        Quote.objects.create(
            profile=profile, clause=clause, wording=clause.hr_job_description or "Mots choisis.",
            mission_letter="Mots choisis pour la lettre.", interview="",
        )  # fmt: skip
    return profile


def make_scale(size: int = 2) -> None:
    for rank in range(1, 5):
        save_signed(Level(rank=rank, label=f"Niveau {rank}", meaning=f"Sens {rank}."), by=None, reason=WHY)
    for n in range(1, size + 1):
        competence = Competence(
            code=f"C{n}", position=n, label=f"Compétence {n}", definition=f"Définition {n}.",
            criterion=Competence.Criterion.RELATIONS, agent_levels=[f"Agent {n}.{rank}" for rank in range(1, 5)],
            manager_levels=[f"Encadrant {n}.{rank}" for rank in range(1, 5)],
        )  # fmt: skip
        save_signed(competence, by=None, reason=WHY)


def make_world(size: int = 1, *, numbered: bool = False) -> SimpleNamespace:
    """``size`` of everything, and one more version; then a text that was submitted and no more.

    ``numbered``: the first job description is number 1, as in the examples of the description.
    """
    OrganisationFactory(name="Aubrelle Agglomération")
    make_scale(size + 1)
    facilitator, administrator = someone(facilitator=True), someone(administrator=True)
    charter = CharterFactory(
        by=facilitator, title="Charte de coopération", slug="charte", preamble="Nous coopérons.", scope="Tous."
    )
    clauses = [
        ClauseFactory(
            charter=charter,
            section=Section.Kind.METHODS,
            title=f"Clause {n}",
            text=f"Texte numéro {n}.",
            hr_job_description=f"Coopère {n}.",
            hr_interview=f"Parlons-en {n}." if n % 2 else "",
            hr_mission_letter="",
            competences=["C1", "C2"],
            indicators=["Un signe."],
        )  # fmt: skip
        for n in range(1, size + 1)
    ]
    versions = []
    for n in range(1, size + 2):
        rewrite(clauses[0], by=facilitator, text=f"Texte de la version {n}.")
        versions.append(validate(charter, by=facilitator))
    department = DepartmentFactory(code="DRH", name="Ressources humaines", pole="Moyens")
    frozen = list(VersionClause.objects.filter(version=versions[-1]).order_by("position"))
    profiles = [
        keep_profile(
            frozen,
            pk=n if numbered else None,
            title=f"Poste {n}",
            reference=f"P-{n:03}",
            department=department,
            is_manager=True,
            missions="- Accueillir.",
            targets={"C1": 4},
        )  # fmt: skip
        for n in range(1, size + 1)
    ]
    for profile in profiles:
        save_signed(
            Objective(profile=profile, words="Un point commun chaque mois.", own_practice=True, clause_code="M1"),
            by=None, reason=WHY,
        )  # fmt: skip
    rewrite(clauses[0], by=facilitator, text="Texte soumis, jamais validé.", title="Titre jamais validé")
    submitted = circuit.submit(charter, by=facilitator)
    return SimpleNamespace(
        charter=charter,
        clauses=[Clause.objects.get(pk=clause.pk) for clause in clauses],
        versions=versions,
        submitted=submitted,
        profiles=profiles,
        facilitator=facilitator,
        administrator=administrator,
        software=granted(by=administrator),
        number=len(versions),
    )


def commit_pulse() -> None:
    """The pulse is raised at the commit: have it raised now, inside the transaction of the test."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def for_a_module(blocker: Any) -> Iterator[None]:
    """What is made inside is undone at the end; each test undoes what it adds."""
    with blocker.unblock():
        atomic = transaction.atomic()
        atomic._from_testcase = True
        with atomic:
            try:
                yield
            finally:
                transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with for_a_module(django_db_blocker):
        made = make_world()
        commit_pulse()
        yield made


@pytest.fixture
def software(world: SimpleNamespace, db: None) -> Software:
    return Software(world.software.secret)
