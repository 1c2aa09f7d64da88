"""The columns of a list of job descriptions: one table for reading it, for writing it, and for explaining it.

Their names are French whatever the language of the screen: they are those of the lists that human resources keep.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.hr.models import JobProfile
from governance.people.models import StaffCategory
from governance.plain_text import clean_plain_text

YES, NO = "oui", "non"
_YES_OR_NO = {
    **dict.fromkeys([YES, "o", "vrai", "yes", "true", "x", "1"], True),
    **dict.fromkeys([NO, "n", "faux", "no", "false", "0"], False),
}
_CATEGORY = re.compile(r"cat(?:[ée]gorie|\.)?\s+", re.IGNORECASE)
_SAME_LETTER = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def folded(words: str) -> str:
    """A name without its accents, capitals, punctuation and spare spaces: what two spellings have in common."""
    letters = unicodedata.normalize("NFKD", words.casefold().translate(_SAME_LETTER))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", bare))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, the name that heads it, other names it goes by, what is written in it."""

    field: str
    header: str
    also: tuple[str, ...]
    holds: str | Promise
    read: Callable[[Column, str], Any]
    write: Callable[[Any], str] = str

    @property
    def most(self) -> int | None:
        """How many characters a cell may have."""
        return getattr(_field(self.field), "max_length", None) if self.read is _words else None

    @property
    def is_long(self) -> bool:
        """Whether one writes several lines in it."""
        return self.read is _words and isinstance(_field(self.field), models.TextField)

    @property
    def required(self) -> bool:
        return self.field == "title"

    @property
    def choices(self) -> tuple[str, ...]:
        """What a cell may hold, when it is one of a few words."""
        if self.read is _category:
            return tuple(StaffCategory.values)
        return (YES, NO) if self.read is _yes_or_no else ()

    def value_of(self, cell: str) -> Any:
        """What a cell says; nothing, for an empty one. Raises ValidationError with the sentence to show."""
        return self.read(self, bare(cell))

    def cell_of(self, profile: JobProfile) -> str:
        """What an exported list says, such that it reads the same."""
        return guarded(self.write(getattr(profile, self.field)))


def _field(name: str) -> models.Field[Any, Any]:
    field: models.Field[Any, Any] = JobProfile._meta.get_field(name)  # type: ignore[assignment]
    return field


def _words(column: Column, cell: str) -> str:
    return clean_plain_text(cell, max_length=column.most, one_line=not column.is_long)


def _department(column: Column, cell: str) -> str:
    return clean_plain_text(cell, max_length=220, one_line=True)


def _category(column: Column, cell: str) -> str:
    words = _CATEGORY.sub("", cell.strip()).upper()
    if words and words not in StaffCategory.values:
        raise ValidationError(_("“%(cell)s” is no category: write A, B or C, or nothing."), params=_shown(cell))
    return words


def _yes_or_no(column: Column, cell: str) -> bool | None:
    words = cell.strip().casefold()
    if words and words not in _YES_OR_NO:
        raise ValidationError(
            _("“%(cell)s” says neither yes nor no: write “oui” or “non”, or nothing."), params=_shown(cell)
        )
    return _YES_OR_NO.get(words)


