"""Where one department stands: all that it said, version by version, and what became of each promise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, TextField, Value, When

from charters.commitments.asking import AskedVersion, asked_versions, binds, number_in
from charters.commitments.models import Commitment, CommitmentFollowUp
from charters.text.models import Charter
from charters.versions.models import Version, VersionClause
from charters.versions.reading import VALIDATIONS
from governance.people.models import Department


@dataclass(slots=True)
class Promise:
    """A clause, the words of the promise, and what was told of it, the last first."""

    code: str
    words: str
    told: list[CommitmentFollowUp] = field(default_factory=list)

    @property
    def state(self) -> CommitmentFollowUp | None:
        return self.told[0] if self.told else None


@dataclass(slots=True)
class Chapter:
    """All that a department said on one version: its last word, the former ones, its promises."""

    label: str
    words: list[Commitment]
    promises: list[Promise]

    @property
    def last(self) -> Commitment:
        return self.words[0]

    @property
    def former(self) -> list[Commitment]:
        return self.words[1:]

    @property
    def number(self) -> int:
        return number_in(self.label)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What was promised on an earlier version, and what became of its clauses in the one to sign now."""

    word: Commitment
    changed: list[str]
    left: list[str]

    @property
    def proposed(self) -> list[tuple[str, str]]:
        """The promises to take again: those whose clause is still there."""
        return [(code, words) for code, words in self.word.promised if code not in self.left]


def chapters(charter: Charter, department: Department) -> list[Chapter]:
    """What a department said, the latest version first. Two queries."""
    told: dict[tuple[str, str], list[CommitmentFollowUp]] = {}
    follow_ups = CommitmentFollowUp.objects.filter(charter=charter, department=department).order_by("-number")
    for one in follow_ups:
        told.setdefault((one.version_label, one.clause_code), []).append(one)
    said: dict[str, list[Commitment]] = {}
    for word in Commitment.objects.filter(charter=charter, department=department).order_by("-recorded_at", "-sequence"):
        said.setdefault(word.version_label, []).append(word)
    return [
        Chapter(label, words, [Promise(code, text, told.get((label, code), [])) for code, text in words[0].promised])
        for label, words in said.items()
    ]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a head answers about, as it now is: the version to sign, its clauses, what the department said."""

    asked: AskedVersion
    last: Commitment | None
    renewal: Renewal | None
    clauses: list[VersionClause]
    titles: dict[str, str]

    @property
    def is_signed(self) -> bool:
        return binds(self.last, self.asked.version)


def desk(charter: Charter, department: Department, label: str, *, closed_too: bool = False) -> Desk | None:
    """The desk of a version; nothing when it cannot be signed. Three queries, one more for a word of a file.

    ``closed_too`` gives the desk of a version that could be signed when a form was opened: what was typed has its page.
    """
    asked = next((one for one in asked_versions(charter) if one.label == label), None)
    if asked is None and closed_too and number_in(label):
        versions = Version.objects.filter(charter=charter)
        known = versions.filter(steps__number=number_in(label)).first() or versions.order_by("-submission").first()
        asked = AskedVersion(known, number_in(label), in_force=False) if known else None
    if asked is None:
        return None
    words = Commitment.objects.filter(charter=charter, department=department).order_by("-recorded_at", "-sequence")
    said = list(words)
    last = max((word for word in said if word.version_label == label), key=lambda word: word.sequence, default=None)
    signed = [word for word in said if word.is_signed and word.clause_codes and word.version_label != label]
    former = signed[0] if signed and not binds(last, asked.version) else None
    before = (former.version_id or _version_labelled(charter, former.version_label)) if former else None
    promised = former.clause_codes if former else []
    found = VersionClause.objects.filter(Q(version=asked.version) | Q(version=before, code__in=promised))
    found = found.annotate(said=Case(When(code__in=promised, then="text"), default=Value(""), output_field=TextField()))
    shown = found.select_related("section").only("version", "code", "title", "position", "section__title")
    clauses = list(shown.order_by("position"))
    now = {clause.code: clause for clause in clauses if clause.version_id == asked.version.pk}
    then = {clause.code: clause for clause in clauses if clause.version_id != asked.version.pk}
    return Desk(
        asked,
        last,
        _renewal(former, now, then) if former else None,
        list(now.values()),
        {code: clause.title for code, clause in (then | now).items()},
    )


def _renewal(former: Commitment, now: dict[str, Any], then: dict[str, Any]) -> Renewal:
    words = [{code: (one.title, one.said) for code, one in clauses.items()} for clauses in (now, then)]
    here, before = words
    return Renewal(
        former,
        changed=[code for code in former.clause_codes if code in here and before.get(code, here[code]) != here[code]],
        left=[code for code in former.clause_codes if code not in here],
    )


def _version_labelled(charter: Charter, label: str) -> object:
    """The version that an imported word only calls by its number."""
    return VALIDATIONS.filter(charter=charter, number=number_in(label)).values_list("version", flat=True).first()
