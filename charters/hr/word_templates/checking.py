"""Whether a template may be used: what it is, what it holds, what it names, what it must say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from charters.hr.word_templates import opening
from charters.hr.word_templates.marks import ALWAYS
from charters.hr.word_templates.placeholders import known
from charters.hr.word_templates.press import Press, turn
from governance.refusals import Refused


@dataclass(frozen=True, slots=True)
class Checked:
    """A template that may be used: the placeholders it names, and what tells its file from another."""

    placeholders: tuple[str, ...]
    digest: str
    size: int


def check(content: bytes) -> Checked:
    """Judge a template before it is kept. Raises Refused with what is wrong, where, and what to do."""
    opening.judge(content)
    with turn(), Press(content, known()) as press:
        marks = press.read()
    if lacking := [name for name in ALWAYS if name not in marks.always]:
        raise Refused(
            _(
                "Every document says whether it is a draft, which version it quotes, and that it supports an exchange. "
                "This template does not: write %(lacking)s in its text, or in the header or the footer of all its "
                "pages, outside of any loop and of any condition, then send it again."
            )
            % {"lacking": ", ".join(f"{{{{ {name} }}}}" for name in lacking)}
        )
    return Checked(tuple(marks.named), hashlib.sha256(content).hexdigest(), len(content))
