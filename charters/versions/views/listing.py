"""The list of versions: what was submitted, what became of it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.text.models import Charter
from charters.versions.acts import state_of_draft
from charters.versions.clock import turn_of, turn_of_draft
from charters.versions.publishing import open_when_published
from charters.versions.reading import name_of, open_draft, state_of, validation_of, versions_of

VERSIONS_ON_A_PAGE = 20


@require_safe
@open_when_published
def versions(request: HttpRequest, charter: str) -> HttpResponse:
    """Every version with its state and dates; to visitors, the validated ones."""
    text = get_object_or_404(Charter, slug=charter)
    found = versions_of(text, validated_only=not request.user.is_authenticated)
    page = Paginator(found, VERSIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "version": version,
            "name": name_of(version),
            "state": state_of(version),
            "validation": validation_of(version),
            "last": list(version.steps.all())[-1],
            "turn": turn_of(version),
        }
        for version in page
    ]
    working_text = [(_("The charter"), text.get_absolute_url())] if request.user.is_authenticated else []
    draft = open_draft(text) if request.user.is_authenticated else None
    context = {
        "charter": text,
        "draft": draft,
        "draft_turn": turn_of_draft(draft, state_of_draft(draft.last_kind)) if draft else None,
        "page_obj": page,
        "rows": rows,
        "last_number": rows[0]["version"].last_number or 0 if rows else 0,
        "trail": [*working_text, (_("Versions"), "")],
    }
    return render(request, "charters/versions/versions.html", context)
