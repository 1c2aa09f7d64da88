"""What is wrong in the words of a template, in sentences: where it stands, why, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from governance.refusals import Refused


def refusal(fault: dict[str, Any]) -> Refused:
    """The refusal that a fault of the typesetter is (``charters.hr.word_templates.marks.Fault``)."""
    said = {name: value for name, value in fault.items() if name != "code"}
    return Refused(_SENTENCES[fault["code"]](said))


def _where(said: dict[str, Any], key: str = "near") -> str:
    """The words around, when there are some."""
    return " " + _("It stands near: “%(words)s”.") % {"words": said[key]} if said.get(key) else ""


def _unknown(said: dict[str, Any]) -> str:
    sentence = _("The placeholder “%(name)s” is unknown.") % said + _where(said)
    if said["close"]:
        return sentence + " " + _("Did you mean: %(close)s?") % {"close": ", ".join(said["close"])}
    return sentence + " " + _("The page of placeholders lists those that can be written.")


def _no_list(said: dict[str, Any]) -> str:
    return (
        _("The loop goes through “%(name)s”, which is no list.") % said
        + _where(said)
        + " "
        + _("Here, lists are: %(lists)s.") % {"lists": ", ".join(said["lists"])}
    )


def _no_start(said: dict[str, Any]) -> str:
    if said["began"]:
        sentence = _("“%(mark)s” does not close what is open there, “%(began)s”.") % said
    else:
        sentence = _("“%(mark)s” closes a passage that nothing opens.") % said
    return sentence + _where(said) + " " + _("Write “for” before “endfor”, and “if” before “else” and “endif”.")


def _broken(said: dict[str, Any]) -> str:
    return (
        _("A placeholder, or a loop, is cut by a cell, a frame or a field.")
        + _where(said)
        + " "
        + _("Delete it, then write it again in one go.")
    )


def _separator(said: dict[str, Any]) -> str:
    return (
        _("The text holds a separator of lines or of paragraphs (U+2028 or U+2029), which no reader sees.")
        + _where(said)
        + " "
        + _("Delete it, press Enter in its place, then send the file again.")
    )


def _says(sentence: Callable[[], str], **written: str) -> Callable[[dict[str, Any]], str]:
    """``written`` are marks that the sentence shows: no translation may change one of their characters."""
    return lambda said: sentence() % {**written, **said}


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "unknown": _unknown,
    "no_list": _no_list,
    "no_start": _no_start,
    "broken": _broken,
    "not_closed": _says(
        lambda: _(
            "A placeholder is not closed in its paragraph, near: “%(near)s”. Each begins and ends in one paragraph, "
            "as %(text)s or %(mark)s."
        ),
        text="{{ … }}",
        mark="{% … %}",
    ),
    "spaced": _says(
        lambda: _(
            "A space stands between two braces (“%(mark)s”), near: “%(near)s”. The word processor may have added it: "
            "take it out."
        )
    ),
    "too_long": _says(
        lambda: _("A placeholder has more than %(most)s characters, near: “%(near)s”. Write a shorter condition.")
    ),
    "too_many": _says(
        lambda: _("This template has more than %(most)s placeholders. Write a loop instead of repeating lines.")
    ),
    "prefix_apart": _says(
        lambda: _("“%(near)s” has a space too many: write “%(brace)s%(prefix)s”, without a space, then the rest."),
        brace="{%",
    ),
    "not_available": _says(
        lambda: _(
            "“%(what)s” is not available in a template. It stands near: “%(near)s”. Only placeholders, “for” and “if” "
            "are: the page of placeholders says how to write them."
        )
    ),
    "hidden": _says(
        lambda: _(
            "A placeholder stands in a field, a property or an alternative text, where it would not be seen: "
            "“%(near)s”. Write it in the text of the page."
        )
    ),
    "struck_out": _says(
        lambda: _(
            "A placeholder stands in a passage that is struck out (tracked changes): “%(near)s”. Accept or refuse the "
            "changes in Word, save the file, then send it again."
        )
    ),
    "not_filled": _says(
        lambda: _(
            "A placeholder stands in an endnote or a remark, where it is not filled: “%(near)s”. "
            "Move it to the text, the header, the footer or a footnote."
        )
    ),
    "no_row": _says(
        lambda: _(
            "“%(mark)s” stands outside of a table: %(row)s repeats a row, %(cell)s a cell. "
            "To repeat a paragraph, write %(paragraph)s."
        ),
        row="{%tr",
        cell="{%tc",
        paragraph="{%p",
    ),
    "two_in_tr": _says(
        lambda: _(
            "A row of a table holds two marks, “%(mark)s” and another: “%(near)s”. Put “for” alone in a row above the "
            "row to repeat, and “endfor” alone in a row below it."
        )
    ),
    "two_in_tc": _says(
        lambda: _("A cell holds two marks, “%(mark)s” and another: “%(near)s”. Put each of them alone in its cell.")
    ),
    "two_in_p": _says(
        lambda: _("A paragraph holds two marks, “%(mark)s” and another: “%(near)s”. Put each alone in its paragraph.")
    ),
    "words_in_tr": _says(
        lambda: _(
            "The row of “%(mark)s” also holds words, which would be lost: “%(near)s”. Put the mark alone in a row of "
            "its own: that row goes away."
        )
    ),
    "words_in_tc": _says(
        lambda: _(
            "The cell of “%(mark)s” also holds words, which would be lost: “%(near)s”. Put the mark alone in a cell: "
            "that cell goes away."
        )
    ),
    "words_in_p": _says(
        lambda: _(
            "The paragraph of “%(mark)s” also holds words, which would be lost: “%(near)s”. Put the mark alone in a "
            "paragraph of its own, or write it without the p."
        )
    ),
    "syntax": _says(
        lambda: _(
            "What is written between braces cannot be understood, near: “%(near)s”. Check that words are spelt as on "
            "the page of placeholders, and that quotes are straight (%(quote)s)."
        ),
        quote='"',
    ),
    "crosses": _says(
        lambda: _(
            "“%(mark)s” and “%(end)s” do not stand in the same cell or frame, near: “%(near)s”. To repeat a row of a "
            "table, write %(begin)s alone in a row above it and %(finish)s alone in a row below it."
        ),
        begin="{%tr for clause in clauses %}",
        finish="{%tr endfor %}",
    ),
    "no_end": _says(
        lambda: _("“%(mark)s” is opened and never closed, near: “%(near)s”. Write “%(end)s” where it ends.")
    ),
    "too_deep": _says(
        lambda: _("Passages stand inside one another more than %(most)s times. Write a simpler template.")
    ),
    "a_list": _says(
        lambda: _("“%(name)s” is a list, near: “%(near)s”. Go through it with “for”, then print what it holds.")
    ),
    "a_group": _says(
        lambda: _("“%(name)s” is a group of placeholders, near: “%(near)s”. Say which, after a full stop.")
    ),
    "yes_or_no": _says(
        lambda: _("“%(name)s” is a yes or a no, near: “%(near)s”. Use it in “if”: it cannot be printed.")
    ),
    "plain_loop": _says(
        lambda: _(
            "A loop says more than “for” and “in”, near: “%(near)s”. Write it as %(written)s, and put "
            "conditions inside it."
        ),
        written="{% for clause in clauses %}",
    ),
    "too_many_loops": _says(
        lambda: _("More than %(most)s loops stand inside one another, near: “%(near)s”. Take one out.")
    ),
    "taken": _says(
        lambda: _("A loop cannot call its lines “%(name)s”, near: “%(near)s”. Take another word, as clause or line.")
    ),
    "comparison": _says(
        lambda: _(
            "A condition compares something else than a placeholder and words, near: “%(near)s”. "
            "Write it as %(written)s."
        ),
        written='{% if fiche.categorie == "A" %}',
    ),
    "too_large": _says(
        lambda: _("The document would be far too large. Take a loop out of the template, or lighten its pictures.")
    ),
    "too_slow": _says(
        lambda: _(
            "This template takes far too long to fill: it was given up. Take its loops or its longest tables out, "
            "then send it again."
        )
    ),
    "given_up": _says(
        lambda: _(
            "This template could not be filled: its tables or its styles are not built as Word and LibreOffice do. "
            "Open it in one of them, save it again as .docx, then send that file."
        )
    ),
    "unseen": _says(
        lambda: _(
            "“%(mark)s” stands where a reader may not see it, near: “%(near)s”: hidden, white or tiny text, a frame, a "
            "field, a passage struck out. Write it in plain sight in a paragraph or a table, then send the file again."
        )
    ),
    "separator": _separator,
    "unknown_at_filling": _says(
        lambda: _("A placeholder of this template is no longer known. Check it again, then send it as a new template.")
    ),
}
