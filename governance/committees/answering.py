"""Who decides on…: the subjects of committees that answer a question, best first."""

from __future__ import annotations

import math
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
# Two words of one family share their beginning: validation, valider; priorité, prioritaire.
ROOT = 5


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
    return [answer for answer, _length in found]


def _is_among(word: str, words: Iterable[str]) -> bool:
    return any(word == other or _same_family(word, other) for other in words)


def _same_family(one: str, other: str) -> bool:
    """Two words with the same beginning, and little else."""
    shared = min(len(one), len(other))
    return shared >= ROOT and one[:ROOT] == other[:ROOT] and abs(len(one) - len(other)) <= ROOT


def _in_family(word: str, seen: Counter[str]) -> int:
    return sum(count for other, count in seen.items() if word == other or _same_family(word, other))
