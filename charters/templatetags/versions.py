"""Words about versions that templates print."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from charters.text.models import Audience
from charters.versions.changes import ClauseChange
from charters.versions.documents.formats import FORMATS, Format
from charters.versions.models import Version, VersionStep

register = template.Library()


@register.filter
def audience_names(codes: Iterable[str]) -> str:
    """Whom a clause addresses, in words."""
    names = dict(Audience.choices)
    return capfirst(", ".join(str(names.get(code, code)) for code in codes).lower())


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
        said.append(_("Changed: %(what)s.") % {"what": ", ".join(str(words.label) for words in change.words)})
    return " ".join(said)


def _clause_before(change: ClauseChange) -> str:
    """The code of the clause that comes just before, in its section; nothing for the first."""
    codes = [clause.code for clause in change.section.clauses]
    place = codes.index(change.code)
    return codes[place - 1] if place else ""
