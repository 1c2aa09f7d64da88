"""A Word file, judged before anything is made of it: it is hostile until proved otherwise.

Such a file is a compressed folder. Its parts are counted, unfolded no further than they may go whatever the folder says
of their size, and read one after the other without being built in memory (``charters.hr.word_templates.parts``).
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from charters.hr.word_templates import findings
from charters.hr.word_templates.content_types import judge_picture
from charters.hr.word_templates.parts import judge_part
from governance.refusals import Refused


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file may be, folded and unfolded, how many times it may swell, how much its parts may hold together.

    Word's own files unfold to thirty times their size at most: one that is made to swell does so a thousand times.
    """

    folded: int
    part: int
    unfolded: int
    swelling: int
    elements: int


MEGABYTE = 1024 * 1024
TEMPLATE = Bounds(folded=2 * MEGABYTE, part=6 * MEGABYTE, unfolded=20 * MEGABYTE, swelling=150, elements=100_000)
# What a template gives once the words of a long job description are in it.
FILLED = Bounds(folded=6 * MEGABYTE, part=16 * MEGABYTE, unfolded=32 * MEGABYTE, swelling=1000, elements=400_000)

MOST_ENTRIES = 400
SWELLING_MATTERS = MEGABYTE
_CHUNK = 64 * 1024

_XML = frozenset(["xml", "rels", "vml", "svg"])
_PICTURES = frozenset(["png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "webp"])
_FONTS = frozenset(["odttf", "ttf", "fntdata"])
_COMPRESSED_ALIKE = frozenset([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
_OLD_WORD, _ZIPPED, _ENTRY = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"PK\x01\x02"
# What libraries raise on a folder that is not what they expect.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, RuntimeError)


def judge(content: bytes, bounds: Bounds = TEMPLATE, *, judged: Collection[bytes] = ()) -> frozenset[bytes]:
    """Refuse a file that holds anything but text, pictures and fonts, or more of it than a document does.

    Gives the digests of its parts; those in ``judged`` were found good before, and are not read again. Raises Refused,
    which says what was found, why it is not taken, and what to do.
    """
    _judge_whole(content, bounds)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _judge_entries(package, len(content), bounds, judged)
    except _BROKEN:
        raise Refused(findings.damaged()) from None


def _judge_whole(content: bytes, bounds: Bounds) -> None:
    if len(content) > bounds.folded:
        raise Refused(
            _("This file is larger than %(most)s megabytes. Make its pictures lighter, then send it again.")
            % {"most": bounds.folded // MEGABYTE}
        )
    if content.startswith(_OLD_WORD):
        raise Refused(findings.locked())
    if not content.startswith(_ZIPPED):
        raise Refused(findings.damaged())
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise Refused(findings.too_much())


def _judge_entries(
    package: zipfile.ZipFile, folded: int, bounds: Bounds, judged: Collection[bytes]
) -> frozenset[bytes]:
    entries = package.infolist()
    _judge_names(entries)
    for entry in entries:
        _judge_kind(entry.filename)
    # the list of what the parts are comes first: it says whether there are macros
    entries.sort(key=lambda entry: entry.filename != "[Content_Types].xml")
    if entries[0].filename != "[Content_Types].xml" or "word/document.xml" not in package.namelist():
        raise Refused(findings.damaged())
    digests, unfolded, elements = set(), 0, 0
    for entry in entries:
        part = _unfold(package, entry, bounds)
        unfolded += len(part)
        if unfolded > bounds.unfolded or _swells(unfolded, folded, bounds):
            raise Refused(findings.too_much())
        judge_picture(entry.filename, part)
        digest = hashlib.sha256(entry.filename.encode() + b"\0" + part).digest()
        digests.add(digest)
        if digest not in judged and _ending(entry.filename) in _XML:
            elements += judge_part(entry.filename, part, most_elements=bounds.elements - elements)
    return frozenset(digests)


def _unfold(package: zipfile.ZipFile, entry: zipfile.ZipInfo, bounds: Bounds) -> bytes:
    """A part, read no further than a part may go: what the folder says of its size is not believed."""
    if entry.flag_bits & 0x1:
        raise Refused(
            _("A part of this file is protected by a password. Take the password out, save it, then send it again.")
        )
    # the other ways to compress unfold without end in one step, and word processors use none
    if entry.compress_type not in _COMPRESSED_ALIKE:
        raise Refused(findings.damaged())
    read = bytearray()
    with package.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            read += chunk
            if len(read) > bounds.part or _swells(len(read), entry.compress_size, bounds):
                raise Refused(findings.too_much())
    return bytes(read)


def _swells(unfolded: int, folded: int, bounds: Bounds) -> bool:
    return unfolded > SWELLING_MATTERS and unfolded > bounds.swelling * folded


# --- What the parts are called ---------------------------------------------------------------------


def _judge_names(entries: list[zipfile.ZipInfo]) -> None:
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise Refused(
            _(
                "Two parts of this file have the same name: what one program reads there, another does not. "
                "Open it in Word or LibreOffice, save it again as .docx, then send that file."
            )
        )
    for entry in entries:
        name = entry.filename
        if ".." in name.split("/") or name.startswith("/") or re.search(r"[\\:\x00-\x1f]", name):
            raise Refused(
                _(
                    "A part of this file has a name that leads out of it (%(name)s): no word processor writes such a "
                    "name. Make the template anew in Word or LibreOffice, then send it."
                )
                % {"name": findings.shown(name)}
            )


def _judge_kind(name: str) -> None:
    """Only text, pictures and fonts: what else such a file may carry runs, or opens something else."""
    low, ending = name.casefold(), _ending(name)
    if re.search(r"vba|macro|attachedtoolbars|customizations\.xml|customui", low):
        raise Refused(findings.macro())
    if "activex" in low:
        raise Refused(findings.control())
    if "afchunk" in low or ending in ("htm", "html", "mht", "mhtml", "rtf"):
        raise Refused(findings.another_document())
    if "embeddings/" in low or "oleobject" in low:
        raise Refused(findings.embedded())
    if name.endswith("/"):
        return
    if ending not in _XML | _PICTURES | _FONTS:
        raise Refused(
            _(
                "This file holds something that is neither text, nor a picture, nor a font (%(name)s). "
                "Take it out, save the file as .docx, then send it again."
            )
            % {"name": findings.shown(name)}
        )


def _ending(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[2].casefold()
