"""What may be found in a Word file, why it is refused, and what to do: the sentences, in one place."""

from __future__ import annotations

from django.utils.translation import gettext as _


def damaged() -> str:
    return _(
        "This file cannot be opened: it is damaged, or it is no Word document. "
        "Open it in Word or LibreOffice, save it again as .docx, then send that file."
    )


def too_much() -> str:
    return _(
        "Once unfolded, this file would be far larger than a document: it is not opened. "
        "Take large pictures and copied pages out of it, save it again, then send it."
    )


def macro() -> str:
    return _(
        "This file holds macros, which could run on the computer of everyone who opens the document. "
        "Save it as .docx (Word document, without macros), then send it again."
    )


def embedded() -> str:
    return _(
        "This file holds an embedded object (a workbook, a slide, a sound or a program), which opens outside of the "
        "document. Replace it with a picture or a table, save the file, then send it again."
    )


def another_document() -> str:
    return _(
        "This file takes another document in when it is opened. Paste the words of that document instead, save the "
        "file as .docx, then send it again."
    )


def control() -> str:
    return _(
        "This file holds an ActiveX control, which can run a program on the computer of whoever opens the document. "
        "Take the control out, save the file as .docx, then send it again."
    )


def locked() -> str:
    return _(
        "This file is protected by a password, or of an old version of Word (.doc): it cannot be read. "
        "Take the password out, save it as .docx, then send it again."
    )


def is_a_template() -> str:
    return _(
        "This file is of the kind “Word template” (.dotx). Open it, save it as .docx (Word document), "
        "then send that file."
    )


def attached_template() -> str:
    return _(
        "This file is tied to another template, which Word fetches from elsewhere each time the document is opened. "
        "In Word: Developer, Document Template, attach “Normal”; save the file, then send it again."
    )


def mail_merge() -> str:
    return _(
        "This file is a Word mail merge, tied to a list that Word fetches from elsewhere. In Word: Mailings, Start "
        "Mail Merge, Normal Word Document; write placeholders instead of merge fields, then send the file again."
    )


def fetched(target: str) -> str:
    return _(
        "This file fetches something from elsewhere when it is opened (%(target)s). Put the picture or the words in "
        "the file itself, save it, then send it again. Links to read (http, https, mailto) are welcome."
    ) % {"target": shown(target)}


def field(name: str) -> str:
    if name == "MERGEFIELD":
        return _(
            "This file holds merge fields of Word (MERGEFIELD), which nobody would fill. Write a placeholder in place "
            "of each, as %(example)s, then send the file again."
        ) % {"example": "{{ fiche.intitule }}"}
    return _(
        "This file holds a Word field that is not taken (%(name)s): such fields fetch or run something when the "
        "document is opened. Take it out (in Word, Alt+F9 shows fields), then send the file again."
    ) % {"name": shown(name)}


def field_apart() -> str:
    return _(
        "A Word field stands in a passage that is struck out, or in a frame or a drawing that Word keeps in two forms: "
        "what one program reads there, another does not. Accept or refuse the tracked changes, write the field in the "
        "text, the header or the footer, save the file, then send it again."
    )


def picture(name: str) -> str:
    return _(
        "A picture of this file (%(name)s) is not what its name says: another program could open it as something else. "
        "Take it out, insert the picture anew, save the file, then send it again."
    ) % {"name": shown(name)}


def definitions() -> str:
    return _(
        "A part of this file begins with definitions (DTD), which can swell without end or read other files: no word "
        "processor writes any. Open it in Word or LibreOffice, save it again as .docx, then send that file."
    )


def encoding(name: str) -> str:
    return _(
        "A part of this file (%(name)s) is not written in UTF-8, as Word and LibreOffice do: it could hide something "
        "there. Open it in one of them, save it again as .docx, then send that file."
    ) % {"name": shown(name)}


def strange(name: str) -> str:
    return _(
        "A part of this file (%(name)s) is not built as Word and LibreOffice do. "
        "Open it in one of them, save it again as .docx, then send that file."
    ) % {"name": shown(name)}


def shown(words: str) -> str:
    """Words of the file, short enough for a sentence, without what no reader sees."""
    return "".join(character for character in words if character.isprintable())[:80]
