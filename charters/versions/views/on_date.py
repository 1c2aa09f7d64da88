"""What the charter said on a day: the version in force at the end of it."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.text.models import Charter
from charters.versions.forms import DayForm
from charters.versions.publishing import open_when_published
from charters.versions.validations import Validated, in_force_on, validations_of
from governance.templatetags.french import day as in_words


@require_safe
@open_when_published
def version_on(request: HttpRequest, charter: str) -> HttpResponse:
    """``?date=2026-05-01`` leads to the version of that day, with ``&clause=M3`` to one clause of it.

    A day before the first version gets a page that says so; one that cannot be read, the form with a sentence.
    """
    text = get_object_or_404(Charter, slug=charter)
    form = DayForm(request.GET or None)
    found, first = None, None
    if form.is_valid():
        validations = validations_of(text)
        found = in_force_on(validations, form.cleaned_data["date"])
        first = validations[0] if validations else None
    if found:
        return _lead(request, text, found, form.cleaned_data["date"], form.cleaned_data["clause"])
    context = {
        "charter": text,
        "form": form,
        "first": first,
        "too_early": form.cleaned_data["date"] if form.is_bound and form.is_valid() else None,
        "trail": [(_("Versions"), reverse("versions", args=[charter])), (_("On a date"), "")],
    }
    return render(request, "charters/versions/on_date.html", context)


def _lead(request: HttpRequest, text: Charter, found: Validated, day: datetime.date, clause: str) -> HttpResponse:
    """To the version, at its own address, saying why one is there."""
    said = {"day": in_words(day), "number": found.number, "since": in_words(found.at)}
    told = _("On %(day)s, version %(number)s was in force: it had been validated on %(since)s.") % said
    if found.day == day:
        told = _("On %(day)s, version %(number)s was validated: it was in force at the end of that day.") % said
    address = reverse("version", args=[text.slug, found.number])
    if clause and found.has_clause(clause):
        address += f"#{clause}"
    elif clause:
        told += " " + _("It had no clause %(code)s.") % {"code": clause}
    messages.info(request, told)
    return redirect(address)
