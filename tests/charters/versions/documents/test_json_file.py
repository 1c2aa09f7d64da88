"""The JSON: what it holds is enough to compute the seals again, without the application."""

from __future__ import annotations

import hashlib
import json

from charters.versions.documents.json_file import write_json
from tests.charters.versions.documents.conftest import WORDS, stored

CHAINED = (
    "number", "content_hash", "previous_hash", "at", "by", "by_function", "validating_body", "reason", "history_digest",
)  # fmt: skip


def form(value):
    """The canonical form, written from its description and from nothing else."""
    match value:
        case None:
            return b"n;"
        case bool():
            return b"b1;" if value else b"b0;"
        case int():
            return f"i{value};".encode()
        case str():
            return f"t{len(value.encode())}:".encode() + value.encode()
        case list():
            return f"l{len(value)}:".encode() + b"".join(map(form, value))
        case dict():
            pairs = sorted(value.items(), key=lambda pair: pair[0].encode())
            return f"m{len(value)}:".encode() + b"".join(form(key) + form(item) for key, item in pairs)
    raise AssertionError(value)


def sha256(value):
    return hashlib.sha256(form(value)).hexdigest()


def test_the_seals_are_computed_again_from_the_file_alone(richly):
    richly.validate()
    richly.rewrite(text="Other words: « été », 😀.")
    version = richly.validate()
    document = json.loads(write_json(*stored(version)))

    assert sha256(document["content"]) == document["content_hash"] == version.content_hash
    step = version.steps.get(kind="validated")
    validation = document["validation"]
    assert validation["content_hash"] == document["content_hash"]
    chained = ["cooperation-charter-chain/1", *(validation[name] for name in CHAINED)]
    assert sha256(chained) == validation["chain_hash"] == step.chain_hash
    assert list(validation) == [*CHAINED, "chain_hash"]


def test_its_keys_are_stable_and_its_words_whole(richly):
    document = json.loads(write_json(*stored(richly.validate())))

    assert list(document) == [
        "format", "draft", "charter", "content_hash", "content", "validation", "anchor", "opinions",
    ]  # fmt: skip
    assert document["format"] == "cooperation-charter-document/1"
    assert document["draft"] is False
    clause = document["content"]["sections"][0]["clauses"][0]
    assert {name: clause[name] for name in WORDS} == WORDS


def test_a_text_that_is_not_validated_is_a_draft(richly):
    document = json.loads(write_json(*stored(richly.submit())))

    assert document["draft"] is True
    assert document["validation"] is None
    assert sha256(document["content"]) == document["content_hash"]
