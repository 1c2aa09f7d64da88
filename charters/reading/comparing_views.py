"""Two revisions of a clause side by side: the one as it was, the other, or what changed in between."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.reading.views import trail_to
from charters.text.comparing import CHANGES, CLAUSE_WORDS, compare_words, views_of, words_changed
from charters.text.models import Clause
from charters.text.revisions import revisions_of
from governance.conditional import unless_unchanged


@require_safe
def clause_compare_choice(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Lead to the comparison of the two revisions that were chosen; to the history, to choose them."""
    get_object_or_404(Clause, charter__slug=charter, code=clause)
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if not (old or new):
        return redirect("clause-history", charter, clause)
    if not all(each.isascii() and each.isdecimal() and len(each) < 9 for each in (old, new)):
        raise Http404(_no_such_revision())
    return redirect("clause-compare", charter, clause, int(old), int(new), CHANGES)


@require_safe
@unless_unchanged
def clause_compare(request: HttpRequest, charter: str, clause: str, old: int, new: int, view: str) -> HttpResponse:
    """Compare two revisions, whichever comes first."""
    text = get_object_or_404(Clause.objects.select_related("charter", "section"), charter__slug=charter, code=clause)
    rows = {row.revision: row for row in revisions_of(text).filter(revision__in=(old, new))}
    if not {old, new} <= rows.keys():
        raise Http404(_no_such_revision())
    words = words_changed(Clause, CLAUSE_WORDS, rows[old], rows[new], always=("title", "text"))
    before, after = (_("Revision %(number)s") % {"number": number} for number in (old, new))
    context = {
        "clause": text,
        "charter_language": text.charter.language,
        "old": rows[old],
        "new": rows[new],
        "comparison": compare_words(words),
        "view": view,
        "views": views_of(
            lambda name: reverse("clause-compare", args=[charter, clause, old, new, name]), before=before, after=after
        ),
    }
    context["trail"] = [
        *trail_to(text),
        (text.code, text.get_absolute_url()),
        (_("History"), reverse("clause-history", args=[charter, clause])),
        (_("Compare"), ""),
    ]
    return render(request, "charters/reading/clause_compare.html", context)


def _no_such_revision() -> str:
    return _("This clause has no such revision. Its history shows those it has: choose two of them.")
