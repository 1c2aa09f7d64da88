"""The form of a decision about a message: it checks the words; ``tending`` decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.people.forms import Reason


class DecisionForm(forms.Form):
    """Why."""

    reason = Reason(help_text=_("Kept with the message, for administrators."))
