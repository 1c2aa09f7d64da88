"""Verifying what must never change: the ledger of seals, then each version against its own hashes, in words.

``governance.ledger`` finds what is wrong with a row or a seal; here rows are named as people know them, and the chain
of ``charters.versions.sealing`` is computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DataError
from django.utils.translation import gettext as _

from charters.text.models import Charter
from charters.versions.models import Version, VersionStep
from charters.versions.sealing import chain_hash, content_hash, history_digest
from governance import ledger
from governance.ledger import Fault, Kind
from governance.seals import Anchor, covered_tables

# What stored values raise when someone made them such that no rule could have written them.
UNREADABLE = (DataError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True)
class Report:
    """What was verified: how many sealed rows and versions, the anchor to keep, and a sentence for each fault."""

    rows: int
    versions: int
    anchor: Anchor
    faults: tuple[str, ...]


def verify(anchor: Anchor | None = None) -> Report:
    """Compute every seal again. With an anchor kept elsewhere, also tell whether the end was cut, or all rewritten."""
    with ledger.one_moment():
        end, of_seals = ledger.verify_seals(anchor)
        names = _Names()
        faults = [_sentence(fault, names) for fault in of_seals]
        count, of_versions = _verify_versions(names)
        return Report(end.count, count, end, (*faults, *of_versions))


# --- Versions --------------------------------------------------------------------------------------


def _verify_versions(names: _Names) -> tuple[int, list[str]]:
    count = 0
    faults: list[str] = []
    for pk in Charter.objects.order_by("pk").values_list("pk", flat=True):
        try:
            for version in Version.objects.filter(charter=pk).select_related("based_on").order_by("submission"):
                count += 1
                faults += _content_faults(version, names)
            faults += _chain_faults(Charter.objects.get(pk=pk), names)
        except UNREADABLE:
            faults.append(_("The versions of charter %(id)s hold values that cannot be read.") % {"id": pk})
    return count, faults


def _content_faults(version: Version, names: _Names) -> Iterator[str]:
    try:
        is_whole = content_hash(version) == version.content_hash
    except UNREADABLE:
        is_whole = False
    if not is_whole:
        yield _("%(name)s: its text is not the one that was submitted; its content hash does not match.") % {
            "name": names.version(str(version.pk))
        }


def _chain_faults(charter: Charter, names: _Names) -> Iterator[str]:
    """What is wrong in the chain of validations: each covers its content, the history since the last, and the last."""
    validations = VersionStep.objects.filter(charter=charter, kind=VersionStep.Kind.VALIDATED).order_by("number")
    previous: VersionStep | None = None
    prepared_here = False
    for step in validations.select_related("version"):
        name = {"name": names.version(str(step.version_id))}
        if step.number != (previous.number or 0) + 1 if previous else step.number != 1:
            yield _("%(name)s: the version before it is missing.") % name
        if step.previous_hash != (previous.chain_hash if previous else ""):
            yield _("%(name)s: its validation does not follow the validation before.") % name
        if previous and step.at <= previous.at:
            yield _("%(name)s: it is validated on a day that comes before that of the version it follows.") % name
        if step.content_hash != step.version.content_hash:
            yield _("%(name)s: what was validated is not what was submitted.") % name
        if chain_hash(step) != step.chain_hash:
            yield _("%(name)s: its validation is not the one that was sealed; its chain hash does not match.") % name
        # those that came from a file cover the history of another database; they came before all that was prepared here
        prepared_here = prepared_here or step.version.draft_id is not None
        if prepared_here and not _covers_its_history(charter, step, previous):
            yield _("%(name)s: the history of the text that it covers is not the one that was sealed.") % name
        previous = step
    if charter.version_in_force_id != (previous.version_id if previous else None):
        yield _("The version in force is not the last one that was validated (charter “%(slug)s”).") % {
            "slug": charter.slug
        }


def _covers_its_history(charter: Charter, step: VersionStep, previous: VersionStep | None) -> bool:
    try:
        after = (previous.history_upto or {}) if previous else {}
        return step.history_digest == history_digest(charter, after=after, upto=step.history_upto or {})
    except UNREADABLE:
        return False


# --- In words --------------------------------------------------------------------------------------


def _sentence(fault: Fault, names: _Names) -> str:
    facts = {
        "name": names.row(fault.table, fault.row_id, fault.row) if fault.table else "",
        "before": names.row(*fault.before) if fault.before[0] else "",
        "number": fault.number,
        "last": fault.last,
        "next": fault.last + 1,
        "previous": fault.number - 1,
    }
    return _SENTENCES[fault.kind](fault) % facts


def _missing_seals(fault: Fault) -> str:
    alone = fault.number == fault.last
    if not fault.table:
        return _("Seal %(number)s is missing.") if alone else _("Seals %(number)s to %(last)s are missing.")
    if alone:
        return _("Seal %(number)s is missing. Seal %(next)s, which follows, can no longer be checked: %(name)s.")
    return _(
        "Seals %(number)s to %(last)s are missing. Seal %(next)s, which follows, can no longer be checked: %(name)s."
    )


_SENTENCES: dict[Kind, Callable[[Fault], str]] = {
    Kind.CHANGED: lambda _fault: _("%(name)s: this row is not the one that was sealed (seal %(number)s)."),
    Kind.UNSEALED: lambda _fault: _(
        "%(name)s: this row has no seal. It came from outside the application, or its seal was taken away."
    ),
    Kind.GONE: lambda _fault: _("%(name)s: this row was sealed (seal %(number)s) and is no longer there."),
    Kind.TWICE: lambda _fault: _("%(name)s: this row has several seals; the last is seal %(number)s."),
    Kind.UNKNOWN: lambda _fault: _("Seal %(number)s is of a table or a form that is not known here: %(name)s."),
    Kind.SEAL_CHANGED: lambda _fault: _("Seal %(number)s was changed; it names %(name)s."),
    Kind.LINK: lambda _fault: _(
        "Seal %(number)s does not follow seal %(previous)s: one of the two was rewritten. They name %(before)s, "
        "then %(name)s."
    ),
    Kind.SEALS_GONE: _missing_seals,
    Kind.CUT: lambda _fault: _("The end was cut: the anchor counts %(last)s seals, and only %(number)s are left."),
    Kind.REWRITTEN: lambda _fault: _(
        "The ledger was rewritten: seal %(number)s is not the one that the anchor was taken from."
    ),
}


class _Names:
    """Rows as people know them. What is needed to name them is read when the first fault asks for it."""

    def __init__(self) -> None:
        self._versions: dict[str, str] | None = None

    def version(self, pk: str) -> str:
        """A version by its number; one that was not validated, by that of its submission."""
        if self._versions is None:
            numbers = dict(
                VersionStep.objects.filter(kind=VersionStep.Kind.VALIDATED).values_list("version_id", "number")
            )
            self._versions = {
                str(key): _("Version %(number)s") % {"number": numbers[key]}
                if numbers.get(key)
                else _("Submission %(number)s") % {"number": submission}
                for key, submission in Version.objects.values_list("pk", "submission")
            }
        return self._versions.get(pk) or _("Version of identifier %(id)s") % {"id": pk}

    def row(self, table: str, row_id: str, row: Mapping[str, Any] | None = None) -> str:
        """A row in words, then its table and its key, which are what to look for."""
        covered = covered_tables().get(table)
        if covered is None:
            return f"{table} {row_id}"
        held = row or ledger.stored_row(covered, row_id)
        words = _WORDS[table](self, held) if held and table in _WORDS else str(covered.model._meta.verbose_name)
        return f"{words} ({table} {row_id})"


def _in_version(words: Callable[[Mapping[str, Any]], str]) -> Callable[[_Names, Mapping[str, Any]], str]:
    return lambda names, row: f"{names.version(str(row['version_id']))}, {words(row)}"


# Rows of the other tables go by the name of their kind.
_WORDS: dict[str, Callable[[_Names, Mapping[str, Any]], str]] = {
    "charters_version": lambda names, row: names.version(str(row["id"])),
    "charters_versionsection": _in_version(lambda row: _("section %(code)s") % row),
    "charters_versionclause": _in_version(lambda row: _("clause %(code)s") % row),
    "charters_versionstep": _in_version(lambda row: _("step %(sequence)s") % row),
    "charters_commitment": lambda _names, row: _("commitment to version %(version_label)s") % row,
    "charters_historicalcharter": lambda _names, row: _("history of the charter, revision %(revision)s") % row,
    "charters_historicalsection": lambda _names, row: _("history of section %(code)s, revision %(revision)s") % row,
    "charters_historicalclause": lambda _names, row: _("history of clause %(code)s, revision %(revision)s") % row,
    "governance_decision": lambda _names, row: _("decision %(code)s") % row,
}
