"""A file is sound or it is refused: nothing of it is stored before all of it has been judged."""

from dataclasses import replace
from typing import Any

from charter_site.exchange import reading, reference_rules, schema_rules
from charter_site.exchange.problems import Problems
from charter_site.exchange.reading import Document
from governance.plain_text import normalise


def check(data: bytes) -> Document:
    """The document in these bytes, or ``RefusedFile`` with all that is wrong (up to fifty things).

    Its texts are in the form in which they are stored, so that the rules compare what will be compared.
    """
    problems = Problems()
    document = reading.read(data, problems)
    schema_rules.check_schema(document, problems)
    document = replace(document, content=in_stored_form(document.content))
    if not problems.overflows:
        reference_rules.check_references(document, problems)
    problems.refuse_if_any()
    return document


def in_stored_form(value: Any) -> Any:
    """The same values with each text as the application stores texts."""
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, list):
        return [in_stored_form(entry) for entry in value]
    if isinstance(value, dict):
        return {key: in_stored_form(entry) for key, entry in value.items()}
    return value
