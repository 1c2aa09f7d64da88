"""The desk of human resources in the demonstration: a few posts, what they quote, what they aim at.

Nobody was heard of the grid yet, and one manager's objective is still to be written: both are said on the screens.
"""

from __future__ import annotations

from typing import Any

from charters.hr import keeping, objectives, quoting, targets
from charters.hr.kinds import Wording
from charters.hr.models import JobProfile
from charters.hr.sources import quotable_version
from charters.models import VersionClause
from governance.models import Department, Member

HUMAN_RESOURCES = "rh@aubrelle.example"
POST, LETTER, INTERVIEW = Wording

# Each post: what it is, its direction, and the clauses that each document says.
POSTS: tuple[tuple[dict[str, Any], str, dict[str, tuple[Wording, ...]]], ...] = (
    (
        {
            "title": "Agent ou agente de collecte", "reference": "P-0118", "category": "C", "is_field_staff": True,
            "family": "Propreté et déchets", "job_group": "Adjoints techniques territoriaux",
            "occupation": "Agent ou agente de collecte", "reports_to": "Responsable d'exploitation",
            "workplace": "Dépôt de la Vernaie",
            "purpose": "Collecter les déchets des ménages et des professionnels, en sécurité et dans les temps.",
            "missions": "- Collecter les bacs et les points d'apport volontaire\n- Signaler ce qui gêne la tournée\n"
            "- Tenir le véhicule propre",
            "conditions": "Horaires décalés, travail en équipe de trois, port de charges.",
        },
        "DPVD",
        {"V2": (POST,), "V3": (POST, INTERVIEW), "N4": (POST,)},
    ),
    (
        {
            "title": "Responsable d'exploitation", "reference": "P-0102", "category": "B", "is_manager": True,
            "is_field_staff": True, "family": "Propreté et déchets", "job_group": "Techniciens territoriaux",
            "reports_to": "Directeur ou directrice", "team": "Trente-six agents de catégorie C, deux de catégorie B",
            "purpose": "Organiser les tournées et faire travailler ensemble les équipes du dépôt.",
        },
        "DPVD",
        {"V3": (POST, INTERVIEW), "V7": (POST, INTERVIEW), "M5": (POST,), "R4": (POST, INTERVIEW)},
    ),
    (
        {
            "title": "Chargé ou chargée de projet urbain", "reference": "P-0431", "category": "A",
            "family": "Aménagement", "job_group": "Attachés territoriaux", "reports_to": "Directeur ou directrice",
            "purpose": "Conduire un projet d'aménagement avec les directions, les communes et les habitants.",
            "missions": "- Cadrer le projet avec ceux qui le feront vivre\n- Animer l'équipe projet\n"
            "- Rendre compte aux instances",
        },
        "DUHM",
        {"M1": (POST, LETTER), "M2": (POST, LETTER), "M4": (LETTER,), "M7": (LETTER, INTERVIEW), "V6": (POST,)},
    ),
    (
        {
            "title": "Agent ou agente de bibliothèque", "reference": "P-0520", "category": "C",
            "family": "Culture", "job_group": "Adjoints territoriaux du patrimoine",
            "purpose": "Accueillir le public, faire vivre les collections, monter des actions avec les écoles.",
        },
        "DCLP",
        {"V2": (POST, INTERVIEW), "V3": (POST,)},
    ),
    (
        {
            "title": "Chef ou cheffe d'équipe espaces verts", "reference": "P-0277", "category": "C",
            "is_manager": True, "is_field_staff": True, "family": "Espaces publics",
            "job_group": "Agents de maîtrise territoriaux", "team": "Huit agents de catégorie C",
        },
        "DVEP",
        {},
    ),
)  # fmt: skip
OBJECTIVE = {
    "words": "Tenir chaque mois un point de trente minutes avec le dépôt voisin, ouvert aux agents des deux équipes.",
    "own_practice": True,
    "means": "Une demi-heure prise sur le temps de service, une salle au dépôt.",
    "indicator": "Dix points tenus dans l'année, chacun avec un relevé affiché.",
    "due": "Fin décembre",
    "clause_code": "V3",
}
ADAPTED = ("V3", "Signale le jour même, au dépôt, ce qui gênera la tournée du lendemain.")


def live() -> None:
    """Posts that quote the version in force, one of them in words of its own."""
    hr, version = Member.objects.get(email=HUMAN_RESOURCES), quotable_version()
    if version is None:
        return
    worded = {clause.code: clause for clause in version.clauses.all()}
    departments = {department.code: department for department in Department.objects.all()}
    for words, department, quoted in POSTS:
        said = {**words, "department": departments.get(department)}
        profile = keeping.create_profile(by=hr, words=said)
        picks = {code: _worded(worded[code], documents) for code, documents in quoted.items() if code in worded}
        picks = {code: documents for code, documents in picks.items() if documents}
        if picks:
            quoting.quote_clauses(profile, by=hr, version=version.pk, picks=picks, seen=profile.row_version)
    _word_and_aim(hr, version.pk)


def _worded(clause: VersionClause, documents: tuple[Wording, ...]) -> list[Wording]:
    return [document for document in documents if quoting.charter_words(clause, document)]


def _word_and_aim(hr: Member, version: Any) -> None:
    collector = JobProfile.objects.get(reference="P-0118")
    code, words = ADAPTED
    quote = collector.quotes.get(clause__code=code)
    said = {POST: words, LETTER: quote.mission_letter, INTERVIEW: quote.interview}
    quoting.word_quote(collector, by=hr, version=version, code=code, words=said, seen=collector.row_version)
    project = JobProfile.objects.get(reference="P-0431")
    targets.aim_at(project, by=hr, targets={"C4": 3, "C6": 3}, seen=project.row_version)
    objectives.add_objective(JobProfile.objects.get(reference="P-0102"), by=hr, words=OBJECTIVE)
