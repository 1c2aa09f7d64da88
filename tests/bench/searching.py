"""Searching fifty thousand texts: with the index, against the same search without it; and the page, against a bare one.

Words follow the law of any language: a few are everywhere, most are rare. Both searches are the application's own.
"""

from __future__ import annotations

import random
import statistics
import time
from itertools import accumulate
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from governance.searching import asking, finding
from governance.searching.models import SearchText

if TYPE_CHECKING:
    from tests.bench.filling import World

TEXTS, VOCABULARY = 50_000, 20_000
ROUNDS, TRIES, TRIES_WITHOUT = 9, 40, 3
BEGINNINGS = "co re pro ac trans mar por vel tri san bou lan gri dor fen mul pas cer tou nav bri sol"
MIDDLES = "tar ven lim bor dan sil per gon rad cul mis tal for pid nor gel bat"
ENDINGS = "tion ment age eur ure ance iste able oir esse ade ais"
# By how many texts hold them: nearly all, one in thirty, one in two thousand. Between the last two, one is looked for:
# the commonest that a search weighs in every text that holds it.
RANKS = {"common": 0, "frequent": 280, "rare": 19_000}
WEIGHED_WHOLE = range(1000, 19_000, 100)


def vocabulary(chance: random.Random) -> list[str]:
    beginnings, middles, endings = BEGINNINGS.split(), MIDDLES.split(), ENDINGS.split()
    words: set[str] = set()
    while len(words) < VOCABULARY:
        middle = "".join(chance.choices(middles, k=chance.randint(1, 3)))
        words.add(chance.choice(beginnings) + middle + chance.choice(endings))
    return chance.sample(sorted(words), VOCABULARY)


def fill() -> dict[str, str]:
    """Write the texts, and return a word of each frequency."""
    chance = random.Random(2026)
    words = vocabulary(chance)
    # the first word is in every text, and in many titles
    weights = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
    kinds = ("comment", "proposal", "feedback", "decision", "statement")
    texts = []
    for number in range(TEXTS):
        title = " ".join(chance.choices(words, cum_weights=weights, k=6)).capitalize()
        body = chance.choices(words, cum_weights=weights, k=chance.randint(30, 120))
        body[3] = words[0]
        kind = kinds[number % len(kinds)]
        key = f"charte/X{number}" if kind in ("proposal", "statement") else f"X{number}"
        texts.append(
            SearchText(
                id=f"{kind}:bench-{number}",
                kind=kind,
                source=f"bench-{number}",
                key=key,
                code=f"X{number}",
                title="" if kind in ("comment", "statement") else title,
                body=f"{' '.join(body).capitalize()}.",
                readable_by="encadrants" if number % 20 == 3 else "tous_agents",
            )  # fmt: skip
        )
    started = time.monotonic()
    with transaction.atomic():
        SearchText.objects.bulk_create(texts, batch_size=1000)
    print(f"{TEXTS} texts to search: written in {time.monotonic() - started:.0f} s.", flush=True)
    return {name: words[rank] for name, rank in RANKS.items()} | {"uncommon": _commonest_weighed_whole(words)}


def _commonest_weighed_whole(words: list[str]) -> str:
    """Beyond this one, words are common: a search weighs only some of their texts, and the reader is told so."""
    reader = AnonymousUser()
    for rank in WEIGHED_WHOLE:
        if finding.find(asking.read(words[rank]), by=reader).total <= finding.MOST:
            return words[rank]
    raise RuntimeError("Every word is in too many texts.")


def ratios(words: dict[str, str], world: World) -> dict[str, float]:
    """By frequency, what a search costs, its cost without the index being 1: the median of each round's own ratio.

    A round measures both in the same moment, so that a change of pace of the machine touches both; of each, the least
    of a few tries, whatever else the machine does.
    """
    reader = world.readers[0]
    found = {}
    for name, word in words.items():
        rounds = []
        for _ in range(ROUNDS):
            with_index, results = _cost(word, reader)
            without, same = _cost(word, reader, index=False)
            if min(results, finding.MOST + 1) != min(same, finding.MOST + 1):
                raise RuntimeError(f"The search of {word} does not find the same without its index: {results}, {same}")
            rounds.append((with_index / without, with_index, without))
        found[name], with_index, without = (statistics.median(part) for part in zip(*rounds, strict=True))
        print(
            f"  {name} word: {results} found; {with_index * 1000:.2f} ms, {without * 1000:.0f} ms without the index"
            f" = 1/{1 / found[name]:.0f}"
        )
    return found


def _cost(word: str, reader: object, *, index: bool = True) -> tuple[float, int]:
    """The least that the search took, in seconds, and how many texts it found."""
    durations, total = [], 0
    with transaction.atomic(), connection.cursor() as cursor:
        if not index:
            cursor.execute("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_indexscan = off")
        for _ in range(TRIES if index else TRIES_WITHOUT):
            started = time.perf_counter()
            total = finding.find(asking.read(word), by=reader).total
            durations.append(time.perf_counter() - started)
    return min(durations), total
