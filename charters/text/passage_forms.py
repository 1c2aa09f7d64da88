"""Choosing the words of a passage, with or without a comment on them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.text.forms import Seen
from charters.text.passages import Stretch, sentences_around, words_in
from feedback.voices.forms import CommentForm

# How many words around tell a word from another that is written the same.
_WITH = 3


class PassageFields(forms.Form):
    """From which word, to which word. ``cleaned_data`` holds ``start`` and ``end``, in code points of the text."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=999_999)
    first = forms.TypedChoiceField(label=_("From the word"), coerce=int)
    last = forms.TypedChoiceField(label=_("To the word"), coerce=int)

    def __init__(self, *args: Any, text: str, stretch: Stretch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        around = sentences_around(text, stretch)
        words = [word for word in words_in(text) if around.start <= word.start and word.end <= around.end]
        count = len(words)
        self.fields["first"].choices = [
            (word.start, text[word.start : words[min(place + _WITH, count) - 1].end])
            for place, word in enumerate(words)
            if word.is_word
        ]
        self.fields["last"].choices = [
            (word.end, text[words[max(0, place - _WITH + 1)].start : word.end])
            for place, word in enumerate(words)
            if word.is_word or word.end == stretch.end
        ]
        starts = [value for value, _label in self.fields["first"].choices]
        self.initial.setdefault("first", max((start for start in starts if start <= stretch.start), default=None))
        self.initial.setdefault("last", stretch.end)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.pop("first", None), cleaned.pop("last", None)
        if start is not None and end is not None:
            if end <= start:
                self.add_error("last", _("The last word comes before the first: choose one that comes after it."))
            cleaned |= {"start": start, "end": end}
        return cleaned


class PassageCommentForm(PassageFields, CommentForm):
    """A remark, and the words that it is about. A reply has none of its own: it follows the remark that it answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reply_to"]


class AttachForm(PassageFields, Seen):
    """The words that a comment is about, when it lost its own."""

    field_order = ["first", "last"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("revision", None)
        return cleaned
