"""Forms that end a contribution, or a discussion. They check words; the rules save them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.templatetags.voices import author
from feedback.voices.models import REASONED, Comment, DiscussionStep
from governance.form_fields import PlainTextField, RowField
from governance.plain_text import french
from governance.templatetags.french import day

LABEL = 160  # characters of a comment that one chooses by


class AnswerForm(forms.Form):
    """The one answer of a contribution, and why."""

    outcome = forms.ChoiceField(
        label=_("Answer"), choices=[(outcome.value, outcome.label) for outcome in REASONED], widget=forms.RadioSelect
    )
    reason = PlainTextField(
        label=_("Why"), max_length=4000, rows=5,
        help_text=_("Everyone reads it, and first of all its author. Say what will be done with it, and where."),
    )  # fmt: skip


class JoinForm(forms.Form):
    """The contribution to which another is joined. ``among``: those it may be; ``offered``: those to choose from."""

    to = RowField(queryset=Comment.objects.none(), empty_label=None, widget=forms.RadioSelect)
    reason = PlainTextField(
        label=_("Why"), max_length=4000, rows=3,
        help_text=_("Everyone reads why, and first of all whoever wrote it."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, among: QuerySet, offered: Iterable[Any], label: str, called: Callable[[Any], str],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.label, field.queryset = label, among
        field.widget.choices = [(row.pk, french(called(row))) for row in offered]


def calling(comment: Comment) -> str:
    """The words by which one chooses a comment: who, when, and how it begins."""
    words = comment.text if len(comment.text) <= LABEL else f"{comment.text[: LABEL - 1].rstrip()}…"
    return f"{author(comment)}, {day(comment.written_on)}. {words}"


class ReasonForm(forms.Form):
    """Why a discussion is resolved, or reopened."""

    reason = PlainTextField(label=_("Why"), max_length=DiscussionStep._meta.get_field("reason").max_length, rows=4)


class NothingForm(forms.Form):
    """A button, and nothing to fill in."""


class ToldForm(forms.Form):
    """The answers that their author has read: each its kind and its id, as the page gave them."""

    read = forms.Field(widget=forms.MultipleHiddenInput)

    def clean_read(self) -> list[tuple[str, uuid.UUID]]:
        marks = [mark.partition(":") for mark in self.cleaned_data["read"]]
        try:
            return [(kind, uuid.UUID(pk)) for kind, _colon, pk in marks]
        except ValueError as error:
            raise forms.ValidationError(_("Open your home page again, then say that you have read it.")) from error
