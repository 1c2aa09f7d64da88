"""The Word templates of human resources: those that are there, one of them, how to write one."""

from __future__ import annotations

from typing import Any

from charters.hr.kinds import DocumentKind
from charters.models import WordTemplate, WordTemplateFile
from governance.signing import save_signed
from tests.charters.hr.word_templates.making import template
from tests.house.visits import HUMAN_RESOURCES, Scenario, file, form, page

WORDS = "Δικο μας προτυπο"

SCENARIOS: list[Scenario] = [
    page("word-templates", HUMAN_RESOURCES),
    # its form asks for a file, which a reader of these tests does not have: it answers that one is missing
    form("word-template-new", HUMAN_RESOURCES, typed={"name": WORDS}),
    page("word-template", HUMAN_RESOURCES, "word_template.pk"),
    file("word-template-sample", HUMAN_RESOURCES, "word_template.pk"),
    file("word-template-file", HUMAN_RESOURCES, "word_template.pk"),
    form("word-template-retire", HUMAN_RESOURCES, "word_template.pk"),
    page("placeholders", HUMAN_RESOURCES),
    file("word-template-starter", HUMAN_RESOURCES),
]


def add_to(world: Any) -> None:
    """Kept without the press: a process for each of them would be long to wait for."""
    content = template("{{ fiche.intitule }}")
    named = ["document.etat", "document.mention", "fiche.intitule"]
    for n in range(world.size):
        world.word_template = save_signed(
            WordTemplate(
                name=f"{WORDS} {n}", kind=DocumentKind.JOB_DESCRIPTION, placeholders=named, digest=f"{n:064}",
                size=len(content),
            ),
            by=world.people["hr"],
            reason=WORDS,
        )  # fmt: skip
        WordTemplateFile.objects.create(template=world.word_template, content=content)
