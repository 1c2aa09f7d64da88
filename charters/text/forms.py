"""Forms of the working text. They check words; ``drafting`` saves them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from charters.text.models import Audience, Charter, Clause, Competence, Section
from governance.form_fields import LineField, LinesField, PlainTextField
from governance.plain_text import french

# Management alone puts a charter in force, and a version takes the place of another: no form says it.
SAID_BY_HAND = (
    Charter.Stage.DRAFT,
    Charter.Stage.CONSULTATION,
    Charter.Stage.REVIEW,
    Charter.Stage.OPINION,
    Charter.Stage.AWAITING_VALIDATION,
)
RESERVED_SLUGS = {"open", "current"}


class Seen(forms.Form):
    """What the reader had on screen: the row version that the form is about."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReasonField(PlainTextField):
    """Why: kept with the revision, read by everyone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Why this change?"))
        kwargs.setdefault("help_text", _("One or two sentences. They stay in the history of the text, for everyone."))
        super().__init__(max_length=1000, rows=3, **kwargs)


class ClauseWordsForm(forms.Form):
    """All the words of a clause."""

    title = LineField(label=_("Title"), max_length=200)
    text = PlainTextField(
        label=_("Text"), max_length=4000, rows=7, help_text=_("One commitment, in plain words. It binds everyone.")
    )
    note = PlainTextField(
        label=_("Explanatory note"), max_length=4000, rows=4, required=False,
        help_text=_("Why this clause, an example: it helps to understand, it does not bind."),
    )  # fmt: skip
    indicators = LinesField(
        label=_("Observable practices"), each=500, most=20, required=False,
        help_text=_("One on each line: what anyone could see when the clause is put into practice."),
    )  # fmt: skip
    audience = forms.MultipleChoiceField(
        label=_("Whom it addresses"), choices=Audience, widget=forms.CheckboxSelectMultiple
    )
    hr_job_description = PlainTextField(
        label=_("Wording for a job description"), max_length=1000, rows=3, required=False
    )
    hr_mission_letter = PlainTextField(
        label=_("Wording for a mission letter"), max_length=1000, rows=3, required=False,
        help_text=_("In the second person."),
    )  # fmt: skip
    hr_interview = PlainTextField(label=_("Wording for the yearly interview"), max_length=1000, rows=3, required=False)
    competences = forms.MultipleChoiceField(
        label=_("Competences it calls on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competences"].choices = [
            (competence.code, french(str(competence))) for competence in Competence.objects.all()
        ]

    @property
    def words(self) -> dict[str, Any]:
        """The words, once checked, without the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name in Clause.WORDS}


class ClauseEditForm(ClauseWordsForm, Seen):
    """The words of a clause that exists, and the version of it that was on screen."""

    @classmethod
    def about(cls, clause: Clause, data: Any = None) -> ClauseEditForm:
        """The form filled with the clause as it is now."""
        initial = {name: getattr(clause, name) for name in clause.WORDS} | {"seen": clause.row_version}
        return cls(data, initial=initial)


class CharterForm(forms.Form):
    """A charter to open."""

    title = LineField(label=_("Title"), max_length=200)
    slug = forms.SlugField(
        label=_("Name in addresses"), max_length=60,
        help_text=_("Small letters, figures and hyphens. It never changes."),
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, figures and single hyphens: cooperation-charter.")
            )
        ],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=[("fr", _("French")), ("en", _("English"))], required=False,
        help_text=_("It never changes."),
    )  # fmt: skip
    preamble = PlainTextField(label=_("Preamble"), max_length=8000, rows=6, required=False)
    scope = PlainTextField(label=_("Whom and what it applies to"), max_length=4000, rows=3, required=False)

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or "fr"

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(_("This name is used by the application itself: choose another one."))
        return slug


class CharterEditForm(Seen):
    """The words of the charter itself, and where it stands."""

    title = LineField(label=_("Title"), max_length=200)
    preamble = PlainTextField(label=_("Preamble"), max_length=8000, rows=8, required=False)
    scope = PlainTextField(label=_("Whom and what it applies to"), max_length=4000, rows=4, required=False)
    stage = forms.ChoiceField(
        label=_("Stage that exchange files give"), required=False,
        help_text=_("For other software. The versions kept here follow their own acts, whatever it says."),
    )  # fmt: skip
    target_version = LineField(
        label=_("Number that exchange files give to the version being prepared"), max_length=9, required=False,
        validators=[
            RegexValidator(r"^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\Z", _("Two numbers and a full stop: 1.0."))
        ],
    )  # fmt: skip
    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.initial.get("stage")
        self.fields["stage"].choices = [each for each in Charter.Stage.choices if each[0] in {now, *SAID_BY_HAND}]

    def clean_stage(self) -> str:
        return self.cleaned_data["stage"] or self.initial["stage"]

    def clean_target_version(self) -> str:
        return self.cleaned_data["target_version"] or self.initial["target_version"]


class SectionEditForm(Seen):
    """The title and summary of a section."""

    title = LineField(label=_("Title"), max_length=200)
    summary = PlainTextField(label=_("Summary"), max_length=1000, rows=3, required=False)
    reason = ReasonField()


def words_form(form: type[Seen], text: Charter | Section, data: Any = None) -> Seen:
    """A form filled with the words of a charter or a section as they are now."""
    named = (*text.WORDS, *text.BESIDE)
    return form(data, initial={**{name: getattr(text, name) for name in named}, "seen": text.row_version})
