"""Versions made of words alone, without a database: what the properties of documents are tried on."""

from __future__ import annotations

import datetime
import random
import uuid
from dataclasses import replace

from charters.models import Charter, Version
from charters.versions.content import ClauseContent, Content, SectionContent, numbered
from charters.versions.documents.around import Around
from charters.versions.documents.outline import Outline, outline_of
from charters.versions.models import VersionStep

SENTENCES = (
    "nous disons vite ce qui change, l'agent écoute : « oui » ou non. Ensuite chacun répond à l'autre - même tard"
)
WORDS = SENTENCES.split(" ")


def phrase(chance: random.Random, most: int = 14) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def text(chance: random.Random) -> str:
    lines = (chance.choice(["", "", "- "]) + phrase(chance) for _ in range(chance.randint(1, 5)))
    return "\n".join(lines)


def clause(chance: random.Random, code: str) -> ClauseContent:
    return ClauseContent(
        position=1, code=code, revision=chance.randint(1, 3), title=phrase(chance, 6), text=text(chance),
        note=chance.choice(["", text(chance)]), indicators=tuple(phrase(chance) for _ in range(chance.randint(0, 3))),
        audience=("tous_agents", "drh")[: chance.randint(0, 2)], hr_job_description=chance.choice(["", phrase(chance)]),
        hr_mission_letter="", hr_interview="", competences=("C1",)[: chance.randint(0, 1)],
    )  # fmt: skip


def content(chance: random.Random, clauses: int = 4) -> Content:
    sections = (
        SectionContent(
            1, code, kind, code, phrase(chance), tuple(clause(chance, f"{letter}{n}") for n in range(clauses))
        )
        for letter, (code, kind) in zip("VM", (("val", "values"), ("met", "methods")), strict=True)
    )
    levels = [{"rank": rank, "label": f"Niveau {rank}", "meaning": phrase(chance)} for rank in (1, 2)]
    competences = [
        {
            "code": "C1", "label": "Écouter", "definition": phrase(chance),
            "agent_levels": [phrase(chance), phrase(chance)], "manager_levels": [phrase(chance)],
        }
    ]  # fmt: skip
    scale = {"levels": levels, "competences": competences}
    return Content("Charte", "fr", text(chance), phrase(chance), scale, numbered(sections))


def reworded(chance: random.Random, words: str) -> str:
    """The same words with some gone, some new, some paragraphs cut or joined."""
    pieces = words.split(" ")
    for _ in range(chance.randint(0, 4)):
        place = chance.randrange(len(pieces) + 1)
        match chance.randrange(5):
            case 0:
                pieces[place : place + chance.randint(1, 3)] = []
            case 1:
                pieces[place:place] = phrase(chance, 3).split(" ")
            case 2:
                pieces[place:place] = ["fin.\nPuis"]
            case 3:
                pieces[place:place] = ["fin :\n- un point\n- un autre\n"]
            case 4:
                pieces = " ".join(pieces).replace("\n", " ", 1).split(" ")
    return "\n".join(line.strip() for line in " ".join(pieces).split("\n")).strip() or "rien"


def revised(chance: random.Random, before: Content) -> Content:
    """The content after everything that can happen to one."""
    sections = []
    for place, section in enumerate(before.sections):
        clauses = list(section.clauses)
        if clauses and chance.random() < 0.6:
            clauses.insert(chance.randrange(len(clauses)), clauses.pop(chance.randrange(len(clauses))))
        if clauses and chance.random() < 0.3:
            clauses.pop(chance.randrange(len(clauses)))
        if chance.random() < 0.4:
            clauses.insert(chance.randrange(len(clauses) + 1), clause(chance, f"N{place}"))
        clauses = [
            replace(
                each,
                title=reworded(chance, each.title).replace("\n", " ") if chance.random() < 0.3 else each.title,
                text=reworded(chance, each.text) if chance.random() < 0.6 else each.text,
                note=chance.choice([each.note, "", reworded(chance, each.note or "rien")]),
                indicators=tuple(reworded(chance, line).replace("\n", " ") for line in each.indicators),
            )
            for each in clauses
        ]
        sections.append(replace(section, clauses=tuple(clauses), title=reworded(chance, section.title)))
    chance.shuffle(sections)
    scale = before.competence_scale if chance.random() < 0.6 else {}
    return replace(
        before, sections=numbered(sections), preamble=reworded(chance, before.preamble), competence_scale=scale
    )


def outline(content: Content, number: int, message: str = "") -> Outline:
    """The outline of a version that was validated, with labels in the active language."""
    version = Version(
        id=uuid.UUID(int=number), charter=Charter(slug="charte"), submission=number, title=content.title,
        language=content.language, preamble=content.preamble, scope=content.scope, message=message,
        content_hash=f"{number:064x}",
    )  # fmt: skip
    at = datetime.datetime(2026, 1, number, 8, 30, tzinfo=datetime.UTC)
    validation = VersionStep(
        version=version, kind="validated", number=number, at=at, validating_body="Comité de direction",
        content_hash=version.content_hash, chain_hash=f"{number + 100:064x}",
    )  # fmt: skip
    return outline_of(version, content, Around(validation))
