"""A version as JSON: everything its seals cover, so that anyone can compute them again.

The keys are stable. ``format`` is ``cooperation-charter-document/1``. ``content`` is the map that the content hash
covers, as ``charters.versions.sealing`` describes it: give it the canonical form described there, take its SHA-256,
and compare with ``content_hash``. Instants and identifiers are already written as they are sealed, as texts.

``validation`` is nothing for a text that is not validated; otherwise it holds, under their names, all that the chain
hash covers: ``number``, ``content_hash``, ``previous_hash``, ``at``, ``by`` (a pseudonym), ``by_function``,
``validating_body``, ``reason``, ``history_digest``, and then ``chain_hash``. The chain hash is the SHA-256 of the
canonical form of the list that begins with ``cooperation-charter-chain/1`` and goes on with these values in this
order, without the last. ``anchor`` is where the ledger stood then (empty when it is not known), ``opinions`` the
opinions received by then. ``draft`` is true for a text that is not validated.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from charters.versions.content import Content
from charters.versions.documents.around import Around, OpinionReceived
from charters.versions.models import Version, VersionStep
from charters.versions.sealing import content_map
from governance.canonical import instant

FORMAT = "cooperation-charter-document/1"


def write_json(version: Version, content: Content, around: Around) -> bytes:
    """The file. ``version.based_on`` should be loaded. No query."""
    document = {
        "format": FORMAT,
        "draft": around.validation is None,
        "charter": version.charter.slug,
        "content_hash": version.content_hash,
        "content": content_map(version, content),
        "validation": _validation(around.validation) if around.validation else None,
        "anchor": around.anchor,
        "opinions": [_opinion(opinion) for opinion in around.opinions],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, default=_written).encode() + b"\n"


def _validation(step: VersionStep) -> dict[str, Any]:
    return {
        "number": step.number,
        "content_hash": step.content_hash,
        "previous_hash": step.previous_hash,
        "at": step.at,
        "by": step.by,
        "by_function": step.by_function,
        "validating_body": step.validating_body,
        "reason": step.reason,
        "history_digest": step.history_digest,
        "chain_hash": step.chain_hash,
    }


def _opinion(opinion: OpinionReceived) -> dict[str, str]:
    return {
        "committee": opinion.committee,
        "opinion": opinion.sense,
        "on": opinion.on.isoformat(),
        "reference": opinion.reference,
        "words": opinion.words,
    }


def _written(value: Any) -> str:
    match value:
        case datetime():
            return instant(value)
        case uuid.UUID():
            return str(value)
    raise TypeError(f"A {type(value).__name__} has no place in the file.")
