"""Granting and revoking tokens: words and days are checked here; ``granting`` does it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.form_fields import LineField
from governance.people.forms import Day, Reason
from governance.tokens.models import MOST_DAYS, ApiToken, Scope, new_prefix

USUAL_DAYS = 180


class TokenForm(forms.Form):
    """A token to grant: to which software, what for, until when."""

    public_part = forms.RegexField(r"^[0-9a-f]{16}\Z", widget=forms.HiddenInput, initial=new_prefix)
    name = LineField(
        label=_("Which software"),
        max_length=120,
        help_text=_("Its name and what it does with the charter. One token for each: it can be revoked alone."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"),
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick only what it needs. A token writes nothing, and never reads who takes part, nor what they say."
        ),
    )
    expires_on = Day(label=_("Last day"), help_text=_("A year at most. It stops by itself at the end of that day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["expires_on"].initial = today + datetime.timedelta(days=USUAL_DAYS)
        self.fields["expires_on"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + datetime.timedelta(days=MOST_DAYS)).isoformat(),
        }


class RevocationForm(forms.Form):
    """Why a token is revoked."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = Reason(help_text=_("It stays in the list of tokens, for administrators."))

    @classmethod
    def about(cls, token: ApiToken, data: Any = None) -> RevocationForm:
        return cls(data, initial={"seen": token.row_version})