def _shown(cell: str) -> dict[str, str]:
    """The words of a cell, as a sentence can quote them."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in cell).split())
    return {"cell": words if len(words) <= 40 else f"{words[:39]}…"}


def _say_yes_or_no(value: bool) -> str:
    return YES if value else NO


def _say_department(department: Any) -> str:
    return department.code if department else ""


COLUMNS = (
    Column(
        "title",
        "Intitulé",
        ("intitulé du poste", "intitulé de poste", "libellé du poste", "titre", "titre du poste", "nom du poste",
         "poste"),
        gettext_lazy("what the post is called; the only one that is required"),
        _words,
    ),
    Column(
        "reference",
        "Numéro de poste",
        ("numéro du poste", "n° de poste", "n° du poste", "n° poste", "no de poste", "num poste", "numéro",
         "code poste",
         "code du poste", "référence", "référence du poste", "réf"),
        gettext_lazy("the number you know the post by: the best way to find it again"),
        _words,
    ),
    Column(
        "occupation",
        "Métier",
        ("fiche métier", "métier du répertoire", "métier CNFPT", "code métier", "emploi de référence"),
        gettext_lazy("the occupation in the national repertory"),
        _words,
    ),
    Column(
        "family",
        "Famille",
        ("famille de métiers", "famille de postes", "famille professionnelle", "filière métier"),
        gettext_lazy("the family of posts"),
        _words,
    ),
    Column(
        "job_group",
        "Cadre d'emplois",
        ("cadre d'emploi", "cadres d'emplois", "cadre emplois", "cadre statutaire"),
        gettext_lazy("the statutory job group"),
        _words,
    ),
    Column(
        "category",
        "Catégorie",
        ("cat", "catégorie statutaire", "catégorie hiérarchique"),
        gettext_lazy("A, B or C; nothing if the post is open to several"),
        _category,
    ),
    Column(
        "department",
        "Direction",
        ("code direction", "code de la direction", "direction de rattachement", "direction ou service"),
        gettext_lazy("the code or the name of a department that is open"),
        _department,
        _say_department,
    ),
    Column(
        "is_manager",
        "Encadrant",
        ("encadrante", "encadrement", "poste d'encadrement", "manager", "encadre", "fonctions d'encadrement"),
        gettext_lazy("“oui” if the post manages people, else “non”"),
        _yes_or_no,
        _say_yes_or_no,
    ),
    Column(
        "is_field_staff",
        "Terrain",
        ("poste de terrain", "agent de terrain", "travail de terrain", "métier de terrain"),
        gettext_lazy("“oui” if the post works in the field, else “non”"),
        _yes_or_no,
        _say_yes_or_no,
    ),
    Column(
        "reports_to",
        "Rattachement",
        ("rattachement hiérarchique", "rattaché à", "fonction du supérieur", "fonction du supérieur hiérarchique",
         "positionnement hiérarchique"),
        gettext_lazy("the function that the post reports to, never the name of a person"),
        _words,
    ),
    Column(
        "workplace",
        "Lieu",
        ("lieu de travail", "lieu d'affectation", "résidence administrative", "site", "localisation"),
        gettext_lazy("where one works"),
        _words,
    ),
    Column(
        "team",
        "Équipe",
        ("équipe encadrée", "effectif encadré", "agents encadrés", "composition de l'équipe"),
        gettext_lazy("the team that the post manages: how many people, of which kinds"),
        _words,
    ),
    Column(
        "purpose",
        "Raison d'être",
        ("finalité", "finalité du poste", "raison d'être du poste", "mission principale"),
        gettext_lazy("what the post is for, in two or three lines"),
        _words,
    ),
    Column(
        "missions",
        "Missions",
        ("missions et activités", "missions du poste", "activités", "missions principales", "activités principales"),
        gettext_lazy("missions and activities"),
        _words,
    ),
    Column(
        "relations",
        "Relations",
        ("relations de travail", "relations fonctionnelles", "relations internes et externes"),
        gettext_lazy("with whom one works, inside and outside"),
        _words,
    ),
    Column(
        "autonomy",
        "Autonomie",
        ("autonomie et responsabilités", "responsabilités", "marge d'autonomie"),
        gettext_lazy("autonomy and responsibilities"),
        _words,
    ),
    Column(
        "skills",
        "Compétences",
        ("compétences requises", "compétences attendues", "profil", "savoirs", "savoir-faire"),
        gettext_lazy("the skills that the post asks for, never those of a person"),
        _words,
    ),
    Column(
        "training",
        "Formations",
        ("formation", "diplômes", "formations et diplômes", "formations requises", "formation requise",
         "habilitations"),
        gettext_lazy("training and qualifications that the post asks for"),
        _words,
    ),
    Column(
        "conditions",
        "Conditions",
        ("conditions de travail", "conditions d'exercice", "conditions particulières", "contraintes",
         "contraintes du poste"),
        gettext_lazy("working conditions: hours, travel, constraints"),
        _words,
    ),
    Column(
        "means",
        "Moyens",
        ("moyens mis à disposition", "moyens matériels", "moyens techniques", "équipements"),
        gettext_lazy("the means given"),
        _words,
    ),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}
_BY_NAME = {folded(name): column for column in COLUMNS for name in (column.header, *column.also)}

# What says who holds a post, or what someone thinks of them. Whole names, then words that are enough wherever they are.
_OF_PERSONS = frozenset(
    folded(name)
    for name in (
        "nom", "noms", "nom de l'agent", "nom agent", "agent", "agente", "nom d'usage", "nom de naissance",
        "nom de famille", "nom du responsable", "nom du supérieur", "mail", "e-mail", "téléphone", "portable", "note",
        "notes", "notation", "n° agent", "numéro d'agent", "numéro de l'agent", "âge", "sexe", "civilité", "naissance",
        "entretien", "résultats", "niveau atteint", "atteint", "adresse", "rémunération", "salaire", "CREP",
    )
)  # fmt: skip
_PERSONAL_WORDS = frozenset(
    folded(word)
    for word in (
        "prénom", "prénoms", "titulaire", "titulaires", "matricule", "matricules", "courriel", "courriels", "email",
        "emails", "évaluation", "évaluations", "appréciation", "appréciations", "évaluateur", "évaluatrice", "évalué",
        "évaluée", "occupant", "occupante", "NIR", "NIA",
    )
)  # fmt: skip


def column_of(header: str) -> Column | None:
    """The column that a header names, by any of its names."""
    return _BY_NAME.get(folded(header))


def tells_of_a_person(header: str) -> bool:
    """Whether a column would say who holds a post, or what is thought of someone."""
    name = folded(header)
    return name in _OF_PERSONS or bool(_PERSONAL_WORDS & set(name.split())) or name.startswith("e mail")


# --- Cells that a spreadsheet would run ------------------------------------------------------------

# ``governance.spreadsheets.inert`` puts an apostrophe before what a spreadsheet would run. A cell that began so of
# itself gets another one when it is written, so that taking one away always gives the words back.
_WITH_APOSTROPHE = re.compile("'+[ \u00a0\u202f\t\r\n]*[=+\\-@\t\r\n]")


def guarded(cell: str) -> str:
    """A cell as it is written, before ``inert``."""
    return f"'{cell}" if _WITH_APOSTROPHE.match(cell) else cell


def bare(cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from running it."""
    return cell[1:] if _WITH_APOSTROPHE.match(cell) else cell
