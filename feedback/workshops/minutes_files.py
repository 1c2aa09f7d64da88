"""The text of a file of minutes: plain text of any usual encoding, Markdown, a saved mail, Word, OpenDocument."""

from __future__ import annotations

from pathlib import PurePath

from django.utils.translation import gettext as _

from feedback.workshops.minutes_mail_files import decoded, mail_text
from feedback.workshops.minutes_office import DEEPEST_LIST as DEEPEST_LIST
from feedback.workshops.minutes_office import opendocument_text, word_text
from governance.refusals import Refused

LARGEST_FILE = 5_000_000
SUFFIXES = (".txt", ".md", ".eml", ".docx", ".odt")


def text_of(content: bytes, name: str) -> str:
    """The words of the file, with "# " before its headings and an indented "- " before the entries of its lists.

    Raises Refused with a sentence when the file is of another kind, too large, broken, or empty.
    """
    if len(content) > LARGEST_FILE:
        raise Refused(
            _("This file weighs more than %(limit)s megabytes. Take the pictures out of it, or paste its words.")
            % {"limit": LARGEST_FILE // 1_000_000}
        )
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(
            _("Minutes are read from these files: %(suffixes)s. Save yours in one of them, or paste its words.")
            % {"suffixes": ", ".join(SUFFIXES)}
        )
    if suffix == ".docx":
        text = word_text(content)
    elif suffix == ".odt":
        text = opendocument_text(content)
    else:
        text = mail_text(content) if suffix == ".eml" else decoded(content)
    if not text.strip():
        raise Refused(_("There is no text in this file. Choose another one, or paste the words of the minutes."))
    return text
