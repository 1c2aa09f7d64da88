"""Describing a committee and what it shares, and choosing what to read in the register of decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from governance.committees.keeping import Shared
from governance.committees.models import Committee, Decision, InformationItem
from governance.committees.seats import read_seats, write_seats
from governance.form_fields import LineField, LinesField, PlainTextField
from governance.plain_text import french

# How many pieces of information one form can say; a committee may have more.
ROWS = 4
SEAT = 200
SHARED = ("document", "shared_with", "delay", "place")
CHOOSE = [("", _("Choose"))]


class Seen(forms.Form):
    """What the reader had on screen: the row version that the form is about."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class WhyField(PlainTextField):
    """Why something changes: it stays in the history, for everyone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Why this change?"))
        kwargs.setdefault("help_text", _("One or two sentences. They stay in the history, for everyone."))
        super().__init__(max_length=1000, rows=2, **kwargs)


class CommitteeWords(forms.Form):
    """What a committee is for and how it works. It checks the words; ``keeping`` saves them."""

    name = LineField(label=_("Full name"), max_length=200)
    acronym = LineField(label=_("Short name"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CHOOSE + Committee.Kind.choices)
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=Committee.Scope,
        widget=forms.RadioSelect,
        initial=Committee.Scope.STANDING,
    )
    role = PlainTextField(label=_("What is it for?"), max_length=2000, rows=3)
    decides_on = LinesField(
        label=_("It decides on"),
        each=300,
        most=30,
        required=False,
        help_text=_("One subject on each line. A subject is decided in one place only."),
    )
    advises_on = LinesField(
        label=_("It gives an opinion on"),
        each=300,
        most=30,
        required=False,
        help_text=_("One subject on each line."),
    )
    informed_of = LinesField(
        label=_("It is informed of"),
        each=300,
        most=30,
        required=False,
        help_text=_("One subject on each line."),
    )
    members_by_function = LinesField(
        label=_("Members"),
        each=SEAT + len(" (A, B, C)"),
        most=60,
        required=False,
        help_text=_(
            "One function on each line, never a person’s name. If a seat is kept for some categories, "
            "end its line with them: (C), or (A, B, C)."
        ),
    )
    chaired_by_function = LineField(label=_("Chaired by (function)"), max_length=200, required=False)
    sponsor_function = LineField(label=_("Sponsor in executive management (function)"), max_length=200, required=False)
    frequency = LineField(
        label=_("How often it meets"), max_length=200, required=False, help_text=_("For instance: every month.")
    )
    legal_basis = LineField(label=_("Legal basis, if there is one"), max_length=300, required=False)

    def clean_members_by_function(self) -> list[str]:
        lines: list[str] = self.cleaned_data["members_by_function"]
        functions, self.categories = read_seats(lines)
        for number, function in enumerate(functions, start=1):
            if len(function) > SEAT:
                raise forms.ValidationError(
                    _("Line %(number)s has %(length)s characters, and there is room for %(most)s: shorten it."),
                    params={"number": number, "length": len(function), "most": SEAT},
                )
        return functions

    def clean_acronym(self) -> str:
        acronym: str = self.cleaned_data["acronym"]
        others = Committee.objects.exclude(pk=self.initial.get("pk"))
        if acronym and others.filter(acronym__iexact=acronym).exists():
            raise forms.ValidationError(_("Another committee already has this short name."))
        return acronym

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("decides_on", "advises_on", "informed_of")):
            self.add_error(
                None,
                _("Write at least one subject that this committee decides, advises on, or is informed of."),
            )
        return cleaned

    def said(self) -> dict[str, Any]:
        """The committee's own words, once they are checked."""
        said = {name: self.cleaned_data[name] for name in CommitteeWords.base_fields}
        return {**said, "legal_basis": said["legal_basis"] or None, "member_categories": self.categories}


class CommitteeForm(CommitteeWords):
    """A committee to add, with what it shares."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            self.fields[f"document_{number}"] = LineField(label=_("What it shares"), max_length=200, required=False)
            self.fields[f"shared_with_{number}"] = LinesField(
                label=_("With whom, one on each line"), each=200, most=20, rows=2, required=False
            )
            self.fields[f"delay_{number}"] = LineField(label=_("How soon"), max_length=200, required=False)
            self.fields[f"place_{number}"] = LineField(label=_("Where it is found"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        information = [shared for number in range(1, ROWS + 1) if (shared := self._shared(number))]
        return cleaned if self.errors else {**self.said(), "information": information}

    def _shared(self, number: int) -> Shared | None:
        document, shared_with, delay, place = (self.cleaned_data.get(f"{name}_{number}") for name in SHARED)
        if not document and (shared_with or delay or place) and f"document_{number}" not in self.errors:
            self.add_error(f"document_{number}", _("Say what is shared, or empty the fields beside."))
        return Shared(document, shared_with or (), delay or "", place or "") if document else None

    @cached_property
    def information_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [(number, [self[f"{name}_{number}"] for name in SHARED]) for number in range(1, ROWS + 1)]


class CommitteeEditForm(CommitteeWords, Seen):
    """A committee described again, and why."""

    reason = WhyField()

    @classmethod
    def about(cls, committee: Committee, data: Any = None) -> CommitteeEditForm:
        start = {name: getattr(committee, name) for name in CommitteeWords.base_fields}
        start["members_by_function"] = write_seats(committee.members_by_function, committee.member_categories)
        return cls(data, initial={**start, "pk": committee.pk, "seen": committee.row_version})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        return {**self.said(), "reason": cleaned["reason"], "seen": cleaned["seen"]}


class InformationForm(forms.Form):
    """A piece of decisive information: what, with whom, how soon, where."""

    document = LineField(label=_("What it shares"), max_length=200)
    shared_with = LinesField(label=_("With whom, one on each line"), each=200, most=20, rows=3, required=False)
    delay = LineField(
        label=_("How soon"), max_length=200, required=False,
        help_text=_("After the meeting, or before it: 5 working days, 1 month, the same day, 3 days before."),
    )  # fmt: skip
    place = LineField(
        label=_("Where it is found"), max_length=200, required=False, help_text=_("A page, a folder, a notice board.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        others = {name: value for name, value in cleaned.items() if name not in SHARED}
        return {"shared": Shared(**{name: cleaned[name] for name in SHARED}), **others}


class InformationEditForm(InformationForm, Seen):
    """The same said otherwise, and why."""

    reason = WhyField()

    @classmethod
    def about(cls, item: InformationItem, data: Any = None) -> InformationEditForm:
        return cls(data, initial={**{name: getattr(item, name) for name in SHARED}, "seen": item.row_version})


class WhyForm(Seen):
    """Why something ends."""

    reason = WhyField(label=_("Why?"))


class DecisionSearchForm(forms.Form):
    """Filters of the register."""

    committee = forms.ChoiceField(label=_("Committee"), required=False)
    type = forms.ChoiceField(
        label=_("Nature"), choices=[("", _("All natures")), *Decision.Type.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committees = Committee.objects.values_list("code", "name")
        self.fields["committee"].choices = [
            ("", _("All committees")),
            *((code, french(name)) for code, name in committees),
        ]
