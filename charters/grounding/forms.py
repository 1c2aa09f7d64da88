"""Forms of what grounds a clause. They check words; ``citing`` and ``resources`` save them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from charters.grounding.coverage import STATES, Kind
from charters.grounding.models import Citation
from charters.grounding.quoting import LONGEST, offered
from charters.grounding.resources import SCHEMES
from charters.text.forms import Seen
from charters.text.models import Charter
from feedback.projects.models import Feedback
from governance.form_fields import LineField, PlainTextField
from governance.people.models import Department
from governance.plain_text import french

Stance = Citation.Stance
WHOLE, TYPED = "whole", "typed"
STANCES = [
    (Stance.SUPPORTS, _("Supports it: what was lived shows that the clause is right")),
    (Stance.QUALIFIES, _("Qualifies it: the clause is right under some conditions, or not everywhere")),
    (Stance.CONTRADICTS, _("Contradicts it: what was lived went against the clause")),
]


class WhyField(PlainTextField):
    """Why: kept with the row, read by everyone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("One or two sentences. Everyone reads them in the history."))
        super().__init__(max_length=1000, rows=2, **kwargs)


class CitationForm(Seen):
    """Which words of the entry, with which stance, and what they say of the clause. The entry comes with all it says.

    ``cleaned_data["passage"]`` is the words, nothing for the whole entry.
    """

    chosen = forms.ChoiceField(
        label=_("Which words of the entry?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the sentence that the clause cites, other words, or the whole entry."),
            "invalid_choice": _(
                "The entry no longer says these words: it was corrected. Choose again, then send again."
            ),
        },
    )
    typed = PlainTextField(
        label=_("Other words of the entry"),
        max_length=LONGEST,
        rows=3,
        required=False,
        help_text=_("Copy them from its page, exactly. They are looked for in the entry before anything is kept."),
    )
    stance = forms.ChoiceField(label=_("What do they do to the clause?"), choices=STANCES, widget=forms.RadioSelect)
    because = PlainTextField(
        label=_("What do they say of the clause?"),
        max_length=1000,
        rows=3,
        help_text=_("One or two sentences, for a reader who does not know the project."),
    )
    field_order = ["chosen", "typed", "stance", "because"]
    # nothing is chosen before someone does: the whole entry is the easy answer, and says least
    unsaid = ""

    def __init__(self, *args: Any, entry: Feedback, passage: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(name, [(each, french(each)) for each in passages]) for name, passages in offered(entry)]
        self.fields["chosen"].choices = [
            (WHOLE, _("The whole entry")), *groups, (TYPED, _("Other words, which I copy below"))
        ]  # fmt: skip
        known = {each for _name, passages in groups for each, _shown in passages}
        self.initial.setdefault("chosen", passage if passage in known else TYPED if passage else self.unsaid)
        if passage and passage not in known:
            self.initial.setdefault("typed", passage)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen, typed = cleaned.pop("chosen", ""), cleaned.pop("typed", "")
        if chosen == TYPED and not typed and "typed" not in self.errors:
            self.add_error("typed", _("Copy the words here, or choose a sentence above."))
        if typed and chosen and chosen != TYPED:
            self.add_error("chosen", _("You chose a sentence and copied other words: keep one of the two."))
        passage = {WHOLE: "", TYPED: typed}.get(chosen, chosen)
        return {**cleaned, "passage": passage}


class CorrectionForm(CitationForm):
    """A citation said otherwise, and why."""

    reason = WhyField(label=_("Why is it corrected?"))
    field_order = [*CitationForm.field_order, "reason"]
    unsaid = WHOLE


class WithdrawalForm(Seen):
    """Something that a clause cites no more."""

    reason = WhyField(label=_("Why does the clause cite it no more?"))


class ResourceForm(Seen):
    """Something outside the organisation that a clause rests on."""

    title = LineField(label=_("Title"), max_length=200)
    address = forms.URLField(
        label=_("Address"), max_length=500, assume_scheme="https", validators=[URLValidator(schemes=SCHEMES)],
        help_text=_("It begins with https:// or http://."),
    )  # fmt: skip
    because = PlainTextField(label=_("What does it bring to the clause?"), max_length=1000, rows=3)
    field_order = ["title", "address", "because"]


class EntrySearchForm(forms.Form):
    """Which entries to choose from. What cannot be read is left aside."""

    q = LineField(label=_("Words"), max_length=200, required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.input_type = "search"
        self.fields["department"].choices = _departments()

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CoverageForm(forms.Form):
    """What to look at. What cannot be read is left aside."""

    section = forms.ChoiceField(label=_("Section"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    show = forms.ChoiceField(label=_("Show"), required=False)

    def __init__(self, *args: Any, charter: Charter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = charter.sections.order_by("position").values_list("code", "title")
        self.fields["section"].choices = [("", _("All sections")), *((code, french(title)) for code, title in sections)]
        self.fields["department"].choices = _departments()
        self.fields["show"].choices = [
            ("", _("Lessons and clauses")),
            *((label, [(kind.value, every), *((state.value, state.label) for state in STATES[kind])])
              for kind, label, every in (
                  (Kind.LESSON, _("Lessons"), _("Every lesson")), (Kind.CLAUSE, _("Clauses"), _("Every clause"))
              )),
        ]  # fmt: skip

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _departments() -> list[tuple[str, Any]]:
    """Those of today and those that closed: experience keeps the department that lived it."""
    known = Department.objects.order_by("code").values_list("code", "name")
    return [("", _("All departments")), *((code, french(name)) for code, name in known)]
