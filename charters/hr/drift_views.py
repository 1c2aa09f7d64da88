"""What was quoted and has changed since: reading it, and bringing job descriptions and documents up to date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from charters.hr.drift import follow_everything, read_drift
from charters.hr.models import JobProfile
from charters.hr.pages import trail
from charters.hr.sources import quotable_version, source_of
from charters.permissions import KEEP_JOB_PROFILES
from charters.versions.models import Version
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

PER_PAGE = 50


class FollowForm(forms.Form):
    """Which job descriptions follow the charter, and what becomes of the words that were adapted."""

    KEEP, REPLACE = "keep", "replace"

    version = forms.UUIDField(widget=forms.HiddenInput)
    everyone = forms.BooleanField(
        label=gettext_lazy("All of them, those of the other pages too"), required=False, initial=False
    )
    profiles = forms.ModelMultipleChoiceField(
        JobProfile.objects.in_use(), widget=forms.CheckboxSelectMultiple, required=False
    )
    adapted = forms.ChoiceField(
        label=gettext_lazy("Wordings that you adapted, where the charter's own changed"),
        widget=forms.RadioSelect,
        choices=[
            (KEEP, gettext_lazy("Keep your words: you will read them again one by one")),
            (REPLACE, gettext_lazy("Take the charter's new words")),
        ],
        initial=KEEP,
    )
    documents = forms.BooleanField(
        label=gettext_lazy("Make their last documents again, in one batch"), required=False, initial=True
    )

    def __init__(self, *args: Any, version: Version | None, shown: list[int], **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": version.pk if version else None, "profiles": shown}, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("everyone") or cleaned.get("profiles")) and "profiles" not in self.errors:
            self.add_error("profiles", _("Tick at least one job description."))
        return cleaned

    @property
    def ticked(self) -> set[str]:
        """The keys that the page ticks."""
        return {str(getattr(each, "pk", each)) for each in self["profiles"].value() or []}

    def chosen(self) -> set[int] | None:
        """The keys of those that follow; None for all."""
        said = self.cleaned_data
        return None if said["everyone"] else {profile.pk for profile in said["profiles"]}


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def drift(request: HttpRequest) -> HttpResponse:
    """The clauses that changed, word by word, and who quotes them; one act brings everything up to date."""
    version = quotable_version()
    in_force = version if version and version.pk == version.charter.version_in_force_id else None
    found = read_drift(in_force)
    page = Paginator(found.profiles, PER_PAGE).get_page(request.GET.get("page"))
    shown = [each.profile.pk for each in page.object_list]
    form = FollowForm(request.POST or None, version=version, shown=shown)

    def act(said: dict[str, Any]) -> HttpResponse:
        followed = follow_everything(
            form.chosen(),
            by=request.user,
            version=said["version"],
            keep_adapted=said["adapted"] == FollowForm.KEEP,
            documents=said["documents"],
        )
        number = len(followed.profiles)
        told = ngettext(
            "%(number)s job description follows the charter again.",
            "%(number)s job descriptions follow the charter again.",
            number,
        )
        messages.success(request, told % {"number": number})
        return see_other(followed.batch.get_absolute_url() if followed.batch else request.path)

    context = {
        "drift": found,
        "page_obj": page,
        "source": source_of(in_force) if in_force else None,
        "charter_language": in_force.language if in_force else "",
        "trail": trail((_("To bring up to date"), "")),
    }
    return answer_form(request, form, "charters/hr/drift.html", act, context)
