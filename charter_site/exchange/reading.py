"""From the bytes of a file to its values, or to the first sentences that say why not."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from charter_site.exchange.problems import Path, Problem, Problems, RefusedFile
from charter_site.exchange.scanner import Places, Scanner, line_at

LARGEST_FILE = 64 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a file, and the line on which each stands."""

    content: Any
    places: Places
    text: str

    def line_of(self, path: Path) -> int:
        return line_at(self.text, self.places.offset_of(path))


def read(data: bytes, problems: Problems) -> Document:
    """The values of the file; what can be read past is added to ``problems``, the rest raises ``RefusedFile``."""
    text = decoded(data)
    content, places = Scanner(text, problems).read()
    return Document(content, places, text)


def decoded(data: bytes) -> str:
    """The characters of the file: UTF-8, without byte order mark, without NUL, of a bounded size."""
    if len(data) > LARGEST_FILE:
        raise refusal(
            1,
            _("%(count)s bytes") % {"count": len(data)},
            _("at most %(count)s bytes") % {"count": LARGEST_FILE},
        )
    if data.startswith(BYTE_ORDER_MARK):
        raise refusal(1, _("a byte order mark"), _("UTF-8 without byte order mark: save the file again without it"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refusal(
            data.count(b"\n", 0, error.start) + 1,
            _("the byte %(byte)s") % {"byte": f"0x{data[error.start]:02X}"},
            _("UTF-8: save the file again in that encoding"),
        ) from None
    if "\x00" in text:
        raise refusal(line_at(text, text.index("\x00")), _("a NUL character"), _("a text file, without NUL"))
    if not text.strip():
        raise refusal(1, _("an empty file"), _("one JSON object"))
    return text


def refusal(line: int, found: str, expected: str) -> RefusedFile:
    """A file that cannot be read at all has one problem, and no key yet."""
    return RefusedFile([Problem((), line, found, expected)])
