"""What the JSON Schema says of a file, told in sentences.

The schema is judged by its own library; only the words are ours, and three readings that the library
leaves open: ``$`` is the very end of a text (Python's would let a line feed pass), ``date`` is a day that
exists, and "null or this" complains of this.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from django.core.exceptions import ValidationError as ValidationRefusal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from charter_site.exchange.problems import Path, Problem, Problems, shortened, shown, visible
from charter_site.exchange.reading import Document
from governance.plain_text import clean_plain_text, normalise

HERE = FilePath(__file__).parent
SCHEMA = HERE / "charter.schema.json"
ADDITIONS = {"1.1": (HERE / "charter-1.1.patch.json", HERE / "charter-1.1.experience.patch.json")}
VERSIONS = ("1.0", *ADDITIONS)
LATEST = VERSIONS[-1]

FORBIDDEN = object()
ABSENT = object()


@cache
def schema(version: str) -> dict[str, Any]:
    """The whole schema of one version: 1.0, and what the later one adds to it."""
    described: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for addition in ADDITIONS.get(version, ()):
        described = merged(described, json.loads(addition.read_text(encoding="utf-8")))
    return described


def merged(target: Any, patch: Any) -> Any:
    """Apply a JSON merge patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def check_schema(document: Document, problems: Problems) -> None:
    """Add to ``problems`` all that the schema of the file's own version refuses."""
    if (version := declared_version(document, problems)) is None:
        return
    for error in validator(version).iter_errors(document.content):
        path: Path = tuple(error.absolute_path)
        problems.add(Problem(path, document.line_of(path), found(error), expected(error)))
        if problems.overflows:
            return


def declared_version(document: Document, problems: Problems) -> str | None:
    """The version the file says it is written in, or None with a problem: nothing else can be judged then."""
    content = document.content
    meta = content.get("meta") if isinstance(content, dict) else None
    version = meta.get("schema_version", VERSIONS[0]) if isinstance(meta, dict) else VERSIONS[0]
    if isinstance(version, str) and version in VERSIONS:
        return version
    path: Path = ("meta", "schema_version")
    choice = _("one of: %(values)s") % {"values": ", ".join(map(shown, VERSIONS))}
    problems.add(Problem(path, document.line_of(path), shown(version), choice))
    return None


# --- the library, with our three readings ---------------------------------------------------------

DATES = FormatChecker(formats=())
# Days are added to others: what nobody means would be found too far to count from.
FIRST_YEAR, LAST_YEAR = 1900, 2199


@DATES.checks("date", raises=ValueError)
def is_real_day(value: object) -> bool:
    """Rule 10 of the format: 2026-02-30 is no day, whatever its shape."""
    if isinstance(value, str):
        return FIRST_YEAR <= date.fromisoformat(value).year <= LAST_YEAR
    return True


@DATES.checks("date-time", raises=ValueError)
def is_real_moment(value: object) -> bool:
    if isinstance(value, str):
        datetime.fromisoformat(value)
    return True


