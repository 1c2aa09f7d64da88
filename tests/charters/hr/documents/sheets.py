"""Job descriptions ready to print, without a database: that of the demonstration, the longest one, the hostile ones."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from charters.hr.blocks import block_of
from charters.hr.models import GridOpinion, JobProfile, Objective
from charters.hr.sheets import Line, Sheet
from charters.hr.sources import Source
from charters.hr.targets import target_levels
from charters.models import Section, Version, VersionClause, VersionSection
from governance.people.models import Department

SAMPLE = Path(__file__).parents[4] / "charter_site" / "exchange" / "aubrelle_fr.json"
SEAL = "5ea1" * 16
MOMENT = datetime.datetime(2026, 3, 1, 10, 30, tzinfo=datetime.UTC)
KINDS = dict(zip("VMRGN", Section.Kind, strict=True))
# What other languages of the page, of the table and of writing would read as theirs.
HOSTILE = [
    "]]></w:t></w:p>&<b> &amp; {{ field }} {% tag %} <!-- ",
    '#import "@preview/x": * #let a = 1 $a^2$ @ref <label> \\ /* = _a_ *b* `raw`',
    "a\x01b\x0bc\ufffed\ud800e",
    '=cmd|"/c calc"!A1',
    "العربية שלום 中文 \u202eabc\u202c",
    "😀 👨‍👩‍👧 🇫🇷 e\u1ab0",
    "w" * 1000,
    "Two  spaces,   then three.",
    "first line\n- an item\n- =1+1\nlast line",
]


def sample() -> dict[str, Any]:
    """The charter of the demonstration."""
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


def sheet_of(
    clauses: list[VersionClause],
    competences: list[dict[str, Any]],
    *,
    profile: JobProfile | None = None,
    objectives: tuple[Objective, ...] = (),
    language: str = "fr",
    number: int | None = 3,
    in_force: bool = True,
    opinion: GridOpinion | None = None,
) -> Sheet:
    """What ``read_sheet`` gives of a post that quotes these clauses word for word."""
    levels = [
        {"rank": rank, "label": label, "meaning": f"Sens {rank}."}
        for rank, label in enumerate(["Découverte", "Pratique", "Maîtrise", "Référence"], start=1)
    ]
    version = Version(
        title="Charte de la coopération",
        language=language,
        content_hash=SEAL,
        competence_scale={"levels": levels, "competences": competences},
        submitted_at=MOMENT,
    )
    profile = profile or post()
    scale = target_levels(version, profile)
    source = Source(
        version=version,
        number=number,
        validated_at=MOMENT if number else None,
        validating_body="Comité de direction générale" if number else "",
        seal=SEAL,
        in_force=in_force,
        current_number=number if in_force else number and number + 1,
    )
    return Sheet(
        profile=profile,
        source=source,
        lines=tuple(
            Line(
                block=block_of(clause.section.kind, clause.hr_job_description),
                clause=clause,
                wording=clause.hr_job_description,
                mission_letter=clause.hr_mission_letter,
                interview=clause.hr_interview,
                targets=tuple(scale[code] for code in clause.competences if code in scale),
                outdated=not in_force,
            )
            for clause in clauses
        ),
        objectives=objectives,
        scale=tuple(scale.values()),
        levels=tuple(levels),
        opinion=opinion,
    )


def post(**words: Any) -> JobProfile:
    """A post that manages people, with each block of its job description."""
    return JobProfile(
        **{
            "title": "Responsable de l'accueil des usagers",
            "reference": "ACC-014",
            "occupation": "D2B-05 Responsable d'accueil",
            "family": "Relation à l'usager",
            "job_group": "Rédacteurs territoriaux",
            "category": "B",
            "department": Department(code="ACC", name="Direction de l'accueil", pole="Pôle proximité"),
            "is_manager": True,
            "reports_to": "Direction de l'accueil",
            "workplace": "Hôtel d'agglomération",
            "team": "8 agents de catégorie C",
            "purpose": "Organiser un accueil de qualité, sur place et à distance.",
            "missions": "- Encadrer l'équipe d'accueil\n- Suivre la qualité du service rendu",
            "relations": "Toutes les directions ; les associations d'usagers.",
            "autonomy": "Organise le planning de l'équipe.",
            "skills": "- Connaissance des services publics locaux\n- Conduite de réunion",
            "training": "Accueil des publics éloignés du numérique.",
            "conditions": "Temps complet ; présence un samedi sur quatre.",
            "means": "Poste informatique, téléphone, logiciel de file d'attente.",
        }
        | words
    )


def objectives_of(*, own: bool = True) -> tuple[Objective, ...]:
    """Three objectives, the manager's own practice in the midst of them."""
    found = [
        Objective(words="Ouvrir un point d'accueil mobile.", clause_code="V3", due="30 juin", means="Un véhicule."),
        Objective(words="Tenir une revue d'équipe chaque mois.", own_practice=True, indicator="Dix revues tenues."),
        Objective(words="Former deux agents.", clause_code="Z9"),
    ]
    return tuple(objective for objective in found if own or not objective.own_practice)


