"""Forms of commitments: they check words; the rules of the room save them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charters.commitments.committing import followed
from charters.commitments.models import MOST_PROMISES, Commitment, CommitmentFollowUp, Period
from charters.commitments.plausible import promise_too_long, stops_too_long, unlikely_day, unlikely_hours
from charters.text.forms import Seen
from charters.versions.models import VersionClause
from governance.form_fields import PlainTextField
from governance.people.forms import Day
from governance.plain_text import french

Status = Commitment.Status
PLACES = range(1, MOST_PROMISES + 1)
STANDS = [
    (Status.SIGNED, _("The department signs")),
    (Status.SIGNED_WITH_RESERVATIONS, _("The department signs, with reservations")),
    (Status.IN_DISCUSSION, _("The team is still discussing it")),
    (Status.DECLINED, _("The department declines")),
]


def likely(day: Any, *, known: Any = None) -> Any:
    """The day, unless its year was a slip of the finger. Raises ValidationError."""
    if sentence := unlikely_day(day, known=known):
        raise forms.ValidationError(sentence)
    return day


def clause_choices(clauses: Iterable[VersionClause], without: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """The clauses of a version, by section, for a list to choose from."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for clause in clauses:
        if clause.code not in without:
            words = (clause.code, f"{clause.code} - {french(clause.title)}")
            groups.setdefault(french(clause.section.title), []).append(words)
    return [("", _("None")), *groups.items()]


class PromiseFields(forms.Form):
    """Room for promises: each is a clause and the words of what is promised on it."""

    def add_places(self, places: Iterable[int], choices: list[tuple[str, Any]], *, new: bool = False) -> None:
        clause, words = (_("New promise: the clause"), _("New promise: what the department will do"))
        if not new:
            clause, words = _("Promise %(place)s: the clause"), _("Promise %(place)s: what the department will do")
        for place in places:
            self.fields[f"clause_{place}"] = forms.ChoiceField(
                label=clause % {"place": place}, choices=choices, required=False,
                error_messages={"invalid_choice": _("This clause is not in this version: choose another one.")},
            )  # fmt: skip
            self.fields[f"words_{place}"] = PlainTextField(
                label=words % {"place": place},
                max_length=2000, rows=3, required=False,
                help_text=_("A fact that anyone can see: who does what, and by when."),
            )  # fmt: skip

    def promises(self) -> list[tuple[str, str]]:
        """What was filled, in order."""
        places = [(self.cleaned_data.get(f"clause_{n}"), self.cleaned_data.get(f"words_{n}")) for n in PLACES]
        return [(code or "", words or "") for code, words in places if code or words]

    def check_promises(self, taken: Iterable[str] = ()) -> None:
        """Each promise has its clause and its words, and no clause is chosen twice."""
        chosen = set(taken)
        for place in PLACES:
            code, words = self.cleaned_data.get(f"clause_{place}"), self.cleaned_data.get(f"words_{place}")
            if words and not code and f"clause_{place}" not in self.errors:
                self.add_error(f"clause_{place}", _("Choose the clause that this promise is about."))
            if code and not words and f"words_{place}" not in self.errors:
                self.add_error(f"words_{place}", _("Say what the department will do, in words."))
            if code and code in chosen:
                self.add_error(f"clause_{place}", _("This clause has a promise already: choose another one."))
            chosen.add(code)


class HoursField(forms.DecimalField):
    """A number in digits: another notation is read otherwise than it was meant."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not re.fullmatch(r"[-+]?[0-9]*[.]?[0-9]*", str(value).strip()):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class TimeFields(forms.Form):
    """The working time that is freed, for each week, month, quarter or year."""

    hours = HoursField(
        label=_("Hours of work freed"), max_digits=7, decimal_places=1, min_value=0, required=False,
        help_text=_("For the whole department, on working time."), widget=forms.NumberInput(attrs={"step": "0.5"}),
    )  # fmt: skip
    period = forms.ChoiceField(label=_("For each"), choices=[("", _("Choose")), *(
        (Period.WEEK, _("week")), (Period.MONTH, _("month")), (Period.QUARTER, _("quarter")), (Period.YEAR, _("year")),
    )], required=False)  # fmt: skip

    def check_time(self) -> None:
        hours, period = self.cleaned_data.get("hours"), self.cleaned_data.get("period")
        if hours is not None and not period:
            self.add_error("period", _("Say for each week, month, quarter or year."))
        if period and hours is None and "hours" not in self.errors:
            self.add_error("hours", _("Say how many hours."))
        if sentence := unlikely_hours(hours, period or ""):
            self.add_error("hours", sentence)


class SeenText(Seen):
    """What the head had on screen: the last word of the department, and the text that it is about."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def bring_up_to_date(self, content_hash: str) -> None:
        """After a refusal, the form goes with the text that the page now leads to."""
        self.data = self.data.copy()
        self.data["seen_hash"] = content_hash


