"""What comparing two texts costs, apart from any page: unrelated or hostile texts, as multiples of similar ones."""

from __future__ import annotations

import random
import time

from charters.text.redline import redline

WORDS, CHANGED_EVERY, TRIES = 4000, 50, 5
HOSTILE = ("a " * 20_000, "a, " * 15_000, ". " * 30_000, "\n- " * 10_000, "'" * 30_000, "A. " * 15_000)


def ratios() -> dict[str, float]:
    """The price of each comparison, similar texts of four thousand words being 1."""
    chance = random.Random(1)
    vocabulary = ["".join(chance.choices("aeioulmnrst", k=chance.randrange(2, 9))) for _ in range(1500)]
    vocabulary += ["de", "la", "le", "et", "les", "des", "à"] * 60
    before, unrelated = _text(chance, vocabulary), _text(chance, vocabulary)
    words = before.split(" ")
    words[::CHANGED_EVERY] = chance.choices(vocabulary, k=len(words[::CHANGED_EVERY]))
    similar = _cost(before, " ".join(words))
    hostile = max(_cost(each, f"b {each[: len(each) // 2]}c {each[: len(each) // 3]}") for each in HOSTILE)
    return {"unrelated": _cost(before, unrelated) / similar, "hostile": hostile / similar}


def _text(chance: random.Random, vocabulary: list[str]) -> str:
    """Sentences of eight to twenty-four words, some of them ending a paragraph."""
    sentences, words = [], WORDS
    while words > 0:
        length = chance.randrange(8, 25)
        words -= length
        sentence = " ".join(chance.choices(vocabulary, k=length)).capitalize()
        sentences.append(sentence + chance.choice([". ", ".\n"]))
    return "".join(sentences).strip()


def _cost(before: str, after: str) -> float:
    durations = []
    for _ in range(TRIES):
        start = time.process_time()
        redline(before, after)
        durations.append(time.process_time() - start)
    return min(durations)
