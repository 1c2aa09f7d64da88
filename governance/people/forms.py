"""The forms of the organisation: they check words; the rules save them."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.form_fields import LineField, PlainTextField, RowField
from governance.people.accounts import description_mark
from governance.people.models import Department, Member, Organisation, Role, SignsAs, StaffCategory

NOBODY_COUNTS_MORE = 1_000_000


class Reason(LineField):
    """Why: one line, shown to those whom it concerns."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **{"label": _("Reason"), **kwargs})


class Day(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


def _open_departments() -> Any:
    return Department.objects.filter(closed_on=None)


# --- Members ---------------------------------------------------------------------------------------


class MemberSearch(forms.Form):
    """What the list of members is narrowed to."""

    q = forms.CharField(
        label=_("Name, function or e-mail"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    department = RowField(
        Department.objects.all(),
        label=_("Department"),
        required=False,
        empty_label=_("All departments"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("All roles")), *Role.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class DescriptionForm(forms.Form):
    """What an administrator says of someone."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("It is used to sign in. Other members do not see it.")
    )
    name = LineField(label=_("First and last name"), max_length=120)
    function = LineField(label=_("Function"), max_length=120, required=False)
    department = RowField(Department.objects.none(), label=_("Department"), required=False, empty_label=_("Not said"))
    category = forms.ChoiceField(
        label=_("Staff category"), choices=[("", _("Not said")), *StaffCategory.choices], required=False
    )
    is_manager = forms.BooleanField(label=_("Manages people"), required=False)
    is_field_staff = forms.BooleanField(label=pgettext_lazy("person", "Works in the field"), required=False)

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        if member:
            kwargs["initial"] = {name: getattr(member, name) for name in self.base_fields if hasattr(member, name)}
        super().__init__(*args, **kwargs)
        # someone who works without a screen may have none
        self.fields["email"].required = not member or bool(member.email)
        departments = _open_departments()
        if member and member.department_id:
            departments = departments | Department.objects.filter(pk=member.department_id)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"].lower() or None


class DescriptionEditForm(DescriptionForm):
    """What is said of someone already, and the state of it that was on screen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        self.initial["seen"] = description_mark(member)


class InvitationForm(DescriptionForm):
    """A new account, and the role it may come with."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Agent, like everyone")), *Role.choices],
        required=False,
        help_text=_("Other roles can be given later, on this person’s page."),
    )
    reason = Reason(label=_("Why this role"), required=False, help_text=_("Shown to this person."))

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("role") and not words.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: the reason is shown to this person and to administrators."))
        if words.get("role") == Role.DEPARTMENT_HEAD and not words.get("department"):
            self.add_error("department", _("A department head heads a department: choose which one."))
        return words


class GrantForm(forms.Form):
    """A role for someone, and why."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    department = RowField(
        Department.objects.none(),
        label=_("Department"),
        required=False,
        empty_label=_("The department of this person"),
        help_text=_("For a department head only."),
    )
    reason = Reason(help_text=_("Shown to this person and to administrators."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = _open_departments()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = Reason(help_text=_("Shown to this person and to administrators."))


class ConfirmationForm(forms.Form):
    """Nothing to fill: the page says what will happen."""


# --- Coming in -------------------------------------------------------------------------------------


class OurWords(forms.Form):
    """allauth's forms in our words, each said once: above its field, and not again inside it."""

    words = {
        "login": _("E-mail address"),
        "email": _("E-mail address"),
        "password": _("Password"),
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("The same password again"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.words.keys() & self.fields.keys():
            self.fields[name].label = self.words[name]
            self.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(OurWords, allauth.LoginForm):
    """E-mail and password."""


class ChangePasswordForm(OurWords, allauth.ChangePasswordForm):
    """The current password, then the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = format_html(
            '<a href="{}">{}</a>', reverse("account_reset_password"), _("Forgotten password?")
        )


class ResetPasswordForm(OurWords, allauth.ResetPasswordForm):
    """Where to send the link."""


class ResetPasswordKeyForm(OurWords, allauth.ResetPasswordKeyForm):
    """The new password, twice."""


# --- One's own account -----------------------------------------------------------------------------


class SignatureForm(forms.Form):
    """How I sign when I say nothing else."""

    signs_as = forms.ChoiceField(
        label=_("When I contribute, I sign"),
        choices=SignsAs.choices,
        widget=forms.RadioSelect,
        help_text=_("You can choose otherwise each time you contribute."),
    )


class PasswordForm(forms.Form):
    """A first password, typed twice."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_password1(self) -> str:
        validate_password(self.cleaned_data["password1"], self.member)
        return self.cleaned_data["password1"]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        first, again = words.get("password1"), words.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("The two passwords differ. Type the same one twice."))
        return words


# --- The organisation ------------------------------------------------------------------------------


class OrganisationForm(forms.Form):
    """How the organisation presents itself, and what it opens to everyone."""

    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    name = LineField(label=_("Name of the organisation"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices, initial=Organisation.Kind.OTHER)
    headcount = forms.IntegerField(
        label=_("Permanent staff"), min_value=1, max_value=NOBODY_COUNTS_MORE, required=False
    )
    description = PlainTextField(label=_("Presentation"), max_length=4000, required=False)
    publishes_versions = forms.BooleanField(
        label=_("Validated versions are open to everyone, without signing in"),
        required=False,
        help_text=_("Never the working text, names, proposals or feedback."),
    )
    fictional = forms.BooleanField(
        label=_("This organisation is invented"), required=False, help_text=_("Tick it for a trial or a training.")
    )
    slug = forms.SlugField(
        label=_("Its name in files"),
        max_length=60,
        required=False,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Small letters, figures and dashes only."))],
        help_text=_("Small letters, figures and dashes. Left empty, it is made from the name."),
    )
    content_language = forms.ChoiceField(
        label=_("Language of what is written here"),
        choices=[("fr", _("French")), ("en", _("English"))],
        initial="fr",
        required=False,
    )
    content_licence = LineField(
        label=_("Licence of an exported file"),
        max_length=60,
        required=False,
        help_text=_("For instance CC0-1.0 or etalab-2.0. It says what others may do with the file."),
    )
    content_fictional = forms.BooleanField(label=_("What an exported file tells is invented"), required=False)
    content_notice = PlainTextField(
        label=_("Notice at the head of an exported file"), max_length=2000, rows=3, required=False
    )
    content_inspired_by = PlainTextField(label=_("What inspired this charter"), max_length=2000, rows=2, required=False)

    def clean_content_language(self) -> str:
        return self.cleaned_data["content_language"] or "fr"

    @classmethod
    def about(cls, organisation: Organisation | None, data: Any = None) -> OrganisationForm:
        if not organisation:
            return cls(data)
        shown = {name: getattr(organisation, name) for name in cls.base_fields if name != "seen"}
        return cls(data, initial={"seen": organisation.row_version, **shown})


class DepartmentForm(forms.Form):
    """A department and how many people work there."""

    code = LineField(
        label=_("Code"),
        max_length=12,
        validators=[RegexValidator(r"^[\w-]+\Z", _("A code is made of letters, figures and dashes, without spaces."))],
        help_text=_("A few letters, as people say it. It never changes."),
    )
    name = LineField(label=_("Name of the department"), max_length=200)
    pole = LineField(
        label=_("Division"),
        max_length=120,
        help_text=_("The division that this department belongs to: departments with the same words are together."),
    )
    opened_on = Day(label=_("Opened on"), required=False)
    total = forms.IntegerField(label=_("How many people, in all"), min_value=0, max_value=100_000, required=False)
    count_a = forms.IntegerField(label=_("Of which category A"), min_value=0, max_value=100_000, required=False)
    count_b = forms.IntegerField(label=_("Of which category B"), min_value=0, max_value=100_000, required=False)
    count_c = forms.IntegerField(label=_("Of which category C"), min_value=0, max_value=100_000, required=False)

    COUNTS = {"": "total", "A": "count_a", "B": "count_b", "C": "count_c"}

    @property
    def words(self) -> dict[str, Any]:
        """What the rule takes: the figures gathered, the rest as it is."""
        words = dict(self.cleaned_data)
        counts = {category: words.pop(field) for category, field in self.COUNTS.items()}
        return {**words, "headcounts": {category: count for category, count in counts.items() if count}}


class DepartmentEditForm(DepartmentForm):
    """The same, of a department that exists: its code stays."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    code = None  # type: ignore[assignment]

    @classmethod
    def about(cls, department: Department, data: Any = None) -> DepartmentEditForm:
        shown = {name: getattr(department, name) for name in ("name", "pole", "opened_on")}
        counted = dict(department.headcounts.values_list("category", "count"))
        figures = {field: counted.get(category) for category, field in cls.COUNTS.items()}
        return cls(data, initial={"seen": department.row_version, **shown, **figures})


class ClosingForm(forms.Form):
    """When a department closes, and which one takes over."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    closed_on = Day(label=_("Closed on"), initial=timezone.localdate)
    successor = RowField(
        Department.objects.none(), label=_("Department that takes over"), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": department.row_version}, **kwargs)
        successors = _open_departments().exclude(pk=department.pk)
        self.fields["successor"].queryset = successors  # type: ignore[attr-defined]


class FunctionForm(forms.Form):
    """How many people hold a function in a department."""

    function = LineField(label=_("Function"), max_length=120)
    holders = forms.IntegerField(
        label=_("How many hold it"),
        min_value=0,
        max_value=100_000,
        help_text=_("Zero: the function is forgotten, and no longer printed."),
    )
