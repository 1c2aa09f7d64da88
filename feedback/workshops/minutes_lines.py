"""Lines of minutes: what is a bullet, what goes on from the line above, what was cut at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from feedback.workshops.minutes_words import first_form, plain, unaccented

DEEPEST = 5
LONGEST_WORD = 60
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_SIGNS = "*•·‣▪◦●○■□➢➤→✓\uf0b7\uf0a7\uf0d8"
_BULLET = re.compile(
    rf"(?P<indent> *)(?:(?P<sign>[{_SIGNS}]) *|(?P<spaced>[{_DASHES}o]) +|(?P<number>\d{{1,2}}[.)]) +|"
    r"(?P<letter>[a-z][.)]|[A-Z]\)) +)(?P<words>\S.*)"
)
# A hyphen that stays when the line was cut after it: celui-ci, peut-être, socio-économique, y a-t-il.
_KEEPS_HYPHEN = re.compile(r"(?:.*o|peut|vis|au|la|ci|est|y|a|non|avant|apres|sous|demi|quelques|soi|lui|elle|eux)")
_AFTER_HYPHEN = re.compile(r"(?:t|ci|la|meme|memes|il|ils|elle|elles|on|je|tu|nous|vous|ce|ces|etre|dire|faire)\b")
# What a list is announced by, when no colon says it: "le contenu potentiel de la charte".
_ANNOUNCES = re.compile(
    r"(?:(?:le|la|les|des|un|une|quelques|the) )?(?:contenus?|modalites|exemples?|elements|types|points|axes|themes|"
    r"volets|composantes|etapes|criteres|rubriques|parties)\b"
)


@dataclass(slots=True)
class Said:
    """One thing said, with how it was set out."""

    words: str
    indent: int = 0
    sign: str = ""
    after_blank: bool = False
    parent: int | None = None
    lines: list[int] = field(default_factory=list)


def bullet(line: str) -> tuple[int, str, str] | None:
    """Indentation, family of the sign, words; or None when the line is no bullet."""
    if not (found := _BULLET.fullmatch(line)):
        return None
    family = found["sign"] or ("1" if found["number"] else "a" if found["letter"] else found["spaced"])
    return len(found["indent"]), "-" if family in _DASHES else family, found["words"]


def written_in(whole: str) -> frozenset[str]:
    """The words of a text as they are compared, each by itself and with the one that a hyphen ties to it."""
    found: set[str] = set()
    for tied in re.findall(r"\w+(?:-\w+)*", unaccented(whole)):
        words = tied.split("-")
        found.update(words, map("-".join, pairwise(words)))
    return frozenset(found)


def joined(before: str, after: str, written: Callable[[], frozenset[str]] = frozenset) -> str:
    """Two lines of the same sentence as one; a word that was cut in two is mended.

    ``written`` gives the words of the minutes: if this one is written there in one piece, or with its hyphen, so it is
    here.
    """
    before, after = before.rstrip(), " ".join(after.split())
    # looked for where a word can end, not from each letter of what was said before
    cut = re.search(r"([^\W\d_]+)-$", before[-LONGEST_WORD:]) if before.endswith("-") else None
    end = re.match(r"[^\W\d_]+", after)
    if not cut or not end:
        return f"{before} {after}".strip()
    first, last = plain(cut[1]), plain(end[0])
    if f"{first}-{last}" in written():
        return before + after
    if f"{first}{last}" in written():
        return before[:-1] + after
    keeps = _KEEPS_HYPHEN.fullmatch(first) or _AFTER_HYPHEN.fullmatch(last) or not end[0].islower()
    return (before if keeps else before[:-1]) + after


def goes_on(before: str, line: str, *, after_blank: bool, bulleted: bool) -> bool:
    """Whether an unmarked line belongs to the sentence above it.

    Right below, it does. Beyond a blank line (a page break, a column) it does when the sentence was not over, or when
    it begins like the middle of one.
    """
    if not after_blank:
        return True
    starts = line.lstrip()[:1]
    if starts.islower() or starts in "(),;:":
        return bulleted or not before.rstrip().endswith((".", "?", "!"))
    return bulleted and not before.rstrip().endswith((".", "?", "!", ")", ";", ":", "»"))


def give_parents(items: list[Said]) -> None:
    """Say of each detail what it is a detail of.

    By indentation when there is some; else by signs of several families; else as flat minutes let it be read: a line
    that ends with a colon, or announces a list, is followed by its details.
    """
    indents, signs = {item.indent for item in items if item.sign}, {item.sign for item in items if item.sign}
    if len(indents) > 1:
        _by_level(items, [item.indent for item in items])
    elif len(signs) > 1:
        order = list(dict.fromkeys(item.sign for item in items))
        _by_level(items, [order.index(item.sign) for item in items])
    else:
        _by_announcement(items)


def _by_level(items: list[Said], levels: list[int]) -> None:
    above: list[tuple[int, int]] = []
    for place, (item, level) in enumerate(zip(items, levels, strict=True)):
        if not item.sign:
            above = []
            continue
        while above and above[-1][0] >= level:
            above.pop()
        item.parent = above[-1][1] if above else None
        if len(above) < DEEPEST:
            above.append((level, place))


def _by_announcement(items: list[Said]) -> None:
    place = 0
    while place < len(items):
        end = place + 1
        if items[place].words.endswith(":"):
            end = _end_of_details(items, place)
        elif _ANNOUNCES.match(plain(items[place].words)) and not items[place].words.endswith((".", "?", "!")):
            end = _end_of_group(items, place)
        for detail in items[place + 1 : end]:
            detail.parent = place
        place = max(end, place + 1)


def _end_of_details(items: list[Said], place: int) -> int:
    """Details of what ends with a colon: until a blank line, or an entry that begins otherwise than they do."""
    end = place + 1
    if end == len(items):
        return end
    spaced, form = items[end].after_blank, first_form(items[end].words)
    while end < len(items):
        own = first_form(items[end].words)
        if own not in ("other", form) or (items[end].after_blank and not spaced):
            break
        end += 1
    return end


def _end_of_group(items: list[Said], place: int) -> int:
    """Details of what announces a list without a colon: the group below the blank line, of two at least."""
    end = place + 1
    if end == len(items) or not items[end].after_blank:
        return end
    end += 1
    while end < len(items) and not items[end].after_blank:
        end += 1
    return end if end - place > 2 else place + 1
