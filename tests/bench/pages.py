"""What is measured: pages, and how often each is asked for in a round."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from governance.models import Member
from tests.bench.bare.page import ADDRESS, REDLINE
from tests.bench.browsing import Browser, WrongPage, signed_in
from tests.bench.deliberating import COMPETING, OPEN
from tests.bench.filling import World

OFTEN, SELDOM = 60, 10
COMMENT = {"kind": "exemple", "signature": "name", "reply_to": ""}
Asked = tuple[Callable[[int], object], int]
Readers = list[tuple[Member, dict[str, str]]]


def pages_of(world: World, browser: Browser, readers: Readers) -> dict[str, Asked]:
    """By name, what asks for a page and how many times a round. The bare page comes first."""
    charter = world.charter.get_absolute_url()
    clauses = [clause.get_absolute_url() for clause in world.charter.clauses.select_related("charter")]
    crowded = world.deliberated["crowded"].get_absolute_url()
    facilitator = signed_in(world.facilitator)
    check_crowded(browser.read(crowded, cookies=facilitator))
    tokens = [browser.take_token(clauses[0], cookies) for _, cookies in readers]

    def save(n: int) -> None:
        who = n % len(readers)
        words = {"text": f"Un exemple vécu, le numéro {n}.", **COMMENT, **tokens[who]}
        status, _, _ = browser.send("POST", clauses[n % len(clauses)] + "comment/", cookies=readers[who][1], form=words)
        if status != 303:
            raise WrongPage(f"a comment was answered {status}")

    def read(address: str) -> Callable[[int], str]:
        return lambda n: browser.read(address, cookies=readers[n % len(readers)][1])

    def unchanged(address: str) -> Callable[[int], None]:
        """The mark is taken at the first request of each round: what another page wrote meanwhile changed it."""
        asked: list[Callable[[int], None]] = []

        def again(n: int) -> None:
            if n % OFTEN == 0:
                asked[:] = [browser.marked(address, readers[0][1])]
            asked[0](n)

        return again

    desks = {
        f"merge desk of {number} proposals": (_desk(browser, world, number, facilitator), SELDOM)
        for number in COMPETING
    }
    return {
        "bare page": (lambda n: browser.read(ADDRESS), OFTEN),
        "charter page, signed in": (read(charter), OFTEN),
        "charter page, signed in: 304": (unchanged(charter), OFTEN),
        "clause and its thread": (lambda n: read(clauses[n % len(clauses)])(n), OFTEN),
        "clause and its thread: 304": (unchanged(clauses[0]), OFTEN),
        "200 proposals and 2,000 comments": (read(crowded), SELDOM),
        **desks,
        "redline of 3,000 words": (lambda n: browser.read(REDLINE), SELDOM),
        **{
            f"search of a {name} word": (read(f"{reverse('search')}?q={word}"), OFTEN)
            for name, word in world.words.items()
            if name in ("common", "frequent")
        },
        "a comment saved": (save, OFTEN),
    }


def _desk(browser: Browser, world: World, number: int, cookies: dict[str, str]) -> Callable[[int], str]:
    clause = world.deliberated[f"competing {number}"]
    address = reverse("clause-merge", args=[clause.charter.slug, clause.code])
    if (found := browser.read(address, cookies=cookies).count("Autrement ")) < number:
        raise WrongPage(f"the merge desk names {found} proposals, and there are {number}")
    return lambda n: browser.read(address, cookies=cookies)


def check_crowded(page: str) -> None:
    """The clause says how many proposals and comments it has."""
    if str(OPEN) not in page:
        raise WrongPage("the clause with many proposals does not say how many")
