"""The pages that the law asks for: what is accessible, and what is kept of people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the RGAA asks for: not compliant until someone has audited the site."""
    return render(request, "pages/accessibility.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, of whom, and the limit of what anonymity can promise."""
    return render(request, "pages/privacy.html", {"threshold": settings.SMALL_GROUP_THRESHOLD})
