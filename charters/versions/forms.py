"""The forms of a version: they check what is typed, the rules decide."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.consent.forms import CommitteeField as AnyCommittee
from charters.text.forms import Seen
from charters.versions.comparable import undrawn
from charters.versions.life import Opinion
from charters.versions.models import Version
from governance.committees.models import Committee
from governance.form_fields import LineField, PlainTextField
from governance.people.forms import Day
from governance.plain_text import clean_plain_text


class CodesField(forms.MultipleChoiceField):
    """Clauses that were ticked. The page moved on since, perhaps: the rule says so, in a sentence."""

    form = re.compile(r"[A-Za-z0-9-]{1,7}")

    def valid_value(self, value: str) -> bool:
        return bool(self.form.fullmatch(value))


class ReferencesField(CodesField):
    """Committees that were ticked."""

    form = re.compile(r"[A-Za-z0-9-]{1,18}")


def typed_by_clause(data: Any, prefix: str, max_length: int) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed about single clauses, in fields named ``prefix`` and a code; and what is wrong, by code."""
    said, wrong = {}, {}
    for name in data:
        code = name.removeprefix(prefix)
        if name.startswith(prefix) and re.fullmatch(r"[A-Za-z0-9-]{1,7}", code):
            try:
                said[code] = clean_plain_text(data[name], max_length=max_length) if data[name] else ""
            except forms.ValidationError as error:
                wrong[code] = " ".join(error.messages)
    return said, wrong


class ByClause(forms.Form):
    """A form of which some fields are about single clauses: ``reason-M3``. Gives ``reasons``, a map by code."""

    most = 500

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said, wrong = typed_by_clause(self.data, "reason-", self.most)
        for code, sentence in wrong.items():
            self.add_error(None, f"{code}: {sentence}")
        return {**cleaned, "reasons": said}

    def typed_reasons(self) -> dict[str, str]:
        """What was typed, as it was, to be shown again."""
        return {name.removeprefix("reason-"): self.data[name] for name in self.data if name.startswith("reason-")}


class PrepareForm(ByClause):
    """A version in preparation: what it brings, what waits for the next one, whose opinion is asked."""

    message = PlainTextField(
        label=_("What this version brings"),
        help_text=_("Read by executive management before it decides, then by everyone who reads the version."),
        max_length=4000,
        required=False,
        rows=5,
    )
    left_out = CodesField(label=_("Changes kept for a later version"), required=False)
    opinions_from = ReferencesField(
        label=_("Whose opinion is asked for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Asked for when the version is submitted. The statutory committee is heard before validation when the "
            "version touches the organisation, the yearly interview or the tools."
        ),
    )
    answer_expected_on = Day(
        label=_("Answer expected on"),
        required=False,
        help_text=_("Optional. The day of the meeting that decides, for instance: everyone reads it."),
    )
    is_erratum = forms.BooleanField(
        label=_("It is an erratum: it only corrects an error of the version in force"), required=False
    )
    draft = forms.IntegerField(widget=forms.HiddenInput, max_value=2**63 - 1)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    seen_text = forms.CharField(widget=forms.HiddenInput, max_length=64)
    step = forms.ChoiceField(choices=[("save", "save"), ("submit", "submit")], widget=forms.HiddenInput)

    def offer_committees(self, committees: Iterable[tuple[str, str]]) -> None:
        """The committees to tick, each a code and a name."""
        self.fields["opinions_from"].choices = list(committees)

    def bring_up_to_date(self, **current: Any) -> None:
        """After a refusal, what was typed goes with what the page now shows: sent again, it is judged on that."""
        self.data = self.data.copy()
        for name, value in current.items():
            self.data[name] = str(value)


class SeenStep(Seen):
    """Which step of the consultation was the last one on screen: 0 when there was none."""

    seen_step = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**15)


class ConsultForm(SeenStep):
    """Until when everyone is asked for contributions."""

    until = Day(label=_("Last day of the consultation"))


class ReviewForm(SeenStep):
    """Up to which day contributions are answered in this version."""

    counted_upto = Day(
        label=_("Contributions are answered up to"),
        help_text=_("Those written later are kept for the next version. Management and everyone read this day."),
    )
    reason = PlainTextField(
        label=_("Why, if it closes before the announced day or counts less than it asked for"),
        help_text=_("Everyone reads it."),
        max_length=1000,
        rows=2,
        required=False,
    )


