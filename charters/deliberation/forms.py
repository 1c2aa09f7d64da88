"""Forms of proposals and of their answers. They check words; ``proposing`` and ``answering`` save them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.deliberation.models import Proposal
from charters.text.forms import Seen
from charters.text.models import Charter, Clause, Section
from feedback.projects.models import Feedback
from feedback.voices.answer_forms import JoinForm
from feedback.voices.forms import OnBehalfFields, SignatureFields
from feedback.voices.models import Outcome
from governance.form_fields import LineField, PlainTextField, RowsField
from governance.people.models import Member
from governance.plain_text import french


class ProposalForm(SignatureFields, OnBehalfFields):
    """What every proposal says: its title, why, the experience behind it, who speaks."""

    title = LineField(
        label=_("Title of your proposal"), max_length=200, help_text=_("What it changes, in a few words.")
    )
    motive = PlainTextField(
        label=_("Why?"), max_length=4000, rows=4,
        help_text=_("What you saw or lived at work. One or two sentences are enough."),
    )  # fmt: skip
    supporting_feedback = RowsField(
        label=_("Experience in support"),
        queryset=Feedback.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Optional. It is shown in the margin of your proposal."),
    )
    reported_supports = forms.IntegerField(
        label=_("Supports reported on the card or in the workshop"), min_value=0, max_value=100_000, required=False
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        published = Feedback.objects.visible_to(member).filter(status=Feedback.Status.PUBLISHED)
        self.fields["supporting_feedback"].queryset = published.select_related("project").order_by("code")
        if not self.offers_on_behalf:
            del self.fields["reported_supports"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "reported_supports" in self.fields:
            cleaned["reported_supports"] = cleaned.get("reported_supports") or 0
        return cleaned


class WordingForm(ProposalForm):
    """Another wording of a clause, against the revision on screen."""

    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    proposed_text = PlainTextField(
        label=_("Your wording of the clause"), max_length=4000, rows=8,
        help_text=_("Change the text directly: what you add and remove is marked word by word for readers."),
    )  # fmt: skip
    proposed_title = LineField(label=_("Title of the clause"), max_length=200, required=False)
    field_order = ["proposed_text", "proposed_title", "title", "motive", "supporting_feedback"]


class NewClauseForm(ProposalForm):
    """A clause that does not exist yet."""

    proposed_text = PlainTextField(
        label=_("Text of the clause"), max_length=4000, rows=6, help_text=_("One commitment, in plain words.")
    )
    field_order = ["title", "proposed_text", "motive", "supporting_feedback"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Title of the clause")
        self.fields["title"].help_text = ""


class RemovalForm(ProposalForm):
    """A clause that should go."""

    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MoveForm(ProposalForm):
    """A clause that should stand elsewhere."""

    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    destination = forms.ChoiceField(label=_("Where should it go?"))
    field_order = ["destination", "title", "motive", "supporting_feedback"]

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places_in(clause.charter, without=clause)
        self.fields["destination"].choices = [
            ("", _("Choose")),
            *((key, french(label)) for key, label, *_place in self.places),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.pop("destination", None)
        for key, _label, section, after in self.places:
            if key == chosen:
                cleaned |= {"destination_section": section, "destination_after": after}
        return cleaned


def places_in(charter: Charter, *, without: Clause) -> list[tuple[str, str, Section, Clause | None]]:
    """Every place a clause can move to: key, words, section, clause before it. Two queries."""
    clauses: dict[int, list[Clause]] = {}
    for clause in Clause.objects.in_text().filter(charter=charter).exclude(pk=without.pk).in_reading_order():
        clauses.setdefault(clause.section_id, []).append(clause)
    places: list[tuple[str, str, Section, Clause | None]] = []
    for section in charter.sections.order_by("position"):
        places.append(
            (f"{section.code}-", str(_("%(section)s: at the beginning") % {"section": section.title}), section, None)
        )
        for clause in clauses.get(section.pk, []):
            label = _("%(section)s: after %(clause)s") % {"section": section.title, "clause": clause}
            places.append((f"{section.code}-{clause.code}", str(label), section, clause))
    return places


class WordsOfProposal(Seen):
    """The words that one's own proposal asks for."""

    title = LineField(label=_("Title of the clause"), max_length=200, required=False)
    text = PlainTextField(label=_("What your proposal asks for"), max_length=4000, rows=8)
    field_order = ["text", "title"]

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposal.kind == Proposal.Kind.NEW:
            self.fields["title"].required = True


class ConfirmForm(WordsOfProposal):
    """What a proposal asks for on the present text of the clause."""


class AmendForm(WordsOfProposal):
    """Other words for one's own proposal, and why."""

    reason = PlainTextField(
        label=_("Why do you change it?"), max_length=2000, rows=3,
        help_text=_("Everyone reads why, and first of all those who spoke for the former words."),
    )  # fmt: skip


class TakeUpForm(Seen):
    """Bring a proposal into the text, whole or in part, and say why."""

    wording = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    in_part = forms.TypedChoiceField(
        label=_("You take it up"),
        choices=[("", _("whole, word for word")), ("1", _("in part: the text below is the result"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    title = LineField(label=_("Title of the clause, as it will be"), max_length=200)
    text = PlainTextField(label=_("Text of the clause, as it will be"), max_length=4000, rows=8)
    answer = PlainTextField(
        label=_("Your answer"), max_length=4000, rows=4,
        help_text=_("What was kept and why: everyone reads it, and first of all its author."),
    )  # fmt: skip

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposal.kind in (Proposal.Kind.MOVE, Proposal.Kind.REMOVAL):
            for name in ("in_part", "title", "text"):
                del self.fields[name]
        elif proposal.awaits_confirmation:
            # nobody has said what it asks for on the present text: it comes in by what a facilitator writes, or not
            self.fields["in_part"].choices = self.fields["in_part"].choices[1:]
            self.fields["in_part"].initial = "1"


class SupportForm(Seen):
    """The substance of the proposal that was read: a button, and nothing to fill in."""


class JoinProposalForm(Seen, JoinForm):
    """The proposal to which another is joined, whose words were read."""


class DeclineForm(Seen):
    """Answer a proposal that will not come into the text, and whose words were read."""

    outcome = forms.ChoiceField(
        label=_("Answer"),
        choices=[(outcome.value, outcome.label) for outcome in (Outcome.NOT_TAKEN_UP, Outcome.OUT_OF_SCOPE)],
        initial=Outcome.NOT_TAKEN_UP,
        widget=forms.RadioSelect,
    )
    answer = PlainTextField(
        label=_("Why"), max_length=4000, rows=5,
        help_text=_("Everyone reads it, and first of all its author. Say what would make it possible another time."),
    )  # fmt: skip
