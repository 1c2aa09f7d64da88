"""Who decides on…: the subjects of committees that answer a question, best first."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from governance.committees.folding import words_of
from governance.committees.models import Committee

# in the order in which they answer: who decides comes first
PARTS = (("decides", "decides_on"), ("advises", "advises_on"), ("informs", "informed_of"))
# Words of the question, not of its subject.
_ASKING = words_of(
    "décide décider décident décision donne donner avis tranche trancher informe informé informer demander dois faut "
    "peut doit savoir comment quand quel quelle quels quelles instance comité qui "
    "who which what decides decide decided decision advises opinion informed about ask committee should must can"
)
# Below this part of the question, a subject says something else.
LEAST = 0.3
# An answer that covers less than this part of what the best one covers is not worth reading.
NEXT_TO_BEST = 0.5
# Two words of one family: validation, valider (without their endings); priorité, prioritaire (by their beginning).
_ENDINGS = re.compile(r"(?<=.{5})(?:ations?|itions?|ements?|ages?|ees?|er|ir|e)$")
ROOT = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """A subject that answers, the part that its committee takes in it, and how much of the question it covers."""

    committee: Committee
    part: str
    subject: str
    covers: float


def answers(question: str, committees: Sequence[Committee]) -> list[Answer]:
    """The subjects that answer, best first.

    A rare word says more than one that half of the subjects have. At equal worth, who decides comes before who
    advises, then the subject that says least besides; whoever is called by the name that is asked comes first.
    """
    asked = words_of(question) - _ASKING
    if not asked:
        return []
    subjects = [
        (committee, part, subject)
        for committee in committees
        for part, field in PARTS
        for subject in getattr(committee, field)
    ]
    seen = Counter(word for _committee, _part, subject in subjects for word in words_of(subject))
    worth = {word: 1 / math.sqrt(max(1, _in_family(word, seen))) for word in asked}
    named = {committee.pk for committee in committees if asked <= words_of(f"{committee.name} {committee.acronym}")}
    found = []
    for committee, part, subject in subjects:
        words = words_of(subject)
        covers = sum(worth[word] for word in asked if _is_among(word, words)) / sum(worth.values())
        if committee.pk in named:
            covers += 1
        if covers >= LEAST:
            found.append((Answer(committee, part, subject, round(covers, 3)), len(words)))
    order = {part: place for place, (part, _field) in enumerate(PARTS)}
    found.sort(key=lambda each: (-each[0].covers, order[each[0].part], each[1], each[0].committee.code))
    best = found[0][0].covers if found else 0
    return [answer for answer, _length in found if answer.covers >= NEXT_TO_BEST * best]


def meant_for(question: str, committees: Sequence[Committee]) -> list[Committee]:
    """The committees whose purpose says at least half of what is asked, best first: for when no subject answers."""
    asked = words_of(question) - _ASKING
    said = [(sum(_is_among(word, words_of(each.role)) for word in asked), each) for each in committees]
    said = [(count, each) for count, each in said if count and 2 * count >= len(asked)]
    return [each for _count, each in sorted(said, key=lambda pair: (-pair[0], pair[1].code))]


def _is_among(word: str, words: Iterable[str]) -> bool:
    return any(word == other or _same_family(word, other) for other in words)


def _same_family(one: str, other: str) -> bool:
    """Two words that are the same without their endings, or that begin with the same six letters."""
    same_root = min(len(one), len(other)) >= ROOT and one[:ROOT] == other[:ROOT]
    return same_root or _ENDINGS.sub("", one) == _ENDINGS.sub("", other)


def _in_family(word: str, seen: Counter[str]) -> int:
    return sum(count for other, count in seen.items() if word == other or _same_family(word, other))
