"""A document as JSON, for a program: the post, the clauses quoted, their words for each document, the levels aimed at.

The keys are stable; ``format`` is ``cooperation-charter-hr-document/1``. Words are as they are kept, without the
typography of documents.

- ``kind`` is the document that was asked for; ``draft`` and ``standing`` say how far to rely on it, ``notice`` what it
  is. ``language`` is that of the words; ``made_at`` an instant.
- ``post`` describes the post, never whoever holds it.
- ``source`` is nothing when no clause is quoted. ``version`` is its number, nothing before validation; ``seal`` the
  chain hash of a validated version, else the hash of the text; ``content_hash`` the hash of the text.
- ``grid_opinion`` is nothing until the statutory committee was heard of the scale.
- ``clauses``: ``wordings`` holds ``job_description``, ``mission_letter`` and ``interview``; each is nothing, or
  ``words`` and ``adapted`` (whether human resources changed those of the charter). ``competences`` are codes;
  ``outdated`` says that the version in force says the clause otherwise, or no longer.
- ``competences``: those that the post is about, with ``target`` (``rank``, ``level``, ``decided``) and ``ladders``
  (``agent``, and ``manager`` for a post that manages people): four behaviours each. ``levels`` names the four ranks.
- ``objectives``: the manager's own practice first; ``clause`` is a code, or empty.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from charters.hr import wordings
from charters.hr.documents.entries import own_practice_first
from charters.hr.kinds import DocumentKind
from charters.hr.kinds import Wording as Said
from charters.hr.models import Objective
from charters.hr.sheets import Line, Sheet
from charters.hr.sources import Source
from charters.hr.targets import Target
from governance.canonical import instant
from governance.plain_text import printable

FORMAT = "cooperation-charter-hr-document/1"
KEYS = {Said.JOB_DESCRIPTION: "job_description", Said.MISSION_LETTER: "mission_letter", Said.INTERVIEW: "interview"}
_OF_THE_POST = ("title", "reference", "occupation", "family", "job_group", "category", "is_manager", "is_field_staff",
                "reports_to", "workplace", "team", "purpose", "missions", "relations", "autonomy", "skills", "training",
                "conditions", "means")  # fmt: skip


def write_json(sheet: Sheet, kind: DocumentKind, *, organisation: str, moment: datetime) -> bytes:
    """The file."""
    department = sheet.profile.department
    document = {
        "format": FORMAT,
        "kind": kind.value,
        "draft": sheet.draft_of(kind),
        "standing": wordings.standing(sheet, kind),
        "notice": wordings.exchange_support(sheet.opinion),
        "language": sheet.language,
        "made_at": instant(moment),
        "organisation": organisation,
        "post": {name: getattr(sheet.profile, name) for name in _OF_THE_POST}
        | {"department": department.name if department else ""},
        "source": _source(sheet.source) if sheet.source else None,
        "grid_opinion": _opinion(sheet),
        "clauses": [_clause(line) for line in sheet.lines],
        "levels": [dict(level) for level in sheet.levels],
        "competences": [_competence(target, codes) for target, codes in sheet.targets],
        "objectives": [_objective(objective) for objective in own_practice_first(sheet)],
    }
    return printable(json.dumps(document, ensure_ascii=False, indent=1)).encode() + b"\n"


def _source(source: Source) -> dict[str, Any]:
    return {
        "charter": source.version.title,
        "version": source.number,
        "reference": source.reference,
        "validated_at": instant(source.validated_at) if source.validated_at else None,
        "validating_body": source.validating_body,
        "seal": source.seal,
        "content_hash": source.version.content_hash,
        "in_force": source.in_force,
    }


def _opinion(sheet: Sheet) -> dict[str, str] | None:
    if (opinion := sheet.opinion) is None:
        return None
    return {
        "committee": opinion.committee_name,
        "opinion": opinion.verdict,
        "on": opinion.on.isoformat(),
        "reference": opinion.reference,
    }


def _clause(line: Line) -> dict[str, Any]:
    clause = line.clause
    section = clause.section
    return {
        "code": clause.code,
        "title": clause.title,
        "section": {"code": section.code, "kind": str(section.kind), "title": section.title},
        "text": clause.text,
        "indicators": list(clause.indicators),
        "block": line.block.value,
        "wordings": {
            key: {"words": line.said_in(said), "adapted": line.adapted_in(said)} if line.said_in(said) else None
            for said, key in KEYS.items()
        },
        "competences": [target.code for target in line.targets],
        "outdated": line.outdated,
    }


def _competence(target: Target, codes: list[str]) -> dict[str, Any]:
    return {
        "code": target.code,
        "label": target.label,
        "definition": target.definition,
        "criterion": target.criterion,
        "target": {"rank": target.rank, "level": target.level, "decided": target.decided},
        "ladders": {"manager" if ladder.for_manager else "agent": list(ladder.steps) for ladder in target.ladders},
        "clauses": codes,
    }


def _objective(objective: Objective) -> dict[str, Any]:
    return {
        "words": objective.words,
        "own_practice": objective.own_practice,
        "means": objective.means,
        "indicator": objective.indicator,
        "by_when": objective.due,
        "clause": objective.clause_code,
    }
