"""The form of the merge desk: one question a conflict, one box an independent change, one answer a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms.utils import ErrorDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from charters.deliberation.desk import NOTHING, Chosen, Competitor, Decision, Desk, Option, Question
from charters.deliberation.models import Proposal
from charters.text.forms import Seen
from governance.form_fields import LineField, PlainTextField
from governance.plain_text import french

KEEP, OTHER = "keep", "other"
NAMED = 60  # characters of a passage, in a sentence about it
# The boxes where words are written about one question, or one proposal.
_WRITTEN = re.compile(r"(?:title|text)-[0-9a-f]+(?:-\d+)?-words|answer-[\w-]+")


class Asked(NamedTuple):
    """A question of the desk with its fields."""

    question: Question
    choice: forms.BoundField
    words: forms.BoundField


class Answered(NamedTuple):
    """A proposal on the desk with its fields; ``take`` only if it asks for something that nobody contests."""

    competitor: Competitor
    take: forms.BoundField | None
    shown: forms.BoundField | None
    decline: forms.BoundField
    answer: forms.BoundField


class DeskForm(Seen):
    """All the choices of a merge. ``decision`` is what they mean; what is not decided yet keeps the present words.

    Fields are named by the question and by the code of the proposal that they are about, never by where it stands:
    a choice means the same when the desk has changed, or means nothing any more.
    """

    mark = forms.CharField(widget=forms.HiddenInput, max_length=32)
    reason = PlainTextField(
        label=_("Why, for everyone"), max_length=4000, rows=4,
        help_text=_("It is the reason of the new revision, and the answer to each proposal that you give no other to."),
    )  # fmt: skip
    title = LineField(label=_("Title of the merged proposal"), max_length=200, required=False)

    def __init__(
        self, *args: Any, desk: Desk, asks_title: bool = False, is_preview: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.desk, self.is_preview = desk, is_preview
        self.fields["title"].required = asks_title
        if desk.removals:
            self.fields["removes"] = forms.TypedChoiceField(
                label=_("Should the clause go, as is asked?"),
                choices=[("", _("No: keep the clause")), ("1", _("Yes: remove it from the text"))],
                coerce=bool, empty_value=False, required=False, widget=forms.RadioSelect,
            )  # fmt: skip
        for question in desk.conflicts:
            self._ask(question)
        free = {hunk.wording for question in desk.independent for hunk in question.group.hunks}
        for competitor in desk.comparable:
            self._answer(competitor, is_free=competitor.place in free)
        if self.is_bound:
            self.data = self._with_what_was_not_shown()

    def _with_what_was_not_shown(self) -> Any:
        """What was sent; a box that was not on the desk then is as it first stands, and not a box that was unticked."""
        data = self.data.copy()
        for name, field in self.fields.items():
            code = name.removeprefix("take-")
            if code != name and field.initial and f"shown-{code}" not in data:
                data[name], data[f"shown-{code}"] = "on", "True"
        return data

    @property
    def errors(self) -> ErrorDict:
        """Whoever only looks at what the choices make has not sent anything yet."""
        found = super().errors
        return ErrorDict() if self.is_preview else found

    def full_clean(self) -> None:
        """What was sent for another desk is not judged by this one: the rule refuses it whole, and says why."""
        super().full_clean()
        if self.is_bound and self._errors and self.cleaned_data.get("mark", self.desk.mark) != self.desk.mark:
            self._errors = ErrorDict({name: errors for name, errors in self._errors.items() if name == "seen"})

    @property
    def left_behind(self) -> list[tuple[str, str]]:
        """(name, words) of what was written about what is not on the desk any more: given back, published nowhere."""
        if not self.is_bound:
            return []
        is_empty = not (self.desk.comparable or self.desk.removals)  # there is no form any more
        names = [name for name in self.data if name not in self.fields and _WRITTEN.fullmatch(name)]
        names += [name for name in ("reason", "title") if is_empty and name in self.data]
        return [(name, words) for name in names if (words := self.data[name].strip())]

    def _ask(self, question: Question) -> None:
        options = [(option.key, option.letters) for option in question.options]
        self.fields[f"{question.key}-choice"] = forms.ChoiceField(
            label=_name_of(question),
            choices=[*options, (KEEP, _("None of them: keep the present words")), (OTHER, _("Other words"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the words of this passage: several proposals ask for others.")},
        )
        label = _("Other words for this passage")
        self.fields[f"{question.key}-words"] = (
            LineField(label=label, max_length=200, required=False)
            if question.part == "title"
            else PlainTextField(label=label, max_length=4000, rows=3, required=False)
        )

    def _answer(self, competitor: Competitor, *, is_free: bool) -> None:
        code = competitor.proposal.code
        if is_free:
            self.fields[f"shown-{code}"] = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
            self.fields[f"take-{code}"] = forms.BooleanField(
                label=_("Take what nobody contests in it"), required=False, initial=not competitor.proposal.was_refused
            )
        self.fields[f"decline-{code}"] = forms.BooleanField(
            label=_("If no words of its own come in: do not take it up (otherwise it stays open)"),
            help_text=_("Words that you write in the place of its own take it up in part, unless you tick this."),
            required=False,
        )
        self.fields[f"answer-{code}"] = PlainTextField(
            label=_("Your answer to it, if it needs its own words"), max_length=4000, rows=2, required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("removes"):
            for question in self.desk.conflicts:
                self.errors.pop(f"{question.key}-choice", None)
            if not self.errors:
                self._refuse_lost_answers(cleaned)
            return cleaned
        for question in self.desk.conflicts:
            if cleaned.get(f"{question.key}-choice") == OTHER and not cleaned.get(f"{question.key}-words"):
                self.add_error(f"{question.key}-words", _("Write the words that you want for this passage."))
        if not self.errors:
            self._refuse_lost_answers(cleaned)
        return cleaned

    def _refuse_lost_answers(self, cleaned: dict[str, Any]) -> None:
        """An answer to a proposal that stays open would be published nowhere."""
        for competitor in self.left_open:
            if cleaned.get(name := f"answer-{competitor.proposal.code}"):
                self.add_error(
                    name,
                    _(
                        "No words of %(letter)s come in, and it stays open: your answer would be published nowhere. "
                        "Tick that it is not taken up, or take your answer out."
                    )
                    % {"letter": competitor.letter},
                )

    @property
    def left_open(self) -> list[Competitor]:
        """The proposals that these choices neither take up nor decline."""
        decision = self.decision
        taken = {} if decision.removes else self.desk.taken(decision)
        return [
            competitor
            for competitor in self.desk.comparable
            if taken.get(competitor.proposal.pk, NOTHING) == NOTHING and competitor.proposal.pk not in decision.declined
        ]

    @property
    def decision(self) -> Decision:
        """What was chosen so far, valid or not: a preview shows it, finishing asks for all of it."""
        given = self._given()
        compared = [competitor.proposal for competitor in self.desk.comparable]
        return Decision(
            choices={question.key: self._choice(question, given) for question in self.desk.conflicts},
            left_out=frozenset(p.pk for p in compared if not given.get(f"take-{p.code}", self._takes(p))),
            declined=frozenset(p.pk for p in compared if given.get(f"decline-{p.code}")),
            answers={p.pk: given.get(f"answer-{p.code}") or "" for p in compared},
            reason=given.get("reason") or "",
            removes=bool(given.get("removes")),
        )

    def _takes(self, proposal: Proposal) -> bool:
        """Whether what nobody contests in it comes in before anyone chose; where nothing is so, it is not left out."""
        field = self.fields.get(f"take-{proposal.code}")
        return field is None or bool(field.initial)

    def _given(self) -> dict[str, Any]:
        if not self.is_bound:
            return {}
        self.is_valid()
        return self.cleaned_data

    def _choice(self, question: Question, given: dict[str, Any]) -> Chosen:
        chosen = given.get(f"{question.key}-choice")
        if chosen == OTHER:
            return _meant(question, str(given.get(f"{question.key}-words") or ""))
        return next((_whose(option) for option in question.options if option.key == chosen), None)

    @property
    def asked(self) -> Iterator[Asked]:
        for question in self.desk.conflicts:
            yield Asked(question, self[f"{question.key}-choice"], self[f"{question.key}-words"])

    @property
    def answered(self) -> Iterator[Answered]:
        for competitor in self.desk.comparable:
            code = competitor.proposal.code
            is_free = f"take-{code}" in self.fields
            yield Answered(
                competitor,
                self[f"take-{code}"] if is_free else None,
                self[f"shown-{code}"] if is_free else None,
                self[f"decline-{code}"],
                self[f"answer-{code}"],
            )


def _name_of(question: Question) -> str:
    """What a sentence about a question calls it."""
    if question.part == "title":
        return _("The title")
    words = Truncator(french(question.group.base_words)).chars(NAMED)
    return _("“%(words)s”") % {"words": words} if words else _("The words that several add at the same place")


def _whose(option: Option) -> Chosen:
    return option.competitors[0].proposal.pk


def _meant(question: Question, typed: str) -> Chosen:
    """Words typed as a proposal asks for them are the words of that proposal; those of the text keep it."""
    said = typed.split()
    for option in question.options:
        if option.words.split() == said:
            return _whose(option)
    return None if question.group.base_words.split() == said else typed
