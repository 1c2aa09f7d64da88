"""The first page: what awaits the reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What awaits this reader, role by role, and where the charter stands."""
    return render(request, "pages/home.html", {})
