"""The placeholders of a template: the one table that the check, the filling and the page that documents them read.

Their names are French, as human resources write them in their own documents; they are part of a file format, and do not
follow the language of the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from charters.hr import wordings
from charters.hr.documents.framing import title_of
from charters.hr.kinds import DocumentKind, Wording
from charters.hr.sheets import Line, Sheet
from charters.hr.targets import Target
from charters.hr.word_templates.marks import NEW_PARAGRAPH, TEXT, YES_NO, Known
from governance.plain_text import paragraphs, printable, typographic
from governance.templatetags.french import day


@dataclass(frozen=True)
class Told:
    """What a document tells: a job description, for a kind of document, in an organisation."""

    sheet: Sheet
    kind: DocumentKind
    organisation: str

    @property
    def title(self) -> str:
        return title_of(self.sheet, self.kind)

    @cached_property
    def standing(self) -> str:
        """In force or draft, first of all, then why, then from which version."""
        said = wordings.standing(self.sheet, self.kind)
        if self.sheet.draft_of(self.kind):
            first, stop, rest = said.partition(".")
            said = f"{first.upper()}{stop}{rest}"
        return f"{said} {self.sheet.source.reference}." if self.sheet.source else said


@dataclass(frozen=True)
class Place:
    """A placeholder: its name, what it gives, and where that is read. ``of`` is what a list holds."""

    name: str
    said: str | Promise
    read: Callable[[Any], Any]
    kind: str = TEXT
    item: str = ""
    of: tuple[Place, ...] = ()

    @property
    def is_list(self) -> bool:
        return bool(self.item)

    @property
    def known(self) -> Known:
        """What a template may do with it, as the grammar says it."""
        if not self.is_list:
            return self.kind
        return [{place.name: place.known for place in self.of} if self.of else TEXT]


def _lines(read: Callable[[Any], str]) -> Callable[[Any], list[str]]:
    return lambda told: [words for _in_list, words in paragraphs(read(told))]


def _profile(name: str) -> Callable[[Told], str]:
    return lambda told: getattr(told.sheet.profile, name)


def _source(read: Callable[[Any], Any]) -> Callable[[Told], str]:
    return lambda told: str(read(told.sheet.source) or "") if told.sheet.source else ""


def _long(name: str, field: str, said: Promise) -> Iterator[Place]:
    """A text of several paragraphs: whole, or one paragraph after the other."""
    yield Place(f"fiche.{name}", said, _profile(field))
    yield Place(f"fiche.{name}_lignes", _("The same, one line after the other"), _lines(_profile(field)), item="ligne")


DOCUMENT = (
    Place("organisation", _("Name of the organisation"), lambda told: told.organisation),
    Place("document.titre", _("Title of the document, with “draft” first when it is one"), lambda told: told.title),
    Place(
        "document.etat",
        _("Whether it is a draft, why, and which version it quotes. Every template must print it."),
        lambda told: told.standing,
    ),
    Place(
        "document.mention",
        _("That it supports an exchange, or what the committee said of the grid. Every template must print it."),
        lambda told: wordings.exchange_support(told.sheet.opinion),
    ),
    Place("document.brouillon", _("It is a draft"), lambda told: told.sheet.draft_of(told.kind), YES_NO),
    Place("document.cotation", _("That the charter never changes grading"), lambda told: wordings.no_regrading()),
    Place("document.niveaux", _("How to read the target levels"), lambda told: wordings.about_levels()),
    Place("document.date", _("Day when it is made"), lambda told: day(timezone.localdate())),
)
VERSION = (
    Place("version.charte", _("Title of the charter"), _source(lambda source: source.version.title)),
    Place("version.numero", _("Number of the version"), _source(lambda source: source.number)),
    Place("version.date", _("Day when it was validated"), _source(lambda source: day(source.validated_at))),
    Place("version.instance", _("Who validated it"), _source(lambda source: source.validating_body)),
    Place("version.reference", _("Version, day and validating body, in one sentence"), _source(lambda s: s.reference)),
    Place("version.empreinte", _("Digest that proves the text of the version"), _source(lambda source: source.seal)),
    Place(
        "version.en_vigueur",
        _("It is the version in force"),
        lambda told: bool(told.sheet.source and told.sheet.source.in_force),
        YES_NO,
    ),
)
PROFILE = (
    Place("fiche.intitule", _("Title of the post"), _profile("title")),
    Place("fiche.numero", _("Number of the post"), _profile("reference")),
    Place("fiche.metier", _("Occupation in the national repertory"), _profile("occupation")),
    Place("fiche.famille", _("Family of posts"), _profile("family")),
    Place("fiche.cadre_emplois", _("Statutory job group"), _profile("job_group")),
    Place("fiche.categorie", pgettext_lazy("placeholder", "A, B, C, or nothing"), _profile("category")),
    Place(
        "fiche.direction",
        pgettext_lazy("placeholder", "Department"),
        lambda told: told.sheet.profile.department.name if told.sheet.profile.department else "",
    ),
    Place("fiche.rattachement", _("Function it reports to"), _profile("reports_to")),
    Place("fiche.lieu", _("Place of work"), _profile("workplace")),
    Place("fiche.equipe", _("Team it manages"), _profile("team")),
    Place("fiche.encadre", _("The post manages people"), lambda told: told.sheet.profile.is_manager, YES_NO),
    Place("fiche.terrain", _("The post works in the field"), lambda told: told.sheet.profile.is_field_staff, YES_NO),
    *_long("raison_etre", "purpose", _("Purpose of the post")),
    *_long("missions", "missions", _("Missions and activities")),
    *_long("relations", "relations", _("Working relations")),
    *_long("autonomie", "autonomy", _("Autonomy and responsibilities")),
    *_long("competences", "skills", _("Skills that HR wrote in the job description")),
    *_long("formations", "training", _("Training")),
    *_long("conditions", "conditions", _("Working conditions")),
    *_long("moyens", "means", _("Means")),
)
CLAUSE = (
    Place("code", _("Code of the clause"), lambda line: line.clause.code),
    Place("titre", _("Title of the clause"), lambda line: line.clause.title),
    Place("texte", _("Text of the clause in the charter"), lambda line: line.clause.text),
    Place("section", _("Section of the charter"), lambda line: line.clause.section.title),
    Place("rubrique", _("Block of the job description where it has its place"), lambda line: str(line.block.label)),
    Place("fiche_de_poste", _("Wording for a job description, or nothing"), lambda line: line.wording),
    Place("lettre_de_mission", _("Wording for a mission letter, or nothing"), lambda line: line.mission_letter),
    Place("entretien", _("Wording for the yearly interview, or nothing"), lambda line: line.interview),
    Place("adapte", _("HR adapted one of these wordings"), lambda line: line.adapted, YES_NO),
    Place("indicateurs", _("Its indicators"), lambda line: list(line.clause.indicators), item="indicateur"),
    Place(
        "competences",
        _("Codes of the competences that it calls on"),
        lambda line: [target.code for target in line.targets],
        item="code",
    ),
)
COMPETENCE = (
    Place("code", _("Code of the competence"), lambda row: row[0].code),
    Place("nom", _("Name of the competence"), lambda row: row[0].label),
    Place("definition", _("Its definition"), lambda row: row[0].definition),
    Place("niveau", _("Target level of the post, from 1 to 4"), lambda row: str(row[0].rank)),
    Place("niveau_nom", _("Name of that level"), lambda row: row[0].level),
    Place("comportement", _("What can be observed at that level"), lambda row: row[0].behaviour),
    Place("clauses", _("Codes of the clauses that call on it"), lambda row: list(row[1]), item="code"),
)
OBJECTIVE = (
    Place("objectif", pgettext_lazy("placeholder", "The objective"), lambda objective: objective.words),
    Place("pratique_encadrant", _("It is about the manager's own practice"), lambda o: o.own_practice, YES_NO),
    Place("moyens", _("Means given"), lambda objective: objective.means),
    Place("indicateur", _("What will show it"), lambda objective: objective.indicator),
    Place("echeance", _("By when"), lambda objective: objective.due),
    Place("clause", _("Code of the clause that it puts into practice"), lambda objective: objective.clause_code),
)
BLOCK = (
    Place("nom", _("Name of the block"), lambda block: str(block[0].label)),
    Place("clauses", _("The clauses quoted in this block"), lambda block: block[1], item="clause", of=CLAUSE),
)


def _lines_in(document: Wording) -> Callable[[Told], list[Line]]:
    return lambda told: told.sheet.lines_in(document)


def _targets(told: Told) -> list[tuple[Target, list[str]]]:
    return told.sheet.targets


LISTS = (
    Place("clauses", _("Every clause quoted"), lambda told: told.sheet.lines, item="clause", of=CLAUSE),
    Place(
        "clauses_fiche",
        _("Those that say something in a job description"),
        _lines_in(Wording.JOB_DESCRIPTION),
        item="clause",
        of=CLAUSE,
    ),
    Place(
        "clauses_lettre",
        _("Those that say something in a mission letter"),
        _lines_in(Wording.MISSION_LETTER),
        item="clause",
        of=CLAUSE,
    ),
    Place(
        "clauses_entretien",
        _("Those that say something in the yearly interview"),
        _lines_in(Wording.INTERVIEW),
        item="clause",
        of=CLAUSE,
    ),
    Place("rubriques", _("Blocks of the job description"), lambda told: told.sheet.blocks, item="rubrique", of=BLOCK),
    Place("competences", _("Competences that the post is about"), _targets, item="competence", of=COMPETENCE),
    Place("objectifs", _("Objectives of the post"), lambda told: told.sheet.objectives, item="objectif", of=OBJECTIVE),
)
TABLE = (*DOCUMENT, *VERSION, *PROFILE, *LISTS)


def known() -> Known:
    """What a template may name, for the grammar."""
    return _grouped((place.name, place.known) for place in TABLE)


def words_of(told: Told) -> dict[str, Any]:
    """What a template is filled with: texts, yes and no, lists, and nothing else."""
    language = told.sheet.language
    return _grouped((place.name, _given(place, told, language)) for place in TABLE)


def _given(place: Place, told: Any, language: str) -> Any:
    found = place.read(told)
    if place.is_list and place.of:
        return [{inner.name: _given(inner, row, language) for inner in place.of} for row in found]
    if place.is_list:
        return [shown(words, language) for words in found]
    return bool(found) if place.kind == YES_NO else shown(str(found), language)


def shown(text: str, language: str) -> str:
    """A text as a document prints it: its typography, a dash before each line of a list."""
    lines = (f"– {words}" if in_list else words for in_list, words in paragraphs(text))
    return NEW_PARAGRAPH.join(printable(typographic(words, language)).replace("\t", " ") for words in lines)


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """``a.b`` goes to ``b`` in the group ``a``."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        group, stop, last = name.rpartition(".")
        (found.setdefault(group, {}) if stop else found)[last] = value
    return found