class AbandonForm(forms.Form):
    """A button: it only says which state of the version in preparation was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """A decision on a text: it carries the hash of the text that its page showed."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{type(self).__name__.lower()}-%s", **kwargs)

    def bring_up_to_date(self, content_hash: str) -> None:
        """After a refusal, the form goes with the text that the page now shows."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen_hash"] = content_hash
        self.initial["seen_hash"] = content_hash


class ValidateForm(SeenForm):
    """Validated: the text that was read, and the opinions that stood beside it."""

    seen_step = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    validating_body = LineField(
        label=_("Validating body"),
        help_text=_("As it will be printed with the version, for instance “Executive committee of 15 June 2026”."),
        max_length=200,
    )

    def bring_step_up_to_date(self, sequence: int) -> None:
        """After a refusal, the form goes with the steps that the page now shows."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen_step"] = str(sequence)
        self.initial["seen_step"] = sequence


class ReturnForm(SeenForm, ByClause):
    """Returned: the reason for all, and reasons clause by clause."""

    most = 2000

    reason = PlainTextField(
        label=_("Your reasons, published with the decision"),
        help_text=_("Read by all staff. Say what is missing and what you expect."),
        max_length=4000,
        rows=5,
    )


class PostponeForm(SeenForm):
    until = Day(label=_("Until"), help_text=_("The day on which you decide: everyone reads it."))
    reason = PlainTextField(label=_("Why it is postponed"), help_text=_("Read by all staff."), max_length=4000, rows=3)


class WithdrawForm(SeenForm):
    reason = PlainTextField(
        label=_("Why it is withdrawn"),
        help_text=_("Read by all staff."),
        max_length=4000,
        rows=3,
    )


class CommitteeField(AnyCommittee):
    """A committee that is asked for its opinion."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.required = True


class AskOpinionForm(forms.Form):
    """Which committee is asked for its opinion, among those that were not."""

    committee = CommitteeField()

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = version.opinion_requests.values("committee")
        self.fields["committee"].queryset = Committee.objects.exclude(pk__in=asked).order_by("code")


class OpinionForm(forms.Form):
    """What a committee said, or the correction of what was recorded."""

    verdict = forms.ChoiceField(label=_("Opinion"), choices=Opinion.Verdict, widget=forms.RadioSelect)
    on = Day(label=_("Given on"))
    reference = LineField(
        label=_("Reference"),
        help_text=_("As documents will print it, for instance “CST of 25 June 2026, item 3”."),
        max_length=200,
    )
    words = PlainTextField(
        label=_("In the committee's words"),
        help_text=_("Its reservations, its reasons; or why its opinion is not required."),
        max_length=4000,
        rows=4,
        required=False,
    )
    correction_reason = PlainTextField(label=_("Why it is corrected"), max_length=1000, rows=2)
    replaces = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["correction_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        explained = cleaned.get("verdict") in (Opinion.Verdict.FAVOURABLE, Opinion.Verdict.SPLIT)
        if cleaned.get("verdict") and not explained and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what the committee said: its reservations, or why it was not asked."))
        if cleaned.get("on") and cleaned["on"] > timezone.localdate():
            self.add_error("on", _("This opinion is dated of a day to come: record it once it is given."))
        return cleaned


class SponsorForm(forms.Form):
    """What a sponsor will do for a clause, or why they give it up."""

    words = PlainTextField(label=_("What you will do for it"), max_length=1000, rows=3, required=False)
    act = forms.ChoiceField(choices=[("take", "take"), ("give-up", "give-up")], widget=forms.HiddenInput)


class DayForm(forms.Form):
    """A day that has come, and perhaps one clause to go to."""

    date = forms.DateField(
        label=_("What did the charter say on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    clause = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("This day has not come yet, and the charter may change until then. Choose today or a day before.")
            )
        return day

    def clean_clause(self) -> str:
        """A clause that does not exist is told on the page, not refused: one asked for a day."""
        return str(self.cleaned_data["clause"]).upper()


class PastedField(PlainTextField):
    """A text that comes from elsewhere, with what word processors and PDFs draw put back in plain characters."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(undrawn(value) if isinstance(value, str) else value)


class VerifyForm(forms.Form):
    """A text or a hash to verify."""

    text = PastedField(
        label=_("A text, or a hash"),
        help_text=_(
            "Paste a clause, any wording of the charter, or a whole version; "
            "or a hash of 64 digits, as a version shows it."
        ),
        max_length=100_000,
        rows=8,
    )

    def clean_text(self) -> str:
        """A hash is whole or it is nothing: to answer about a part of one would help to guess."""
        text: str = self.cleaned_data["text"]
        digits = "".join(text.split())
        if len(digits) >= 16 and len(digits) != 64 and re.fullmatch(r"[0-9a-fA-F]+", digits):
            raise forms.ValidationError(
                _("A hash has 64 digits, and this one has %(count)s. Copy the whole of it, then verify again."),
                params={"count": len(digits)},
            )
        return text
