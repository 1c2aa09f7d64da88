"""The pages by which one comes in: allauth's, answering as the other forms here do, and the invitation."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from governance.form_answers import answer_form, see_other
from governance.people import accounts
from governance.people.forms import (
    ChangePasswordForm,
    PasswordForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignInForm,
)
from governance.people.models import Member

BACKEND = "governance.people.signing_in.MemberBackend"


class InvalidIs422:
    """An invalid form answers 422, as everywhere here, so that the browser side need not guess."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class SignIn(InvalidIs422, allauth.LoginView):
    """E-mail and password."""

    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``signing_in`` spares the header a second way to the same page."""
        return super().get_context_data(**kwargs) | {"signing_in": True, "demo_accounts": []}


class ChangePassword(InvalidIs422, allauth.PasswordChangeView):
    """A new password, the former one being known."""

    form_class = ChangePasswordForm


@method_decorator(login_not_required, name="dispatch")
class ResetPassword(InvalidIs422, allauth.PasswordResetView):
    """A message to choose another password; without a mail server, whom to ask."""

    form_class = ResetPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.EMAIL_HOST:
            return render(request, "governance/people/no_mail.html")
        return super().dispatch(request, *args, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class ResetPasswordFromKey(InvalidIs422, allauth.PasswordResetFromKeyView):
    """Where the link of that message leads."""

    form_class = ResetPasswordKeyForm


@sensitive_post_parameters("password1", "password2")
@never_cache
@login_not_required
def invitation(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The invited person chooses a password, and is in. Reading the page uses nothing up: mail robots may."""
    member = accounts.invited(uid, token)
    if not member:
        return render(request, "governance/people/invitation_over.html", status=404)
    form = PasswordForm(request.POST or None, member=member)

    def act(words: dict[str, Any]) -> HttpResponse:
        enter(request, accounts.accept_invitation(member, token, words["password1"]))
        messages.success(request, _("Welcome. Your password is recorded: this link is of no use any more."))
        return see_other(reverse("home"))

    return answer_form(request, form, "governance/people/invitation.html", act, {"member": member})


def enter(request: HttpRequest, member: Member) -> None:
    """Sign someone in, under a new session identifier; whoever was signed in here is out."""
    if request.user.is_authenticated and request.user.pk != member.pk:
        request.session.flush()
    login(request, member, backend=BACKEND)
