"""The clauses that a job description quotes: in which documents, with which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.hr.kinds import Wording
from charters.hr.models import Quote
from charters.hr.quoting import charter_words
from charters.hr.sheets import Line, Sheet
from charters.hr.suggesting import Suggestion
from charters.versions.models import VersionClause, VersionSection
from governance.form_fields import PlainTextField


@dataclass(frozen=True, slots=True)
class Tick:
    """One document in which a clause may be said: the box, the words it would say, and whose words they are."""

    box: forms.BoundField
    document: Wording
    words: str
    adapted: bool

    @property
    def ticked(self) -> bool:
        return bool(self.box.value())


@dataclass(frozen=True, slots=True)
class Choice:
    """One clause of the version, as the page offers it."""

    clause: VersionClause
    ticks: tuple[Tick, ...]
    suggestion: Suggestion | None
    outdated: bool

    @property
    def ticked(self) -> bool:
        return any(tick.ticked for tick in self.ticks)


class QuotesForm(forms.Form):
    """The clauses of one version, each with a box for each document that can say it.

    Before anything is quoted, what is suggested is ticked, for the job description. What human resources wrote in
    their own words is kept while the charter's wording stays the same; where it changed, the new wording is offered.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    version = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, clauses: list[VersionClause], sheet: Sheet, suggested: dict[str, Suggestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = clauses
        self.suggested = suggested
        self.quoted = {line.clause.code: line for line in sheet.lines}
        self.fields["seen"].initial = sheet.profile.row_version
        self.fields["version"].initial = clauses[0].version_id if clauses else None
        self.words: dict[tuple[str, Wording], str] = {}
        for clause in self.clauses:
            for document in Wording:
                self._add(clause, document, first_time=not sheet.lines)

    def _add(self, clause: VersionClause, document: Wording, *, first_time: bool) -> None:
        line = self.quoted.get(clause.code)
        words = _words(clause, document, line)
        if not words:
            return
        self.words[clause.code, document] = words
        ticked = bool(line and line.said_in(document))
        if first_time:
            ticked = clause.code in self.suggested and document == Wording.JOB_DESCRIPTION
        self.fields[f"{document}_{clause.code}"] = forms.BooleanField(
            label=document.label, required=False, initial=ticked
        )

    def picks(self) -> dict[str, set[Wording]]:
        """The codes ticked, each with the documents that say it."""
        ticked: dict[str, set[Wording]] = {}
        for code, document in self.words:
            if self.cleaned_data.get(f"{document}_{code}"):
                ticked.setdefault(code, set()).add(document)
        return ticked

    def sections(self) -> Iterator[tuple[VersionSection, list[Choice]]]:
        """What the page shows: the clauses, section by section."""
        groups: dict[VersionSection, list[Choice]] = {}
        for clause in self.clauses:
            groups.setdefault(clause.section, []).append(self._choice(clause))
        yield from groups.items()

    def _choice(self, clause: VersionClause) -> Choice:
        line = self.quoted.get(clause.code)
        ticks = tuple(
            Tick(
                self[f"{document}_{clause.code}"],
                document,
                words,
                adapted=words != charter_words(clause, document),
            )
            for document in Wording
            if (words := self.words.get((clause.code, document)))
        )
        outdated = bool(line and line.outdated)
        return Choice(clause, ticks, self.suggested.get(clause.code), outdated)


def _words(clause: VersionClause, document: Wording, line: Line | None) -> str:
    """What the document would say of the clause, were it ticked."""
    charter = charter_words(clause, document)
    if line and line.said_in(document) and charter_words(line.clause, document) == charter:
        return line.said_in(document)
    return charter


class WordsForm(forms.Form):
    """A clause in the words of human resources, for each document."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    version = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, clause: VersionClause, line: Line | None, profile_seen: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": profile_seen, "version": clause.version_id} | {
            str(document): line.said_in(document) if line else charter_words(clause, document) for document in Wording
        }
        super().__init__(*args, **kwargs)
        self.clause = clause
        for document in Wording:
            self.fields[str(document)] = PlainTextField(
                label=document.label,
                max_length=Quote._meta.get_field(document).max_length,
                rows=4,
                required=False,
                help_text=_("Leave it empty, and this document says nothing of the clause."),
            )

    def words(self) -> dict[Wording, str]:
        """What each document says."""
        return {document: self.cleaned_data.get(str(document), "") for document in Wording}

    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Each field, with the charter's own words."""
        for document in Wording:
            yield self[str(document)], charter_words(self.clause, document)
