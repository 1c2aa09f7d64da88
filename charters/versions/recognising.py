"""Whether words that someone holds are those of a validated version: a hash, a clause, a wording, a whole text.

Nothing is stored of what is asked. What is compared is words, never layout (``charters.versions.comparable``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from charters.versions.comparable import comparable, digests_of_pasted
from charters.versions.models import VersionClause, VersionStep
from charters.versions.page_words import articles_in_words
from charters.versions.wordings import TABLES, Place, Sealed, sealed_versions

_HASH = re.compile(r"(?:sha-?256[:=]?)?([0-9a-f]{64})", re.IGNORECASE)
# A hash and the spaces that a page or a mail may put between its digits: anything longer is a text.
LONGEST_HASH = 400
_HASHES_INSIDE = re.compile(r"\b[0-9a-f]{64}\b")
# A clause is at most 4,200 characters: beyond this, no clause is near, and it is not looked for.
LONGEST_NEAR = 5_000
# Below this likeness (from 0 to 100) the nearest clause has nothing to do with what was pasted.
LEAST_LIKENESS = 45.0
# Wordings that are read to find the nearest clause, however many versions there are.
MOST_CLAUSES, MOST_WORDINGS = 1000, 200


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the same words are, and the versions in which they are there, in order."""

    place: Place
    versions: tuple[Sealed, ...]

    @property
    def latest(self) -> Sealed:
        """The version to be read: the one in force when it is among them, otherwise the last one."""
        return next((version for version in self.versions if version.in_force), self.versions[-1])


@dataclass(frozen=True, slots=True)
class Near:
    """The validated clause that is nearest to what was pasted, and both texts as words on one line."""

    code: str
    versions: tuple[Sealed, ...]
    validated: str
    pasted: str

    @property
    def latest(self) -> Sealed:
        return next((version for version in self.versions if version.in_force), self.versions[-1])


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found; ``near`` is for members, and only when nothing was found."""

    is_hash: bool
    found: list[Found] = field(default_factory=list)
    near: Near | None = None


def hash_in(text: str) -> str:
    """The hash that someone pasted, spaces and capitals forgiven; nothing when it is not one hash and nothing else."""
    match = _HASH.fullmatch("".join(text.split())) if len(text) <= LONGEST_HASH else None
    return match[1].lower() if match else ""


def verify(pasted: str, *, finds_near: bool) -> Answer:
    """Look for a hash, or for words, in every validated version.

    One query once each version was looked into; two more the first time. With ``finds_near``, two more when nothing is
    found. The question whether the reader may ask belongs to whoever calls (``charters.versions.publishing``).
    """
    versions = sealed_versions()
    if asked := hash_in(pasted):
        return Answer(is_hash=True, found=_with_hash(asked, versions))
    found = _with_words(pasted, versions) or _whole_pages(pasted, versions)
    near = _nearest(pasted, versions) if finds_near and not found and versions else None
    return Answer(is_hash=False, found=found, near=near)


def _with_hash(asked: str, versions: list[Sealed]) -> list[Found]:
    for kind in ("content_hash", "chain_hash"):
        if same := tuple(version for version in versions if getattr(version, kind) == asked):
            return [Found(Place(kind), same)]
    return _places({bytes.fromhex(asked)}, versions, hashes=True)


def _with_words(pasted: str, versions: list[Sealed]) -> list[Found]:
    return _places(digests_of_pasted(pasted), versions, hashes=False)


def _places(digests: set[bytes], versions: list[Sealed], *, hashes: bool) -> list[Found]:
    """Where these digests are: each place with its versions, charter by charter."""
    tables = TABLES.of(version.version for version in versions)
    places: dict[tuple[str, Place], list[Sealed]] = {}
    for version in versions:
        for place in {place for key in digests for place in tables[version.version].get(key, ())}:
            if (place.kind == "clause_hash") == hashes:
                places.setdefault((version.charter, place), []).append(version)
    return [Found(place, tuple(same)) for (_charter, place), same in sorted(places.items(), key=lambda each: each[0])]


def _whole_pages(pasted: str, versions: list[Sealed]) -> list[Found]:
    """A whole version, copied from its page: its own hash, which the page prints, says which one to compare with."""
    inside = set(_HASHES_INSIDE.findall(pasted))
    named = next((version for version in reversed(versions) if version.content_hash in inside), None)
    if named is None or not inside:
        return []
    words = comparable(pasted)
    same = any(comparable(article) == words for article in articles_in_words(named.charter, named.number))
    return [Found(Place("whole"), (named,))] if same else []


def _nearest(pasted: str, versions: list[Sealed]) -> Near | None:
    """The clause whose validated wording is nearest: by its last wording, then among all it ever had. Two queries."""
    words = comparable(pasted)
    if not words or len(words) > LONGEST_NEAR:
        return None
    validated = VersionClause.objects.filter(version__steps__kind=VersionStep.Kind.VALIDATED)
    one_each = ("version__charter_id", "code")
    last = validated.order_by(*one_each, "-version__steps__number").distinct(*one_each)
    rows = list(last.values_list("version__charter__slug", "code", "title", "text")[:MOST_CLAUSES])
    best = _best(words, [[comparable(text)] for _slug, _code, _title, text in rows])
    if best is None:
        return None
    slug, code = rows[best[0]][:2]
    every = validated.filter(version__charter__slug=slug, code=code).order_by("-version__steps__number")
    told = list(every.values_list("version_id", "title", "text")[:MOST_WORDINGS])
    found = _best(words, [_ways(code, title, text) for _version, title, text in told])
    if found is None:
        return None
    index, nearest = found
    same = {version for version, title, text in told if (title, text) == told[index][1:]}
    return Near(code, tuple(version for version in versions if version.version in same), nearest, words)


def _ways(code: str, title: str, text: str) -> list[str]:
    """The ways in which a clause may have been copied."""
    return [comparable(way) for way in (text, f"{title}\n{text}", f"{code} {title}\n{text}")]


def _best(words: str, ways: Iterable[list[str]]) -> tuple[int, str] | None:
    """The index of the clause that is nearest, and the way of quoting it that is; the first of equals."""
    choices = [(index, way) for index, each in enumerate(ways) for way in each]
    texts = [way for _index, way in choices]
    best = process.extractOne(words, texts, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
    return choices[best[2]] if best else None
