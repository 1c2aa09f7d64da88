"""Sealed versions: stored as they were frozen, and only if their seals still say what they say."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, count

from django.utils.translation import gettext as _

from charter_site.exchange.areas.text import HR_WORDING, moment, words_told
from charter_site.exchange.ledger import Content, Ledger
from charters.models import (
    Charter,
    Opinion,
    OpinionRequest,
    ReturnReason,
    Version,
    VersionClause,
    VersionSection,
    VersionStep,
)
from charters.versions.sealing import chain_hash, content_hash, history_bounds
from governance.refusals import Refused
from governance.signing import save_signed

WORDS = ("title", "language", "preamble", "scope", "message", "competence_scale", "content_hash")
CLAUSE = ("code", "revision", "title", "text", "note", "indicators", "audience")
STEP = ("kind", "reason", "content_hash")
OPTIONAL_STEP = ("by_function", "number", "validating_body", "history_digest", "previous_hash", "chain_hash")
ASKED = ("required", "touches", "by_function")
GIVEN = ("committee_name", "sequence", "verdict", "reference", "words", "correction_reason")
EMPTY = {"number": None}


def store(content: Content, ledger: Ledger) -> None:
    """Versions in the order of their submission; the one that was validated last is in force."""
    versions: dict[int, Version] = {}
    charter = ledger.charter
    assert charter is not None
    for entry in content.get("sealed_versions", []):
        version = versions[entry["submission"]] = frozen(entry, charter, versions)
        ledger.versions[version.submission] = version
        if content_hash(version) != version.content_hash:
            raise broken_seal(entry["submission"])
        store_opinions(entry, version, ledger)
        for told, step in zip(entry["steps"], steps(entry, version), strict=True):
            if step.chain_hash and chain_hash(step) != step.chain_hash:
                raise broken_seal(entry["submission"])
            step.save(force_insert=True)
            store_reasons(told, step)
            if step.kind == VersionStep.Kind.VALIDATED:
                charter.version_in_force = version
    if charter.version_in_force:
        save_signed(charter, by=None, reason=ledger.reason, fields=["version_in_force"])


def broken_seal(submission: int) -> Refused:
    return Refused(
        _(
            "Nothing was imported: the seal of submitted version %(number)s does not match its words, so the file was "
            "changed after it was exported. Export it again from the original database."
        )
        % {"number": submission}
    )


def frozen(entry: Content, charter: Charter, versions: dict[int, Version]) -> Version:
    version = Version(
        id=uuid.UUID(entry["id"]),
        charter=charter,
        submission=entry["submission"],
        based_on=versions.get(entry["based_on"] or 0),
        prepared_by=uuid.UUID(entry["prepared_by"]),
        submitted_by=uuid.UUID(entry["submitted_by"]),
        submitted_at=datetime.fromisoformat(entry["submitted_at"]),
        form=entry.get("form", 1),
        is_erratum=entry.get("is_erratum", False),
        counted_upto=day(entry.get("counted_upto")),
        kept_for_later=entry.get("kept_for_later", []),
        answer_expected_on=day(entry.get("answer_expected_on")),
        reasons_without_experience=by_code(entry.get("reasons_without_experience", [])),
        **{key: entry[key] for key in WORDS},
    )
    version.save(force_insert=True)
    sections = [
        VersionSection(
            version=version,
            position=position,
            **{key: part[key] for key in ("code", "kind", "title", "summary")},
        )
        for position, part in enumerate(entry["sections"], start=1)
    ]
    VersionSection.objects.bulk_create(sections)
    places = count(1)
    VersionClause.objects.bulk_create(
        chain.from_iterable(
            clauses(part, section, places) for part, section in zip(entry["sections"], sections, strict=True)
        )
    )
    return version


def clauses(part: Content, section: VersionSection, places: Iterator[int]) -> Iterator[VersionClause]:
    for words in part["clauses"]:
        yield VersionClause(
            version=section.version,
            section=section,
            position=next(places),
            competences=words["competencies"],
            **{key: words[key] for key in CLAUSE},
            **{field: words["hr_wording"].get(key, "") for key, field in HR_WORDING.items()},
        )


def steps(entry: Content, version: Version) -> Iterator[VersionStep]:
    """Steps as they were. What history a validation covered is another database's: here it is what is here."""
    for sequence, told in enumerate(entry["steps"], start=1):
        step = VersionStep(
            version=version,
            charter=version.charter,
            sequence=sequence,
            by=uuid.UUID(told["by"]) if told["by"] else None,
            at=datetime.fromisoformat(told["at"]),
            until=day(told.get("until")),
            **{key: told[key] for key in STEP},
            **{key: told.get(key) or EMPTY.get(key, "") for key in OPTIONAL_STEP},
        )
        if step.kind == VersionStep.Kind.VALIDATED:
            step.history_upto = history_bounds(version.charter)
        yield step


