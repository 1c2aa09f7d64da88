"""Any two validated versions, compared: the redline of the whole charter, and what changed in words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.text.models import Charter
from charters.versions.changes import changes_between
from charters.versions.content import frozen_contents
from charters.versions.kept_markup import changes_markup, options_of
from charters.versions.models import Version
from charters.versions.publishing import open_when_published
from charters.versions.validations import Validated, validations_of
from governance.conditional import unless_unchanged


@require_safe
@open_when_published
@unless_unchanged
def version_compare(request: HttpRequest, charter: str) -> HttpResponse:
    """``?from=1&to=3``, in either order; without them, the last two. At most five queries, whatever there is."""
    text = get_object_or_404(Charter, slug=charter)
    validated = validations_of(text)
    old, new = _chosen(request, validated)
    context = {
        "charter": text,
        "from_options": _options(validated, old),
        "to_options": _options(validated, new),
        "alone": len(validated) < 2 and not request.GET.keys() & {"from", "to"},
        "old": old,
        "new": new,
        "compared": _compared(old, new, signed_in=request.user.is_authenticated) if old and new else "",
        "trail": [(_("Versions"), reverse("versions", args=[charter])), (_("Compare"), "")],
    }
    return render(request, "charters/versions/compare.html", context)


def _options(validated: list[Validated], chosen: Validated | None) -> str:
    """The versions to choose from, by number and day: numbers and days of validated versions never change."""
    return options_of(validated, chosen.number) if chosen else ""


def _chosen(request: HttpRequest, validated: list[Validated]) -> tuple[Validated | None, Validated | None]:
    """The two versions that the address names, or the last two (the only one, twice).

    Raises Http404 for a number that no version has.
    """
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    if not any(asked):
        *earlier, last = validated or [None]
        return (earlier[-1] if earlier else last), last
    by_number = {str(each.number): each for each in validated}
    found = [by_number.get(number) for number in asked]
    if not all(found):
        raise Http404(_("There is no validated version with this number. See the list of versions."))
    return found[0], found[1]


def _compared(old: Validated, new: Validated, *, signed_in: bool) -> str:
    found = Version.objects.select_related("charter").in_bulk({old.version, new.version})
    before, after = found[old.version], found[new.version]

    def read() -> object:
        contents = frozen_contents(before, after)
        return changes_between(contents[before.pk], contents[after.pk])

    return changes_markup(before, after, signed_in=signed_in, read=read)