def _required(_validator: Any, required: list[str], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for key in required:
            if key not in instance:
                yield ValidationError("", path=[key], instance=ABSENT)


def _additional(_validator: Any, _allowed: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for key in instance:
            if key not in schema.get("properties", {}):
                yield ValidationError("", path=[key], instance=FORBIDDEN)


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _compiled(pattern).search(instance):
        yield ValidationError("")


def _least_length(_validator: Any, least: int, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Spaces alone are no text: they would be stored as nothing."""
    if isinstance(instance, str) and len(normalise(instance)) < least:
        yield ValidationError("")


def _not(_validator: Any, forbidden: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """The one ``not`` of the format forbids control characters; so does our own form of a text, and more."""
    if isinstance(instance, str):
        character = _compiled(forbidden["pattern"]).search(instance)
        try:
            clean_plain_text(instance)
        except ValidationRefusal as refusal:
            yield ValidationError("", instance=character[0] if character else code_of(refusal))
        else:
            if character:
                yield ValidationError("", instance=character[0])


def code_of(refusal: ValidationRefusal) -> str:
    """The character that cannot be kept, by its code point."""
    return str((refusal.params or {}).get("code", ""))


def _unique(_validator: Any, wanted: bool, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Point at the entry that comes again, not at the whole list."""
    if wanted and isinstance(instance, list):
        seen: set[str] = set()
        for index, entry in enumerate(instance):
            if (key := json.dumps(entry, sort_keys=True)) in seen:
                yield ValidationError("", path=[index], instance=entry)
            seen.add(key)


def _null_or(validator: Any, choices: list[dict[str, Any]], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Every ``oneOf`` of the format is "null or this": complain of what this is not."""
    if instance is not None or {"type": "null"} not in choices:
        for choice in choices:
            if choice != {"type": "null"}:
                yield from validator.descend(instance, choice)


def _if(validator: Any, condition: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Remember on what another key made this one wrong: the sentence says it."""
    branch = "then" if validator.evolve(schema=condition).is_valid(instance) else "else"
    for error in validator.descend(instance, schema.get(branch, {})):
        error.because = {key: instance.get(key) for key in condition["required"]}
        yield error


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern))


Judge = extend(
    Draft202012Validator,
    {
        "required": _required,
        "additionalProperties": _additional,
        "pattern": _pattern,
        "minLength": _least_length,
        "not": _not,
        "uniqueItems": _unique,
        "oneOf": _null_or,
        "if": _if,
    },
)


@cache
def validator(version: str) -> Any:
    return Judge(inlined(schema(version), schema(version)), format_checker=DATES)


def inlined(value: Any, whole: dict[str, Any]) -> Any:
    """The same schema with each reference replaced by what it points to: it is judged twice as fast."""
    if isinstance(value, list):
        return [inlined(entry, whole) for entry in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        beside = {key: entry for key, entry in value.items() if key != "$ref"}
        value = {**pointed_to(value["$ref"], whole), **beside}
        return inlined(value, whole)
    return {key: inlined(entry, whole) for key, entry in value.items() if key != "$defs"}


def pointed_to(reference: str, whole: dict[str, Any]) -> dict[str, Any]:
    """What a reference points to, inside the schema."""
    found: Any = whole
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


# --- the words ------------------------------------------------------------------------------------


def found(error: ValidationError) -> str:
    if error.instance is ABSENT:
        return _("nothing")
    if error.instance is FORBIDDEN:
        return _("a key that does not exist")
    if error.validator == "maxLength":
        return ngettext("a text of %(count)s character", "a text of %(count)s characters", len(error.instance)) % {
            "count": len(error.instance)
        }
    if error.validator == "not":
        return _("the character %(character)s") % {"character": visible(error.instance)}
    return shown(error.instance)


def expected(error: ValidationError) -> str:
    """What should stand there, and the other key that decides it when there is one."""
    say = SENTENCES.get(str(error.validator))
    sentence = say(error.validator_value, error) if say else _("what the format says")
    because = getattr(error, "because", None)
    if because is None and error.parent is not None:
        because = getattr(error.parent, "because", None)
    if because:
        reason = ", ".join(f"{key}: {shown(value)}" for key, value in because.items())
        return _("%(sentence)s (because of %(reason)s)") % {"sentence": sentence, "reason": reason}
    return sentence


def type_name(name: str) -> str:
    return {
        "object": _("an object"),
        "array": _("a list"),
        "string": _("a text"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "boolean": _("true or false"),
        "null": _("null"),
    }[name]


def _known_keys(_value: Any, error: ValidationError) -> str:
    keys = shortened(", ".join(sorted(error.schema.get("properties", {}))), 240)
    return _("only the keys of the format, which are here: %(keys)s") % {"keys": keys}


def _shape(pattern: str, _error: ValidationError) -> str:
    """A code is described by an example: a regular expression says nothing to most people."""
    examples = {
        "date": _("a day such as 2026-03-31"),
        "month": _("a month such as 2026-03"),
        "slug": _("small letters without accent, digits and hyphens, such as cooperation-charter"),
        "version": _("a version number such as 1.0"),
        "direction_code": _("the code of a department, such as DRH"),
        "section_code": _("the code of a section, such as M"),
        "clause_code": _("a capital letter and a number, such as M3"),
        "list_code": _("small letters without accent and underscores, such as common_goal"),
        "item_code": _("capital letters and a number, such as REX-01 or DEC-2026-01"),
        "uuid": _("an identifier of 32 hexadecimal digits with hyphens"),
        "digest": _("a digest of 64 hexadecimal digits"),
        "moment": _("a day and a time such as 2026-03-31T09:30:00+00:00"),
    }
    for name, example in examples.items():
        if any(schema(version)["$defs"].get(name, {}).get("pattern") == pattern for version in VERSIONS):
            return example
    if "à" in pattern:
        return _("a month or two, such as 2026-03 or 2026-03 à 2026-06")
    return _("a text of another shape")


def _no_control(value: Any, _error: ValidationError) -> str:
    if "\\u0009" in value.get("pattern", ""):
        return _("plain text, without invisible character other than the line feed")
    return _("one line of plain text, without invisible character")


def _at_least(value: int, _error: ValidationError) -> str:
    if value == 1:
        return _("a text that is not empty")
    return _("a text of at least %(count)s characters") % {"count": value}


def _at_most(value: int, _error: ValidationError) -> str:
    if value == 0:
        return _("an empty text")
    return _("at most %(count)s characters") % {"count": value}


def _entries(value: int, error: ValidationError) -> str:
    least, most = error.schema.get("minItems", 0), error.schema.get("maxItems")
    if least == most:
        return _("exactly %(count)s entries") % {"count": least}
    if error.validator == "maxItems":
        return _("at most %(count)s entries") % {"count": value}
    return ngettext("at least %(count)s entry", "at least %(count)s entries", value) % {"count": value}


SENTENCES: dict[str, Callable[[Any, ValidationError], str]] = {
    "required": lambda value, error: _("this key"),
    "additionalProperties": _known_keys,
    "type": lambda value, error: type_name(value),
    "enum": lambda value, error: _("one of: %(values)s") % {"values": ", ".join(map(shown, value))},
    "const": lambda value, error: shown(value),
    "pattern": _shape,
    "not": _no_control,
    "format": lambda value, error: _("a day that exists in the calendar, from 1900 to 2199"),
    "minLength": _at_least,
    "maxLength": _at_most,
    "minItems": _entries,
    "maxItems": _entries,
    "uniqueItems": lambda value, error: _("each entry once in its list"),
    "minimum": lambda value, error: _("%(count)s or more") % {"count": value},
    "maximum": lambda value, error: _("%(count)s or less") % {"count": value},
}
