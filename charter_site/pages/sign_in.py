"""The sign-in page, and the one-click entrance of the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from charter_site import demo
from governance.form_answers import see_other
from governance.people.models import Member
from governance.people.views import entrance


@method_decorator(login_not_required, name="dispatch")
class SignIn(entrance.SignIn):
    """E-mail and password; in the demonstration, also each account and what one can do with it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = demo.ACCOUNTS if settings.DEMO else ()
        return super().get_context_data(**kwargs) | {"demo_accounts": offered}


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Come in as one of the people of the demonstration; elsewhere, there is no such page."""
    if not settings.DEMO:
        raise Http404
    people = Member.objects.filter(is_demonstration=True, is_active=True)
    member = people.filter(email=request.POST.get("email", "").replace("\0", "")).first()
    if not member:
        raise Http404(_("Nobody of the demonstration has this address. Choose someone on the sign-in page."))
    entrance.enter(request, member)
    return see_other(_on_this_site(request, request.POST.get("next", "")))


def _on_this_site(request: HttpRequest, address: str) -> str:
    """Where the reader was going, if that is here."""
    here = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if here else reverse("home")
