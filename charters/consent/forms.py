"""Forms of consent rounds. They check words; the rules of the room save them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.consent.models import ConsentRound, Position, RoundDecision, Step
from charters.consent.objections import ANSWERS, BY_FACILITATORS
from charters.consent.steps import FURTHEST, Move
from charters.text.forms import Seen
from feedback.voices.forms import OnBehalfFields, SignatureFields
from governance.committees.models import Committee
from governance.form_fields import PlainTextField, RowField
from governance.people.forms import Day as AnyDay
from governance.plain_text import french

Kind, Result = Position.Kind, RoundDecision.Result


class CommitteeField(RowField):
    """A committee to which something is taken."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Committee"),
            queryset=Committee.objects.all(),
            empty_label=_("Choose"),
            required=False,
            **kwargs,
        )

    def label_from_instance(self, obj: Committee) -> str:
        """Its whole name: not everyone knows the short one."""
        return french(obj.name)


class Day(AnyDay):
    """A day to announce: not passed, not years ahead."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed already: announce one that is still to come."))
        if day and day > timezone.localdate() + FURTHEST:
            raise forms.ValidationError(
                _("This day is more than two years ahead: announce one that people can wait for.")
            )
        return day


class OpenForm(Seen):
    """What a round asks, and until when its first step lasts."""

    question = PlainTextField(
        label=_("What the round asks"), max_length=1000, rows=3, required=False,
        help_text=_("Optional. One question, when the proposal does not say it by itself."),
    )  # fmt: skip
    until = Day(
        label=_("Last day to ask questions"), help_text=_("The round starts with the step “Clarify”, until this day.")
    )


class StepForm(Seen):
    """Where the round goes, until when, and why when something that was announced changes."""

    target = forms.ChoiceField(label=_("To which step?"), widget=forms.RadioSelect)
    until = Day(label=_("Last day of this step"))
    reason = PlainTextField(label=_("Why"), max_length=1000, rows=3)
    field_order = ["target", "until", "reason"]

    def __init__(self, *args: Any, round: ConsentRound, move: Move, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets = move.targets[Step(round.step)]
        if len(targets) > 1:
            self.fields["target"].choices = [(step.value, step.label) for step in targets]
            self.fields["target"].initial = targets[-1].value
        else:
            del self.fields["target"]
        self.fields["reason"].required = move.is_reasoned
        if not move.is_reasoned:
            self.fields["reason"].help_text = _("Optional. What should be known when this step opens.")


class PositionForm(SignatureFields, OnBehalfFields, Seen):
    """Consent, consent with a concern, or object to the words on screen (``seen``), once what is held was read."""

    kind = forms.ChoiceField(
        label=_("Your position on this text"),
        choices=[
            (Kind.CONSENT, _("I consent: it is good enough to be tried")),
            (Kind.CONCERN, _("I consent, with a concern to be looked at again at the review")),
            (Kind.OBJECTION, _("I object: it would do harm")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three positions.")},
    )
    words = PlainTextField(
        label=_("In a few words"), max_length=4000, rows=3, required=False,
        help_text=_("Your concern, if you have one. Everyone reads it."),
    )  # fmt: skip
    harm = PlainTextField(
        label=_("If you object: what harm would the text do?"), max_length=4000, rows=3, required=False,
        help_text=_(
            "What would happen, and what makes you think so. An objection is about the text, never about people."
        ),
    )  # fmt: skip
    scope = PlainTextField(label=_("If you object: to whom, where, when?"), max_length=1000, rows=2, required=False)
    replaces = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["kind", "words", "harm", "scope"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind != Kind.OBJECTION:
            # the harm that the form itself recalled, to whoever objected before
            cleaned |= {name: "" for name in ("harm", "scope") if name not in self.changed_data}
        if kind == Kind.CONCERN and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say what your concern is: it will be read again at the review date."))
        if kind == Kind.OBJECTION:
            for name, sentence in (
                ("harm", _("Say what harm the text would do: that is what makes it an objection.")),
                ("scope", _("Say to whom, where or when: the text can then be amended there.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        elif kind and (cleaned.get("harm") or cleaned.get("scope")):
            written = "harm" if cleaned.get("harm") else "scope"
            self.add_error(
                written,
                _("You describe a harm: choose the objection, say it as a concern, or empty this box if it is gone."),
            )
        return cleaned


class ExamineForm(Seen):
    """What the examination of an objection showed, after those on screen (``seen``)."""

    examination = PlainTextField(
        label=_("What the examination showed"), max_length=4000, rows=6,
        help_text=_(
            "Is the harm said? Is it about the text? What supports it? Could it simply be tried, and put right at the "
            "review?"
        ),
    )  # fmt: skip


class EndForm(ExamineForm):
    """How an examined objection ends."""

    end = forms.ChoiceField(
        label=_("How does it end?"),
        choices=[(end.value, end.label) for end in BY_FACILITATORS],
        widget=forms.RadioSelect,
    )
    committee = CommitteeField(help_text=_("Only if the objection is taken to a committee."))
    reason = PlainTextField(
        label=_("Why"), max_length=4000, rows=4, help_text=_("Everyone reads it, and first of all its author.")
    )
    field_order = ["examination", "end", "committee", "reason"]

    def __init__(self, *args: Any, is_examined: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_examined:
            self.fields["examination"].help_text = _(
                "These are the last words written of it. Left as they are, they stand; changed, they are added to what "
                "was written before, which everyone can still read."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("end") == Position.End.ESCALATED and not cleaned.get("committee"):
            self.add_error("committee", _("Name the committee to which the objection is taken."))
        return cleaned


class CommitteeAnswerForm(forms.Form):
    """What a committee answered to an objection that was taken to it."""

    outcome = forms.ChoiceField(
        label=_("What becomes of the objection"),
        choices=lambda: [(outcome.value, Position.said_of(outcome)) for outcome in ANSWERS],
        widget=forms.RadioSelect,
    )
    answer = PlainTextField(
        label=_("What the committee answers"), max_length=4000, rows=5,
        help_text=_("Everyone reads it, and first of all its author."),
    )  # fmt: skip


class DecideForm(Seen):
    """How the round ends."""

    result = forms.ChoiceField(label=_("The round ends so"), choices=Result, widget=forms.RadioSelect)
    review_on = Day(
        label=_("Day of the review"), required=False,
        help_text=_("If it is adopted: the day on which the text and the concerns will be looked at again."),
    )  # fmt: skip
    committee = CommitteeField(help_text=_("Only if the decision is taken to a committee."))
    reason = PlainTextField(
        label=_("Why"), max_length=4000, rows=5, help_text=_("Everyone reads it. It answers every position taken.")
    )
    field_order = ["result", "review_on", "committee", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        result, review_on = cleaned.get("result"), cleaned.get("review_on")
        if result == Result.ADOPTED and "review_on" not in self.errors:
            if review_on is None or review_on <= timezone.localdate():
                self.add_error(
                    "review_on", _("Announce the day on which the text will be reviewed, one that is still to come.")
                )
        elif result == Result.ESCALATED and not cleaned.get("committee"):
            self.add_error("committee", _("Name the committee to which the decision is taken."))
        return cleaned


class ReviewForm(Seen):
    """What the review found, and whether there is another."""

    words = PlainTextField(
        label=_("What the review found"), max_length=4000, rows=6,
        help_text=_("What the text changed at work, and what became of each concern."),
    )  # fmt: skip
    next_on = Day(
        label=_("Next review"), required=False, help_text=_("Leave it empty if there is no need for another.")
    )
    field_order = ["words", "next_on"]
