"""What someone may see and choose of their own account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from governance.form_answers import answer_form, see_other
from governance.people import accounts
from governance.people.forms import SignatureForm


@never_cache
def my_account(request: HttpRequest) -> HttpResponse:
    """How I sign, which roles I have and who gave them, my password, my language."""
    form = SignatureForm(request.POST or None, initial={"signs_as": request.user.signs_as})

    def act(words: dict[str, Any]) -> HttpResponse:
        accounts.choose_signature(request.user, words["signs_as"], by=request.user)
        messages.success(request, _("Your choice is recorded. It holds for what you write from now on."))
        return see_other(reverse("my-account"))

    grants = request.user.grants.select_related("granted_by", "ended_by", "department")
    return answer_form(request, form, "governance/people/my_account.html", act, {"grants": grants})