def store_reasons(told: Content, step: VersionStep) -> None:
    ReturnReason.objects.bulk_create(
        ReturnReason(step=step, code=code, reason=words) for code, words in by_code(told.get("reasons", [])).items()
    )


def store_opinions(entry: Content, version: Version, ledger: Ledger) -> None:
    OpinionRequest.objects.bulk_create(
        OpinionRequest(
            version=version,
            committee=ledger.committees[asked["committee"]],
            by=uuid.UUID(asked["by"]),
            at=datetime.fromisoformat(asked["at"]),
            **{key: asked[key] for key in ASKED},
        )
        for asked in entry.get("opinion_requests", [])
    )
    Opinion.objects.bulk_create(
        Opinion(
            version=version,
            committee=ledger.committees[given["committee"]],
            on=date.fromisoformat(given["on"]),
            recorded_by=uuid.UUID(given["by"]),
            recorded_by_function=given["by_function"],
            recorded_at=datetime.fromisoformat(given["at"]),
            **{key: given[key] for key in GIVEN},
        )
        for given in entry.get("opinions", [])
    )


def by_code(rows: list[Content]) -> dict[str, str]:
    return {row["clause"]: row["reason"] for row in rows}


def told_by_code(reasons: dict[str, str]) -> list[Content]:
    return [{"clause": code, "reason": words} for code, words in reasons.items()]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def tell(charter: Charter) -> Content:
    versions = charter.versions.select_related("based_on").order_by("submission")
    return {"sealed_versions": [tell_version(version) for version in versions]}


def tell_version(version: Version) -> Content:
    rows: dict[int, list[Content]] = {}
    for clause in version.clauses.order_by("position"):
        told = {"code": clause.code, "revision": clause.revision, **words_told(clause)}
        rows.setdefault(clause.section_id, []).append(told)
    return {
        "id": str(version.pk),
        "submission": version.submission,
        "based_on": version.based_on.submission if version.based_on else None,
        **{key: getattr(version, key) for key in WORDS},
        "prepared_by": str(version.prepared_by),
        "submitted_by": str(version.submitted_by),
        "submitted_at": moment(version.submitted_at),
        **(since_form_2(version) if version.form >= 2 else {}),
        "opinion_requests": [
            {
                "committee": asked.committee.code,
                "by": str(asked.by),
                "at": moment(asked.at),
                **{key: getattr(asked, key) for key in ASKED},
            }
            for asked in version.opinion_requests.select_related("committee").order_by("pk")
        ],
        "opinions": [
            {
                "committee": given.committee.code,
                "on": given.on.isoformat(),
                "by": str(given.recorded_by),
                "by_function": given.recorded_by_function,
                "at": moment(given.recorded_at),
                **{key: getattr(given, key) for key in GIVEN},
            }
            for given in version.opinions.select_related("committee").order_by("pk")
        ],
        "sections": [
            {
                "code": row.code,
                "kind": row.kind,
                "title": row.title,
                "summary": row.summary,
                "clauses": rows.get(row.pk, []),
            }
            for row in version.sections.order_by("position")
        ],
        "steps": [tell_step(step) for step in version.steps.order_by("sequence")],
    }


def since_form_2(version: Version) -> Content:
    return {
        "form": version.form,
        "is_erratum": version.is_erratum,
        "counted_upto": version.counted_upto.isoformat() if version.counted_upto else None,
        "kept_for_later": version.kept_for_later,
        "answer_expected_on": version.answer_expected_on.isoformat() if version.answer_expected_on else None,
        "reasons_without_experience": told_by_code(version.reasons_without_experience),
    }


def tell_step(step: VersionStep) -> Content:
    more = {key: getattr(step, key) for key in OPTIONAL_STEP}
    return {
        "by": str(step.by) if step.by else None,
        "at": moment(step.at),
        **{key: getattr(step, key) for key in STEP},
        **{key: value for key, value in more.items() if value not in (None, "")},
        **({"until": step.until.isoformat()} if step.until else {}),
        **({"reasons": told_by_code(reasons)} if (reasons := dict(step.reasons.values_list("code", "reason"))) else {}),
    }
