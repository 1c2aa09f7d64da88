"""The French catalogue, kept whole without gettext on the machine: what is to be translated, and what is wrong.

English is the source: every sentence in code and templates is its own msgid. ``extracted`` reads them all from
the syntax of both; ``faults`` compares them with the French. ``manage.py check_catalogue`` prints the faults,
``merge_catalogue`` takes in translations, ``compile_catalogue`` writes the file that Django reads.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import polib
from django.conf import settings
from django.template import engines
from django.template.base import DebugLexer, Template, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from charter_site.french_typography import typographic_message, typography_faults

APPS = ("charter_site", "charters", "feedback", "governance")
PO_PATH = Path(settings.BASE_DIR) / "charter_site" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
METADATA = {
    "Project-Id-Version": "cooperation-charter",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}


class Key(NamedTuple):
    """What gettext looks a sentence up by."""

    context: str
    msgid: str


@dataclass(slots=True)
class Message:
    """A sentence to translate, and the first place where it is said.

    ``is_mixed`` when it is said with a plural here and alone there: one catalogue cannot serve both everywhere, since
    only some versions of Python find alone what has a plural.
    """

    plural: str
    place: str
    is_mixed: bool = False


class NotALiteral(ValueError):
    """A sentence that is put together at run time cannot be in any catalogue."""


# --- What is to be translated ----------------------------------------------------------------------


def extracted(root: Path | None = None) -> dict[Key, Message]:
    """Every sentence of the project, from its Python files and its templates."""
    root = root or Path(settings.BASE_DIR)
    messages: dict[Key, Message] = {}
    for path in _python_files(root):
        _gather(messages, in_python(path.read_text(encoding="utf-8")), path.relative_to(root))
    for path in _templates(root):
        _gather(messages, in_template(path.read_text(encoding="utf-8")), path.relative_to(root))
    return messages


def _python_files(root: Path) -> Iterator[Path]:
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _templates(root: Path) -> Iterator[Path]:
    for folder in (root / "templates", *(root / app / "templates" for app in APPS)):
        yield from sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".svg", ".xml"})


def _gather(messages: dict[Key, Message], found: Iterator[tuple[Key, str, int]], path: Path) -> None:
    try:
        for key, plural, line in found:
            message = messages.setdefault(key, Message(plural, f"{path}:{line}"))
            message.is_mixed |= bool(message.plural) != bool(plural)
            message.plural = message.plural or plural
    except NotALiteral as error:
        raise NotALiteral(f"{path}: {error}") from None


# Where each function keeps its context, its sentence and its plural.
_FUNCTIONS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_FUNCTIONS |= {f"{name}_lazy": places for name, places in _FUNCTIONS.items()}
_FUNCTIONS["gettext_noop"] = _FUNCTIONS["gettext"]


def in_python(source: str) -> Iterator[tuple[Key, str, int]]:
    """(key, plural, line) of each call to a translation function, under whatever name it was imported."""
    tree = ast.parse(source)
    names = dict.fromkeys(_FUNCTIONS)
    aliases = {name: name for name in names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            aliases |= {alias.asname or alias.name: alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (called := _called(node.func, aliases)) in _FUNCTIONS:
            context, msgid, plural = ("" if place is None else _literal(node, place) for place in _FUNCTIONS[called])
            if msgid:
                yield Key(context, msgid), plural, node.lineno


def _called(function: ast.expr, aliases: dict[str, str]) -> str:
    if isinstance(function, ast.Name):
        return aliases.get(function.id, "")
    return function.attr if isinstance(function, ast.Attribute) else ""


def _literal(call: ast.Call, place: int) -> str:
    """The sentence written in the call; nothing for a variable, whose sentence is marked where it is written."""
    if place >= len(call.args):
        return ""
    argument = call.args[place]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.JoinedStr | ast.BinOp):
        raise NotALiteral(f"line {call.lineno}: a sentence to translate is written whole, with %(name)s in it.")
    return ""


_CONSTANT = re.compile(r"""\b_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)""")


def in_template(source: str) -> Iterator[tuple[Key, str, int]]:
    """(key, plural, line) of each translated tag and of each _("constant") in a tag or a variable."""
    engine: Any = engines["django"]
    nodes: Any = Template(source, engine=engine.engine).nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        msgid = str(node.filter_expression.var.literal).replace("%", "%%")
        yield Key(_context(node), msgid), "", node.token.lineno
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        singular, plural = (node.render_token_list(tokens)[0] for tokens in (node.singular, node.plural))
        yield Key(_context(node), singular), plural, node.token.lineno
    for token in DebugLexer(source).tokenize():
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            for double, single in _CONSTANT.findall(token.contents):
                yield Key("", (double or single).replace("%", "%%")), "", token.lineno or 0


def _context(node: TranslateNode | BlockTranslateNode) -> str:
    return str(node.message_context.var) if node.message_context else ""


# --- What is wrong ---------------------------------------------------------------------------------


def load(path: Path = PO_PATH) -> polib.POFile:
    """The French catalogue, or an empty one where there is none yet."""
    if path.exists():
        return polib.pofile(str(path), encoding="utf-8", wrapwidth=110)
    empty = polib.POFile(encoding="utf-8", wrapwidth=110)
    empty.metadata = METADATA
    return empty


def key_of(entry: polib.POEntry) -> Key:
    return Key(entry.msgctxt or "", entry.msgid)


def faults(po: polib.POFile, messages: dict[Key, Message]) -> list[str]:
    """One line for each thing to repair, with the place where the sentence is said."""
    found = []
    entries = {key_of(entry): entry for entry in po if not entry.obsolete}
    if len(entries) < len([entry for entry in po if not entry.obsolete]):
        found.append("The same sentence is translated twice.")
    for key, message in messages.items():
        entry = entries.get(key)
        if entry is None or not all(_translations(entry)):
            found.append(f"{message.place}: no French for {_quoted(key)}")
        else:
            found += [f"{message.place}: {fault}: {_quoted(key)}" for fault in _entry_faults(entry, message)]
    found += [f"said nowhere any more: {_quoted(key)}" for key in entries if key not in messages]
    found += [f"obsolete: {_quoted(key_of(entry))}" for entry in po.obsolete_entries()]
    return found


def _quoted(key: Key) -> str:
    return f"{key.msgid!r} (context {key.context!r})" if key.context else repr(key.msgid)


def _translations(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [entry.msgstr_plural.get(form, "") for form in (0, 1)]
    return [entry.msgstr]


def _entry_faults(entry: polib.POEntry, message: Message) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if message.is_mixed:
        yield "said with a plural and without one: give the one alone a context, or the same plural"
    if entry.msgid_plural != message.plural:
        yield f"the plural is {message.plural!r} in the code and {entry.msgid_plural!r} in the catalogue"
        return
    sources = [entry.msgid, entry.msgid_plural or entry.msgid]
    allowed = _placeholders(sources[0]) | _placeholders(sources[1])
    for form, french in enumerate(_translations(entry)):
        source = sources[form]
        used = _placeholders(french)
        # "One comment" may be said without its number; anything else says all that the source says.
        if not used <= allowed or not (_placeholders(source) <= used or entry.msgid_plural and form == 0):
            yield f"placeholders {sorted(used)} for {sorted(_placeholders(source))}"
        if _ends(french) != _ends(source):
            yield "does not begin or end with the same spaces"
        if sorted(_TAG.findall(french)) != sorted(_TAG.findall(source)):
            yield "not the same markup"
        yield from typography_faults(french)


_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|%%")
_TAG = re.compile(r"</?\w+[^<>]*>")


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip(" \n"))], text[len(text.rstrip(" \n")) :]


# --- Taking translations in ------------------------------------------------------------------------


def merge(po: polib.POFile, fragment: polib.POFile) -> list[str]:
    """Take in a fragment's translations, in French typography; return what it replaced, one line each."""
    replaced = []
    for entry in fragment:
        if entry.obsolete or not all(_translations(entry)):
            continue
        taken = polib.POEntry(
            msgid=entry.msgid,
            msgid_plural=entry.msgid_plural,
            msgctxt=entry.msgctxt,
            msgstr=typographic_message(entry.msgstr),
            msgstr_plural={form: typographic_message(text) for form, text in entry.msgstr_plural.items()},
        )
        same = [known for known in po if key_of(known) == key_of(entry)]
        if same and _translations(same[0]) != _translations(taken):
            replaced.append(f"{_quoted(key_of(entry))}: {_translations(same[0])} becomes {_translations(taken)}")
        for known in same:
            po.remove(known)
        po.append(taken)
    po.sort(key=key_of)
    return replaced


def prune(po: polib.POFile, messages: dict[Key, Message]) -> list[str]:
    """Take out what the project no longer says; return it, one line each."""
    gone = [entry for entry in po if entry.obsolete or key_of(entry) not in messages]
    for entry in gone:
        po.remove(entry)
    return [_quoted(key_of(entry)) for entry in gone]


def write(po: polib.POFile, path: Path = PO_PATH) -> None:
    """Write the catalogue, and beside it the compiled one: they are committed together."""
    path.parent.mkdir(parents=True, exist_ok=True)
    po.metadata = METADATA
    po.save(str(path))
    path.with_suffix(".mo").write_bytes(po.to_binary())


def is_compiled(path: Path = PO_PATH) -> bool:
    """Whether the compiled catalogue says what the written one says."""
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.read_bytes() == load(path).to_binary()
