"""Published experience as a table that Excel opens in French.

The names of the columns are fixed, in French, whatever the language of the screen: other software relies on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TextIO

from django.utils import translation

from feedback.projects.models import Feedback
from feedback.projects.participants import participants_said
from feedback.templatetags.voices import author
from governance.spreadsheets import write_table

BETWEEN = " | "

# an entry here carries the annotations of ``reading.with_all_it_says``
COLUMNS: dict[str, Callable[[Any], object]] = {
    "code": lambda entry: entry.code,
    "projet": lambda entry: entry.project.name,
    "debut": lambda entry: f"{entry.period_start:%m/%Y}",
    "fin": lambda entry: f"{entry.period_end:%m/%Y}",
    "issue": lambda entry: entry.get_project_outcome_display(),
    "contexte": lambda entry: entry.context,
    "modes_de_cooperation": lambda entry: _each(entry.modes, "label"),
    "precisions": lambda entry: entry.cooperation_modes_detail,
    "ce_qui_a_aide": lambda entry: _lived(entry.told_levers),
    "ce_qui_a_gene": lambda entry: _lived(entry.told_hindrances),
    "enseignements": lambda entry: BETWEEN.join(entry.lessons),
    "directions": lambda entry: _each(entry.in_departments, "code"),
    "categories": lambda entry: BETWEEN.join(entry.categories),
    "participants": lambda entry: participants_said(entry.participants_estimate),
    "heures_prevues": lambda entry: _number(entry.hours_planned),
    "heures_passees": lambda entry: _number(entry.hours_spent),
    "partenaires": lambda entry: _each(entry.with_stakeholders, "name"),
    "outils": lambda entry: _each(entry.with_tools, "name"),
    "raconte_par": author,
    "suite_donnee": lambda entry: entry.answer_said if entry.outcome else "",
    "motif_de_la_suite": lambda entry: entry.answer,
}


def write_csv(entries: Iterable[Feedback], to: TextIO) -> int:
    """Write one row for each entry ``with_all_it_says`` to any text stream; return how many there were.

    A small number of people and an author are said as pages say them.
    """
    with translation.override("fr"):
        rows = [[str(read(entry)) for read in COLUMNS.values()] for entry in entries]
    write_table(to, columns=COLUMNS, rows=rows)
    return len(rows)


def _each(rows: Iterable[dict[str, str]], name: str) -> str:
    return BETWEEN.join(row[name] for row in rows)


def _lived(rows: Iterable[dict[str, str]]) -> str:
    return BETWEEN.join(f"{row['label']} : {row['text']}" for row in rows)


def _number(hours: int | None) -> str:
    return "" if hours is None else str(hours)
