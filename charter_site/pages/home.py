"""The first page: what awaits the reader."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from charter_site.pages import charter_state
from charter_site.pages.worklist import tasks_of
from charters.models import Charter
from feedback.voices.told import answers_untold
from governance.models import Organisation


@require_safe
@never_cache
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """What awaits this reader, role by role, and where the charter stands."""
    if not request.user.is_authenticated:
        return _visitor()
    charter = charter_state.charter_now()
    tasks, answers = tasks_of(request.user, charter), answers_untold(request.user)
    context = {
        "charter": charter,
        "tasks": tasks,
        "answers": answers,
        "things": len(tasks) + bool(answers),
        "mine": charter_state.my_proposals(request.user) if charter else [],
        "rows": charter_state.clauses_at_a_glance(charter) if charter else [],
    }
    return render(request, "pages/home.html", context)


def _visitor() -> HttpResponse:
    """Whoever is not signed in reads what the organisation opens to everyone, or signs in."""
    opened = Exists(Organisation.objects.filter(publishes_versions=True))
    slug = Charter.objects.filter(opened, version_in_force__isnull=False).values_list("slug", flat=True).first()
    return redirect("versions", slug) if slug else redirect_to_login("/", settings.LOGIN_URL)
