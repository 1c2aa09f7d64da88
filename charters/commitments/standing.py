"""Where one department stands: all that it said, version by version, and what became of each promise."""

from __future__ import annotations

from dataclasses import dataclass, field

from charters.commitments.asking import AskedVersion, number_in
from charters.commitments.models import Commitment, CommitmentFollowUp
from charters.text.models import Charter
from charters.versions.models import VersionClause
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


def renewal(charter: Charter, department: Department, asked: AskedVersion) -> Renewal | None:
    """What the department signed on the version before, to be taken again. Three queries at most."""
    signed = Commitment.objects.filter(charter=charter, department=department, status__in=Commitment.SIGNED)
    word = signed.exclude(version_label=asked.label).order_by("-recorded_at", "-sequence").first()
    if word is None or not word.clause_codes:
        return None
    before = word.version_id or _version_labelled(charter, word.version_label)
    texts: dict[object, dict[str, str]] = {asked.version.pk: {}, before: {}}
    clauses = VersionClause.objects.filter(version__in=[pk for pk in texts if pk], code__in=word.clause_codes)
    for version, code, title, text in clauses.values_list("version", "code", "title", "text"):
        texts[version][code] = f"{title}\n{text}"
    now, then = texts[asked.version.pk], texts[before]
    return Renewal(
        word,
        changed=[code for code in word.clause_codes if code in now and code in then and now[code] != then[code]],
        left=[code for code in word.clause_codes if code not in now],
    )


def _version_labelled(charter: Charter, label: str) -> object:
    """The version that an imported word only calls by its number."""
    return VALIDATIONS.filter(charter=charter, number=number_in(label)).values_list("version", flat=True).first()
