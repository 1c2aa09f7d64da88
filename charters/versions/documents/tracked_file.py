"""The changes between two versions as a Word document with tracked changes, as someone would have typed them.

Word and LibreOffice accept or refuse them, one by one or all at once. Accept all, and the text is that of the version
that came after, paragraph for paragraph, as its own document has it; refuse all, and it is that of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import count
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from charters.versions.documents.outline import Outline
from charters.versions.documents.revising import Part, Revised, revise
from charters.versions.documents.word_file import facts_of, is_bold, name_of_text, other_language, properties, run
from charters.versions.documents.word_frame import frame
from governance.plain_text import printable, typographic

_QUOTES = {'"': "&quot;"}
_TAGS = {"deleted": "w:del", "inserted": "w:ins"}


def write_tracked(before: Outline, after: Outline) -> bytes:
    """The file, in the language of the version that came after. Both outlines have labels in the same language."""
    facts = facts_of(after) | {"title": f"{after.title} – {title_of_changes(before, after)}"}
    return frame(
        _Writer(after).body(revise(before, after)),
        language=after.language,
        head=f"{after.title} – {title_of_changes(before, after)}",
        foot=after.reference,
        facts=facts,
        moment=after.moment,
    )


def title_of_changes(before: Outline, after: Outline) -> str:
    """What such a document is."""
    names = {"before": name_of_text(before), "after": name_of_text(after)}
    return typographic(_("Changes from “%(before)s” to “%(after)s”") % names, after.labels)


class _Writer:
    """Paragraphs with what comes and goes marked, by the version, on the day of its validation.

    What goes has an author of its own: where one author takes away and writes the same words, LibreOffice sees a move,
    and then loses the look of the paragraph that follows.
    """

    def __init__(self, after: Outline) -> None:
        self.other = other_language(after)
        self.numbers = count(1)
        name = name_of_text(after)
        removed = typographic(_("%(version)s, removed") % {"version": name}, after.labels)
        at = after.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.signatures = {
            kind: f'w:author="{escape(printable(author), _QUOTES)}" w:date="{at}"'
            for kind, author in (("inserted", name), ("deleted", removed))
        }

    def body(self, paragraphs: Iterable[Revised]) -> Iterator[str]:
        for end, line, lead, words in paragraphs:
            mark = "" if end == "same" else f"<{_TAGS[end]} {self._signed(end)}/>"
            yield f"<w:p>{properties(line, mark)}"
            yield from (self._run(part, self.other, bold=is_bold(line)) for part in lead)
            yield from (self._run(part, "" if line.own else self.other) for part in words)
            yield "</w:p>"

    def _run(self, part: Part, language: str, *, bold: bool = False) -> str:
        kind, words = part
        if not words:
            return ""
        if kind == "same":
            return run(words, language, bold=bold)
        tag = _TAGS[kind]
        inside = run(words, language, bold=bold, tag="w:delText" if kind == "deleted" else "w:t")
        return f"<{tag} {self._signed(kind)}>{inside}</{tag}>"

    def _signed(self, kind: str) -> str:
        return f'w:id="{next(self.numbers)}" {self.signatures[kind]}'
