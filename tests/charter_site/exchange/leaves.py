"""A file of the organisation read leaf by leaf: the place of each value, and what a reader sees of a page."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

Path = tuple[str | int, ...]

UNREAD = re.compile(r"<(script|style|template|datalist)\b.*?</\1>|<!--.*?-->", re.DOTALL)
NOT_CHOSEN = re.compile(r"<option(?![^>]*\sselected)[^>]*>[^<]*(</option>)?")
FIELD = re.compile(r"<input\b[^>]*>")
INLINE = re.compile(r"</?(a|abbr|b|cite|code|del|em|i|ins|mark|q|small|span|strong|time)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"\s+")


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that holds no other, and every empty list or object, with the way to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner or not value:
        yield path, value
    for key, part in inner:
        yield from leaves(part, (*path, key))


def shape(path: Path) -> str:
    """``committees[].decides_on[]``: the same for every committee and every line."""
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


def pointer(path: Path) -> str:
    return "".join(f"/{key}" for key in path)


def inside(content: Any, path: Path) -> Any:
    for key in path:
        content = content[key]
    return content


def plain(text: str) -> str:
    """One line, with the apostrophes and spaces of a keyboard."""
    text = text.replace("’", "'").replace("\u202f", " ").replace("\xa0", " ").replace("\u2060", "")
    return SPACES.sub(" ", text).strip()


def seen(html: str) -> str:
    """What a reader sees of a part of a page, fields included; bars stand between what is apart on screen."""
    html = NOT_CHOSEN.sub(" ", UNREAD.sub(" ", html))
    html = INLINE.sub("", FIELD.sub(_field_seen, html))
    return plain(unescape(TAG.sub(" | ", html)))


def _field_seen(field: re.Match[str]) -> str:
    """A ticked box shows a mark, a line its value; a hidden field shows nothing."""
    attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', field[0]))
    kind = attributes.get("type", "text")
    if kind in ("checkbox", "radio"):
        return " ☑ " if " checked" in field[0] else " ☐ "
    return "" if kind == "hidden" else f" | {attributes.get('value', '')} | "


def body(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def article(page: str, words: str) -> str:
    """The innermost article in which these words stand, whole with those that it holds."""
    start = page.rindex("<article", 0, page.index(words))
    depth = 0
    for tag in re.compile(r"</?article\b").finditer(page, start):
        depth += -1 if tag[0].startswith("</") else 1
        if depth == 0:
            return page[start : tag.start()]
    raise AssertionError("This article has no end.")
