"""The fields in which people type words: a line, a text of several lines, a list with one item on each line.

None sets ``maxlength`` in the page: a browser cuts what is pasted beyond it, without a word. The limit
is in ``data-max-length``, and the server says it in a sentence, with everything still on the page.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.plain_text import clean_plain_text, french


class _WordsField(forms.CharField):
    """Words as ``governance.plain_text`` stores them."""

    one_line = False

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        self.most = max_length
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value)
        if not words:
            return words
        return clean_plain_text(words, max_length=self.most, one_line=self.one_line) or self.empty_value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return attrs if widget.is_hidden else {**attrs, "data-max-length": self.most}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Comparing what would be stored: another kind of space or line end is no change."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except forms.ValidationError:
            return True


class LineField(_WordsField):
    """A title, a name, a place: one line of plain text."""

    one_line = True


class PlainTextField(_WordsField):
    """A clause, a comment, a reason: paragraphs, and lists whose lines begin with "- "."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)


class LinesField(_WordsField):
    """A list typed one item a line; gives a list of lines, each of at most ``each`` characters."""

    def __init__(self, *, each: int, most: int, rows: int = 4, **kwargs: Any) -> None:
        self.each, self.most_items = each, most
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=each * most, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        typed = super().clean(value)
        items = [item.strip().removeprefix("- ") for item in (typed or "").split("\n")]
        items = [item for item in items if item]
        if len(items) > self.most_items:
            raise forms.ValidationError(
                _("That is %(count)s lines, and there is room for %(most)s: keep the most useful ones."),
                params={"count": len(items), "most": self.most_items},
            )
        for number, item in enumerate(items, start=1):
            if len(item) > self.each:
                raise forms.ValidationError(
                    _("Line %(number)s has %(length)s characters, and there is room for %(most)s: shorten it."),
                    params={"number": number, "length": len(item), "most": self.each},
                )
        return items

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class RowField(forms.ModelChoiceField):
    """A row to choose, under its name as pages write it."""

    def label_from_instance(self, obj: Any) -> str:
        return french(str(obj))


class RowsField(forms.ModelMultipleChoiceField):
    """Rows to tick, under their names as pages write them."""

    def label_from_instance(self, obj: Any) -> str:
        return french(str(obj))
