"""The opinion of the statutory committee on the grid of competences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from charters.hr import grid, wordings
from charters.hr.models import GridOpinion
from charters.hr.sources import quotable_version, source_of
from charters.permissions import RECORD_OPINION
from charters.versions.life import Opinion
from charters.versions.models import Version
from governance.committees.models import Committee
from governance.form_answers import answer_form, see_other
from governance.form_fields import LineField, PlainTextField, RowField
from governance.people.permissions import permitted
from governance.plain_text import typographic


class NamedField(RowField):
    """A committee under its whole name: two of them may have much the same acronym."""

    def label_from_instance(self, obj: Any) -> str:
        return typographic(obj.name)


class GridOpinionForm(forms.Form):
    """What the committee said, when, under which reference."""

    committee = NamedField(
        Committee.objects.none(), label=gettext_lazy("Statutory committee"), empty_label=gettext_lazy("Choose")
    )
    verdict = forms.ChoiceField(label=gettext_lazy("Its opinion"), choices=Opinion.Verdict)
    on = forms.DateField(
        label=gettext_lazy("Given on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reference = LineField(
        label=gettext_lazy("Reference"), max_length=200, help_text=gettext_lazy("That of the minutes, for instance.")
    )
    words = PlainTextField(
        label=gettext_lazy("In the committee's words"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=gettext_lazy("To be written unless the opinion is favourable or split."),
    )
    correction_reason = PlainTextField(label=pgettext_lazy("opinion", "Why is it corrected?"), max_length=1000, rows=2)
    replaces = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, last: GridOpinion | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"replaces": 0}
        if last is not None:
            names = ("verdict", "on", "reference", "words")
            initial = {name: getattr(last, name) for name in names}
            initial |= {"committee": last.committee_id, "replaces": last.sequence}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["committee"].queryset = grid.grid_committees()
        if last is None and len(chosen := list(self.fields["committee"].queryset[:2])) == 1:
            self.fields["committee"].initial = chosen[0].pk
        if last is None:
            del self.fields["correction_reason"]


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(RECORD_OPINION)
def grid_opinion(request: HttpRequest) -> HttpResponse:
    """Record the opinion on the grid in force, or correct what was recorded of it."""
    version = _in_force()
    if version is None:
        return render(request, "charters/hr/grid_opinion_none.html", {"trail": _trail()})
    known = grid.recorded(version)
    form = GridOpinionForm(request.POST or None, last=known[0] if known else None)

    def act(said: dict[str, Any]) -> HttpResponse:
        grid.record_grid_opinion(version, by=request.user, **said)
        heard = grid.opinion_on(version) is not None
        messages.success(
            request,
            _("The opinion is recorded: documents say it from now on.")
            if heard
            else _("It is recorded. As the committee was not heard, documents still only support an exchange."),
        )
        return see_other(reverse("competences"))

    def around() -> dict[str, Any]:
        rows = grid.recorded(version) if request.method == "POST" else known
        return {
            "last": rows[0] if rows else None,
            "former": rows[1:],
            "source": source_of(version),
            "support": wordings.exchange_support(grid.standing(rows)),
            "trail": _trail(),
        }

    return answer_form(request, form, "charters/hr/grid_opinion.html", act, around)


def _in_force() -> Version | None:
    version = quotable_version()
    return version if version and version.pk == version.charter.version_in_force_id else None


def _trail() -> list[tuple[str, str]]:
    scale = (_("Scale of competences"), reverse("competences"))
    return [(_("Home"), reverse("home")), scale, (_("Opinion on the grid"), "")]
