"""Writing a comment; and what every form of a contribution asks: how it is signed, and whose words they are."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.permissions import ENTER_ON_BEHALF
from feedback.voices.models import Channel, Comment, Thread
from feedback.voices.once import OnceField, identity
from feedback.voices.signing import OnBehalf
from governance.form_fields import LineField, PlainTextField, RowField
from governance.people.models import Department, Member, SignsAs, StaffCategory

# Older, a card was dated by a slip of the finger.
OLDEST_CARD = datetime.timedelta(days=3653)
CHOOSE = [("", _("Choose"))]
ON_BEHALF = ("on_behalf", "channel", "site", "function", "department", "category", "written_on", "consent")


class _WrittenByMember(forms.Form):
    """A form that knows who is writing. What concerns signing comes last, after the words.

    ``cleaned_data["pk"]`` is the id of what it publishes: sent twice, it publishes once.
    """

    once = OnceField()

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, **kwargs)
        signing = [name for name in ("signature", *ON_BEHALF) if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in signing), *signing])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        key = cleaned.pop("once", "")
        return {**cleaned, "pk": identity(self.data, key, by=self.member)}


class SignatureFields(_WrittenByMember):
    """How the contribution is signed; the member's own habit is chosen beforehand."""

    signature = forms.ChoiceField(
        label=_("How do you sign?"),
        choices=SignsAs,
        widget=forms.RadioSelect,
        help_text=_(
            "Your function is shown only when enough people hold it; otherwise your division is. Anonymously: "
            "neither your name, nor your function, nor the time is kept. Your department or your division is said only "
            "when enough people share it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signature"].initial = self.member.signs_as


class OnBehalfFields(_WrittenByMember):
    """Whose words they are, when a facilitator types a card. Nobody else has these fields.

    ``cleaned_data["on_behalf"]`` is an OnBehalf or None, ready for the rule. A card without a function is anonymous.
    """

    on_behalf = forms.BooleanField(label=_("These are someone else's words"), required=False)
    channel = forms.ChoiceField(
        label=_("How they reached you"),
        choices=CHOOSE + [choice for choice in Channel.choices if choice[0] != Channel.WEB],
        required=False,
    )
    site = LineField(label=_("Site or workshop"), max_length=120, required=False)
    function = LineField(
        label=_("Their function"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty when the card is anonymous."),
    )
    department = RowField(
        label=_("Their department"),
        queryset=Department.objects.filter(closed_on=None),
        empty_label=_("Not said"),
        required=False,
    )
    category = forms.ChoiceField(
        label=_("Their category"), choices=[("", _("Not said")), *StaffCategory.choices], required=False
    )
    written_on = forms.DateField(
        label=_("Date written on the card"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    consent = forms.BooleanField(label=_("The author agrees that these words are published"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ENTER_ON_BEHALF.granted_to(self.member):
            for name in ON_BEHALF:
                del self.fields[name]

    @property
    def offers_on_behalf(self) -> bool:
        return "on_behalf" in self.fields

    @property
    def on_behalf_fields(self) -> list[forms.BoundField]:
        """For the template, in order."""
        return [self[name] for name in ON_BEHALF if name in self.fields]

    @property
    def enters_on_behalf(self) -> bool:
        """Whether the part about someone else is to be shown open."""
        return self.offers_on_behalf and bool(self["on_behalf"].value())

    def clean_written_on(self) -> Any:
        day = self.cleaned_data["written_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come: check the date on the card."))
        if day and day < timezone.localdate() - OLDEST_CARD:
            raise forms.ValidationError(_("This day is more than ten years ago: check the date on the card."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        card = {name: cleaned.pop(name, None) for name in ON_BEHALF}
        if not card.pop("on_behalf"):
            return {**cleaned, "on_behalf": None}
        if not card["channel"] and "channel" not in self.errors:
            self.add_error("channel", _("Say how these words reached you: a card, a kiosk, a workshop."))
        if not card.pop("consent"):
            self.add_error("consent", _("Tick the author's agreement before entering their words for them."))
        signature = SignsAs.FUNCTION if card["function"] else SignsAs.ANONYMOUS
        return {**cleaned, "signature": signature, "on_behalf": OnBehalf(**card)}


class CommentForm(SignatureFields, OnBehalfFields):
    """A remark, or a reply to one. It checks the words; ``threads.add_comment`` publishes them."""

    text = PlainTextField(
        label=_("Your comment"),
        max_length=Comment._meta.get_field("text").max_length,
        rows=4,
        error_messages={"required": _("Write your comment before publishing it.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of comment is it?"),
        error_messages={"required": _("Say what your comment is: a question, an example, an objection.")},
    )
    reply_to = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": _("The comment you reply to cannot be found. Copy your words, then reply again.")},
    )

    # what posting found, for the page that shows the form again
    status = 200
    refusal = ""

    def __init__(
        self, *args: Any, member: Member, thread: Thread, reply_to: Comment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, member=member, **kwargs)
        self.thread = thread
        self.replied: Comment | None = reply_to
        self.is_reply = bool(reply_to or self.data.get(self.add_prefix("reply_to")))
        choices = [choice for choice in Comment.Kind.choices if self.is_reply or choice[0] != Comment.Kind.ANSWER]
        kind = self.fields["kind"]
        kind.choices = choices if self.is_reply else CHOOSE + choices
        if self.is_reply:
            kind.initial = Comment.Kind.ANSWER
            self.fields["text"].label = _("Your reply")
        if reply_to:
            self.fields["reply_to"].initial = reply_to.pk

    def clean_reply_to(self) -> Comment | None:
        """The comment replied to, which must be of this very discussion."""
        pk = self.cleaned_data["reply_to"]
        if pk is None:
            return None
        self.replied = self.thread.comments.filter(pk=pk).first()
        if self.replied is None:
            raise forms.ValidationError(self.fields["reply_to"].error_messages["invalid"])
        return self.replied
