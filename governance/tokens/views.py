"""Tokens of other software: administrators grant them, and revoke them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.permissions import MANAGE_TOKENS
from governance.tokens import granting
from governance.tokens.forms import RevocationForm, TokenForm
from governance.tokens.models import ApiToken

A_PAGE = 25


@require_safe
@never_cache
@permitted(MANAGE_TOKENS)
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens, the last one first: which software reads what, until when."""
    page = Paginator(ApiToken.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/tokens/tokens.html", {"page_obj": page, "trail": _trail()})


@never_cache
@permitted(MANAGE_TOKENS)
def token_new(request: HttpRequest) -> HttpResponse:
    """Grant a token. Its secret is on the page that answers, and nowhere else: neither address nor session holds it."""
    trail = _trail(_("Grant a token"))

    @sensitive_variables("secret")
    def act(said: dict[str, Any]) -> HttpResponse:
        token, secret = granting.grant(by=request.user, prefix=said.pop("public_part"), **said)
        around = {"token": token, "secret": secret, "trail": _trail(token.name)}
        return render(request, "governance/tokens/granted.html", around, status=201)

    return answer_form(
        request, TokenForm(request.POST or None), "governance/tokens/token_new.html", act, {"trail": trail}
    )


@never_cache
@permitted(MANAGE_TOKENS)
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token, and say why."""
    token = get_object_or_404(ApiToken, pk=pk)

    def act(said: dict[str, Any]) -> HttpResponse:
        granting.revoke(token, by=request.user, **said)
        messages.success(request, _("The token is revoked: whoever shows it is refused from now on."))
        return see_other(reverse("tokens"))

    form = RevocationForm.about(token, request.POST or None)
    around = {"token": token, "trail": _trail(_("Revoke a token"))}
    return answer_form(request, form, "governance/tokens/token_revoke.html", act, around)


def _trail(*pages: str) -> list[tuple[str, str]]:
    first = [(_("The organisation"), reverse("organisation")), (_("Tokens of other software"), reverse("tokens"))]
    return [*first, *((page, "") for page in pages)] if pages else [first[0], (first[1][0], "")]
