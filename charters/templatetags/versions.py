"""Words about versions that templates print."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from charters.consent.models import Position
from charters.text.comparing import WordsChange
from charters.text.models import Audience, Section
from charters.versions.changes import ClauseChange, SectionChange
from charters.versions.content import ClauseContent
from charters.versions.documents.formats import FORMATS, Format
from charters.versions.dossier import opinions_printed
from charters.versions.kept_markup import clause_of
from charters.versions.life import Opinion
from charters.versions.models import Version, VersionStep
from charters.versions.scale_changes import ScaleChange

register = template.Library()


@register.filter
def audience_names(codes: Iterable[str]) -> str:
    """Whom a clause addresses, in words."""
    names = dict(Audience.choices)
    return capfirst(", ".join(str(names.get(code, code)) for code in codes).lower())


@register.simple_tag
def frozen_clause(clause: ClauseContent, version: Version, user: Any) -> SafeString:
    """A clause of a version with all its words; versions that have the same share its markup."""
    return clause_of(version, clause, signed_in=user.is_authenticated)


@register.filter
def section_kinds(kinds: Iterable[str]) -> str:
    """Which kinds of section, in words."""
    names = dict(Section.Kind.choices)
    return ", ".join(str(names.get(kind, kind)) for kind in kinds)


@register.filter
def objection_end(end: str) -> str:
    """How an objection ended, in words."""
    return str(dict(Position.End.choices).get(end, end))


@register.filter
def of_clause(said: dict[str, str], code: str) -> str:
    """What was said about one clause, from a map by code; nothing when nothing was."""
    return said.get(code, "")


@register.simple_tag
def opinions_on(version: Version) -> list[Opinion]:
    """The opinions that a version prints: the last of each committee. One query."""
    return opinions_printed(version)


@register.simple_tag
def document_formats() -> list[Format]:
    """The formats in which a version is taken away."""
    return list(FORMATS.values())


@register.simple_tag
def changes_document(version: Version, validation: VersionStep | None) -> str:
    """The address of what a version changes to the one before it, as tracked changes; nothing for the first."""
    slug = version.charter.slug
    if validation and validation.number and validation.number > 1:
        return reverse("version-changes-document", args=[slug, validation.number - 1, validation.number])
    if not validation and version.based_on_id:
        return reverse("version-submitted-changes-document", args=[slug, version.submission])
    return ""


@register.filter
def effect(change: ClauseChange) -> str:
    """What happens to a clause, in one sentence."""
    if change.added:
        return _("New clause.")
    if change.removed:
        return _("Clause removed.")
    said = []
    if change.changes_section:
        said.append(_("Moved to the section “%(section)s”.") % {"section": change.section.title})
    elif change.moved:
        said.append(_("Moved within its section."))
    if change.moved and (before := _clause_before(change)):
        said.append(_("It now comes after %(code)s.") % {"code": before})
    elif change.moved:
        said.append(_("It now comes first."))
    if change.reworded:
        said.append(_("Changed: %(what)s.") % {"what": _labels(change.words)})
    return " ".join(said)


@register.filter
def place_of_section(change: SectionChange) -> str:
    """What happens to a section as a whole, in one sentence; nothing when it only changes words."""
    if change.added:
        return _("New section.")
    if change.removed:
        return _("Section removed.")
    return (
        _("Section moved: it is now number %(number)s.") % {"number": change.section.position} if change.moved else ""
    )


@register.filter
def effect_on_scale(change: ScaleChange) -> str:
    """What happens to a level or to a competence, in one sentence."""
    if change.is_level:
        if change.added:
            return _("New level %(rank)s.") % {"rank": change.code}
        if change.removed:
            return _("Level %(rank)s removed.") % {"rank": change.code}
        return _("Level %(rank)s: %(what)s changed.") % {"rank": change.code, "what": _labels(change.words)}
    if change.added:
        return _("New competence.")
    if change.removed:
        return _("Competence removed.")
    said = [_("Moved in the order of competences.")] if change.moved else []
    if change.words:
        said.append(_("Changed: %(what)s.") % {"what": _labels(change.words)})
    return " ".join(said)


def _labels(words: Iterable[WordsChange]) -> str:
    return ", ".join(str(change.label) for change in words)


def _clause_before(change: ClauseChange) -> str:
    """The code of the clause that comes just before, in its section; nothing for the first."""
    codes = [clause.code for clause in change.section.clauses]
    place = codes.index(change.code)
    return codes[place - 1] if place else ""