class CommitForm(PromiseFields, TimeFields, SeenText):
    """Where the department stands on a version, after talking with its team."""

    status = forms.ChoiceField(
        label=_("What does your department say?"), choices=STANDS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four answers.")},
    )  # fmt: skip
    discussed_on = Day(
        label=_("Day of the discussion with the team"), required=False,
        help_text=_("Needed to sign. Still to come, it can be announced with “still discussing”."),
    )  # fmt: skip
    stops = PlainTextField(
        label=_("What the department will not do instead"), max_length=2000, rows=3, required=False,
        help_text=_("Time is freed only when something else stops: a meeting, a report, a circuit of signatures."),
    )  # fmt: skip
    comment = PlainTextField(
        label=_("Your reservations, or why the department declines"), max_length=2000, rows=3, required=False,
        help_text=_("Needed with reservations and to decline. Everyone reads it."),
    )  # fmt: skip

    def __init__(self, *args: Any, clauses: Iterable[VersionClause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_places(PLACES, clause_choices(clauses))
        self.order_fields(
            ["status", "discussed_on", *(f"{name}_{n}" for n in PLACES for name in ("clause", "words")), "hours"]
        )

    def clean_discussed_on(self) -> Any:
        """A day that the department can remember, or wait for."""
        return likely(self.cleaned_data["discussed_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_promises()
        self.check_time()
        status, today = cleaned.get("status"), timezone.localdate()
        if status in Commitment.SIGNED:
            self._check_signature(today)
        elif cleaned.get("hours") == 0:
            cleaned["hours"], cleaned["period"] = None, ""
        if status in (Status.SIGNED_WITH_RESERVATIONS, Status.DECLINED) and not cleaned.get("comment"):
            self._missing("comment", _("Say your reservations, or why the department declines: everyone will read it."))
        if status == Status.DECLINED:
            self._drop_what_was_proposed()
        return cleaned

    def _check_signature(self, today: Any) -> None:
        discussed_on = self.cleaned_data.get("discussed_on")
        if not discussed_on:
            self._missing("discussed_on", _("A department signs after a team discussion: give its day."))
        elif discussed_on > today:
            self._missing("discussed_on", _("This day is still to come: hold the discussion first."))
        if not self.promises():
            self._missing("clause_1", _("A department that signs promises on one to three clauses."))
        if not self.cleaned_data.get("hours"):
            self._missing("hours", _("Say how much working time is freed for these promises."))
        if not self.cleaned_data.get("stops"):
            self._missing("stops", _("Say what stops: otherwise these promises would be asked of nobody's time."))

    def _drop_what_was_proposed(self) -> None:
        """Former promises that the form itself proposed again are not those of whoever declines."""
        names = [f"{name}_{place}" for place in PLACES for name in ("clause", "words")]
        if not any(name in self.changed_data for name in names):
            self.cleaned_data |= dict.fromkeys(names, "")
        elif self.promises():
            self._missing("clause_1", _("Whoever declines promises nothing: empty the promises, or choose to sign."))

    def _missing(self, name: str, sentence: Any) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)

    def said(self) -> dict[str, Any]:
        """What the rule takes."""
        names = ("seen", "seen_hash", "status", "discussed_on", "hours", "period", "stops", "comment")
        return {name: self.cleaned_data[name] for name in names} | {"promises": self.promises()}


class CompleteForm(PromiseFields, TimeFields, SeenText):
    """What is added to promises that were signed."""

    status = forms.ChoiceField(label=_("The signature of the department"), choices=STANDS[:2], widget=forms.RadioSelect)
    stops = PlainTextField(
        label=_("What else the department will not do instead"), max_length=2000, rows=2, required=False,
        help_text=_("It is added after what was said already."),
    )  # fmt: skip
    comment = PlainTextField(label=_("Your reservations"), max_length=2000, rows=3, required=False)
    discussed_on = Day(label=_("Day of the discussion with the team"))

    def __init__(self, *args: Any, word: Commitment, clauses: Iterable[VersionClause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word, added = word, []
        for code in dict.fromkeys([*word.clause_codes, *self._typed_codes()]):
            added.append(f"add_{code}")
            self.fields[f"add_{code}"] = PlainTextField(
                label=_("Words to add to the promise on %(code)s") % {"code": code}, max_length=1000, rows=2,
                required=False, help_text=_("The words that were signed stay as they are; yours come after them."),
            )  # fmt: skip
        # what was typed in a place stays on the page, even when another head filled it meanwhile
        typed = [n for n in PLACES if self.data.get(f"clause_{n}") or self.data.get(f"words_{n}")]
        free = sorted({*range(1, MOST_PROMISES - len(word.clause_codes) + 1), *typed})
        self.add_places(free, clause_choices(clauses), new=True)
        names = [f"{name}_{n}" for n in free for name in ("clause", "words")]
        self.order_fields(["status", "discussed_on", *added, *names, "hours", "period", "stops", "comment"])

    def clean_discussed_on(self) -> Any:
        """A day that the department can remember; that of the signature stays, however old."""
        return likely(self.cleaned_data["discussed_on"], known=self.word.team_discussion_date)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_room()
        for code in self._typed_codes() - set(self.word.clause_codes):
            self.add_error(f"add_{code}", _("This promise is not signed on this text: copy your words elsewhere."))
        self.check_promises(taken=self.word.clause_codes)
        self.check_time()
        if cleaned.get("status") == Status.SIGNED_WITH_RESERVATIONS and not cleaned.get("comment"):
            self.add_error("comment", _("Say your reservations: everyone will read them."))
        return cleaned

    def _check_room(self) -> None:
        """What is added comes after what was signed: the whole has the room of a field."""
        whole = {"stops": stops_too_long(followed(self.word.stops, self.cleaned_data.get("stops") or ""))}
        for code, words in self.word.promised:
            whole[f"add_{code}"] = promise_too_long(code, followed(words, self.cleaned_data.get(f"add_{code}") or ""))
        for name, sentence in whole.items():
            if sentence and name not in self.errors:
                self.add_error(name, sentence)

    def said(self) -> dict[str, Any]:
        """What the rule takes."""
        names = ("seen", "seen_hash", "status", "discussed_on", "hours", "period", "stops", "comment")
        added = {code: self.cleaned_data.get(f"add_{code}") or "" for code in self.word.clause_codes}
        return {name: self.cleaned_data[name] for name in names} | {"promises": self.promises(), "added": added}

    def _typed_codes(self) -> set[str]:
        """Clauses of which something was typed: it stays on the page, even when their promise left it meanwhile."""
        names = (name.removeprefix("add_") for name in self.data if name.startswith("add_") and self.data[name].strip())
        return {code for code in names if re.fullmatch(r"[A-Za-z0-9-]{1,7}", code)}


class FollowUpForm(TimeFields, Seen):
    """What became of a promise."""

    seen_word = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    state = forms.ChoiceField(
        label=_("Where does this promise stand?"), choices=CommitmentFollowUp.State, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three answers.")},
    )  # fmt: skip
    reason = PlainTextField(
        label=_("What shows it, or what prevents it"), max_length=2000, rows=4,
        help_text=_("Facts about the work, never about people. Everyone reads it."),
    )  # fmt: skip
    field_order = ["state", "reason", "hours", "period"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].label = _("Hours of work really freed")
        self.fields["hours"].help_text = _("Optional. For the whole department, on this promise.")

    def bring_up_to_date(self, word: int) -> None:
        """After a refusal, the form goes with the promise that the page now shows."""
        self.data = self.data.copy()
        self.data["seen_word"] = str(word)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_time()
        return cleaned