def sample_clauses(count: int = 12) -> list[VersionClause]:
    """Clauses of the demonstration, from each of its sections in turn."""
    by_section = [[(section, clause) for clause in section["clauses"]] for section in sample()["charter"]["sections"]]
    mixed = [found for row in zip(*by_section, strict=True) for found in row][:count]
    return sorted((_clause(section, clause) for section, clause in mixed), key=lambda clause: clause.code)


def _clause(section: dict[str, Any], clause: dict[str, Any]) -> VersionClause:
    words = clause["hr_wording"]
    return VersionClause(
        section=VersionSection(code=section["code"], kind=KINDS[section["code"]], title=section["title"]),
        code=clause["code"],
        title=clause["title"],
        text=clause["text"],
        indicators=clause["indicators"],
        hr_job_description=words.get("fiche_de_poste", ""),
        hr_mission_letter=words.get("lettre_de_mission", ""),
        hr_interview=words.get("entretien_professionnel", ""),
        competences=clause["competencies"],
    )


def sample_competences() -> list[dict[str, Any]]:
    """The scale of the demonstration."""
    ladders = {"agent_levels": "levels_agent", "manager_levels": "levels_manager"}
    return [
        competence(
            found["label"],
            code=found["code"],
            definition=found["definition"],
            **{name: found[key] for name, key in ladders.items()},
        )
        for found in sample()["competencies"]
    ]


def competence(words: str, **given: Any) -> dict[str, Any]:
    """A competence as a version freezes it."""
    return {
        "code": "C1", "label": words, "definition": words, "criterion": "qualites_relationnelles",
        "agent_levels": [words] * 4, "manager_levels": [words] * 4,
    } | given  # fmt: skip


def sample_sheet(count: int = 12, **given: Any) -> Sheet:
    """The demonstration: what human resources really print."""
    given = {"objectives": objectives_of(), **given}
    return sheet_of(sample_clauses(count), sample_competences(), **given)


def longest_sheet(words: str = "Coopère avec les autres services de façon régulière et utile. ") -> Sheet:
    """Thirty-five clauses and ten competences, every text as long as it may be."""
    line = words.replace("\n", " ")
    competences = [
        competence(_of(line, 500), code=f"C{n}", label=_of(line, 200), definition=_of(words, 1000))
        for n in range(1, 11)
    ]
    clauses = [
        VersionClause(
            section=VersionSection(code=code, kind=KINDS[code], title="Section"),
            code=f"{code}{n}",
            title=_of(line, 200),
            text=_of(words, 4000),
            indicators=[_of(line, 500)] * 6,
            hr_job_description=_of(words, 1000),
            hr_mission_letter=_of(words, 1000),
            hr_interview=_of(words, 1000),
            competences=[f"C{n}", f"C{n + 3}"],
        )
        for code in KINDS
        for n in range(1, 8)
    ]
    long = post(title=_of(line, 200), purpose=_of(words, 2000), reports_to=_of(line, 200))
    long.department.name = _of(line, 200)
    sheet = sheet_of(clauses, competences, profile=long, objectives=objectives_of())
    assert sheet.source
    return replace(sheet, source=replace(sheet.source, validating_body=_of(line, 200)))


def hostile_sheet(words: str) -> Sheet:
    """The same words everywhere."""
    one_line = words.replace("\n", " ")[:200].strip()
    words = words.strip()
    clause = VersionClause(
        section=VersionSection(code="V", kind=Section.Kind.VALUES, title=one_line),
        code="V1",
        title=one_line,
        text=words,
        indicators=[one_line],
        hr_job_description=words,
        hr_mission_letter=words,
        hr_interview=words,
        competences=["C1"],
    )
    profile = post(title=one_line, reports_to=one_line, purpose=words, missions=words, skills=words)
    objective = Objective(words=words, means=words, indicator=words, own_practice=True, clause_code="V1")
    return sheet_of([clause], [competence(one_line)], profile=profile, objectives=(objective,))


def _of(words: str, length: int) -> str:
    return (words * (length // len(words) + 1))[:length].strip()
