"""The charter, its sections and clauses with all their revisions, and the scale of competences."""

import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from charter_site.exchange.ledger import Content, Ledger
from charters.models import Charter, Clause, Competence, Level, Proposal, Section
from charters.text.drafting import STEP
from charters.text.models import Worded
from charters.text.revisions import open_revision
from governance.models import Member

LEVEL = {"level": "rank", "label": "label", "meaning": "meaning"}
COMPETENCE = {
    "code": "code",
    "label": "label",
    "definition": "definition",
    "crep_criterion": "criterion",
    "levels_agent": "agent_levels",
    "levels_manager": "manager_levels",
}
HR_WORDING = {
    "fiche_de_poste": "hr_job_description",
    "lettre_de_mission": "hr_mission_letter",
    "entretien_professionnel": "hr_interview",
}
CLAUSE = ("title", "text", "note", "indicators", "audience")


def store(content: Content, ledger: Ledger) -> None:
    for entry in content["competency_scale"]:
        ledger.save(Level(**{field: entry[key] for key, field in LEVEL.items()}))
    for position, entry in enumerate(content["competencies"], start=1):
        ledger.save(Competence(position=position, **{field: entry[key] for key, field in COMPETENCE.items()}))
    # proposals come later, but revisions name those they came from
    ledger.proposal_ids = {entry["code"]: uuid.uuid4() for entry in content["amendments"]}
    store_charter(content["charter"], ledger)


def store_charter(entry: Content, ledger: Ledger) -> None:
    charter = Charter(
        slug=entry["slug"],
        language=entry["language"],
        stage=entry["status"],
        target_version=entry["version"],
    )
    ledger.charter = charter
    replay(charter, entry, ledger, words=charter_words)
    for part in entry["sections"]:
        section = Section(charter=charter, code=part["code"], position=part["order"], kind=part["kind"])
        ledger.sections[part["code"]] = section
        replay(section, part, ledger, words=section_words)
        threads = ledger.threads(len(part["clauses"]))
        for place, words in enumerate(part["clauses"], start=1):
            clause = Clause(charter=charter, section=section, code=words["code"], position=place * STEP)
            clause.thread = threads[place - 1]
            ledger.clauses[words["code"]] = clause
            replay(clause, words, ledger, words=clause_words)


def replay(text: Worded, entry: Content, ledger: Ledger, *, words: Callable[[Content], dict[str, Any]]) -> None:
    """Write a text as its revisions made it, or as its first revision when the file tells no other."""
    for revision in entry.get("revisions") or [{**entry, "by": None, "reason": ledger.reason}]:
        for field, value in words(revision).items():
            setattr(text, field, value)
        made_at = revision.get("made_at")
        open_revision(
            text,
            by=signatory(revision["by"]),
            reason=revision["reason"],
            proposals=[ledger.proposal_ids[code] for code in revision.get("proposals", [])],
            at=datetime.fromisoformat(made_at) if made_at else None,
        )


def signatory(pseudonym: str | None) -> Member | None:
    """Whoever signed: history keeps the pseudonym alone, even of someone who is gone."""
    return Member(pseudonym=uuid.UUID(pseudonym)) if pseudonym else None


def charter_words(entry: Content) -> dict[str, Any]:
    return {key: entry[key] for key in ("title", "preamble", "scope")}


def section_words(entry: Content) -> dict[str, Any]:
    return {key: entry[key] for key in ("title", "summary")}


def clause_words(entry: Content) -> dict[str, Any]:
    return {
        **{key: entry[key] for key in CLAUSE},
        **{field: entry["hr_wording"].get(key, "") for key, field in HR_WORDING.items()},
        "competences": entry["competencies"],
        "removed": entry.get("removed", False),
    }


def tell(charter: Charter) -> Content:
    return {
        "competency_scale": [
            {key: getattr(row, field) for key, field in LEVEL.items()} for row in Level.objects.order_by("rank")
        ],
        "competencies": [
            {key: getattr(row, field) for key, field in COMPETENCE.items()}
            for row in Competence.objects.order_by("position", "pk")
        ],
        "charter": tell_charter(charter),
    }


def tell_charter(charter: Charter) -> Content:
    clauses: dict[int, list[Content]] = defaultdict(list)
    revisions = Revisions()
    clause_revisions = revisions.of(Clause, lambda row: {"proposals": revisions.codes(row), **clause_told(row)})
    section_revisions = revisions.of(Section, section_words_told)
    charter_revisions = revisions.of(Charter, charter_words_told)
    for row in Clause.objects.filter(charter=charter).in_reading_order():
        told = {"code": row.code, **clause_told(row), "revisions": clause_revisions[row.pk]}
        if not row.removed:
            del told["removed"]
        clauses[row.section_id].append(told)
    return {
        "slug": charter.slug,
        "version": charter.target_version,
        "status": charter.stage,
        "language": charter.language,
        **charter_words_told(charter),
        "revisions": charter_revisions[charter.pk],
        "sections": [
            {
                "code": row.code,
                "order": row.position,
                "kind": row.kind,
                **section_words_told(row),
                "revisions": section_revisions[row.pk],
                "clauses": clauses[row.pk],
            }
            for row in charter.sections.order_by("position")
        ],
    }


class Revisions:
    """Revisions of all texts of one kind: one query a kind, and one for the proposals they name."""

    def __init__(self) -> None:
        self.proposals = dict(Proposal.objects.values_list("pk", "code"))

    def codes(self, row: Any) -> list[str]:
        return [self.proposals[pk] for pk in row.proposals if pk in self.proposals]

    def of(self, model: Any, words: Callable[[Any], Content]) -> dict[int, list[Content]]:
        told: dict[int, list[Content]] = defaultdict(list)
        for row in model.history.filter(opens_revision=True).order_by("id", "revision"):
            told[row.id].append(
                {
                    "revision": row.revision,
                    "made_at": moment(row.history_date),
                    "by": str(row.history_user_id) if row.history_user_id else None,
                    "reason": row.history_change_reason or "",
                    **words(row),
                }
            )
        return told


def moment(when: datetime) -> str:
    """A moment in universal time, to the microsecond: what a hash covers must come back the same."""
    return when.astimezone(UTC).isoformat()


def charter_words_told(row: Any) -> Content:
    return {"title": row.title, "preamble": row.preamble, "scope": row.scope}


def section_words_told(row: Any) -> Content:
    return {"title": row.title, "summary": row.summary}


def clause_told(row: Any) -> Content:
    return {**words_told(row), "removed": row.removed}


def words_told(row: Any) -> Content:
    """The words of a clause, of the working text or of a version."""
    wordings = {key: getattr(row, field) for key, field in HR_WORDING.items()}
    return {
        **{key: getattr(row, key) for key in CLAUSE},
        "hr_wording": {key: wording for key, wording in wordings.items() if wording},
        "competencies": row.competences,
    }
