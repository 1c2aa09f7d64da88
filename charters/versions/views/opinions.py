"""Asking committees for their opinion on what was submitted, and recording what they said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from charters.permissions import ASK_OPINION, RECORD_OPINION
from charters.versions import opinions
from charters.versions.forms import AskOpinionForm, OpinionForm
from charters.versions.models import Version
from charters.versions.reading import name_of
from charters.versions.views.submitted import submitted_version
from governance.committees.models import Committee
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@permitted(ASK_OPINION)
def opinion_ask(request: HttpRequest, charter: str, submission: int) -> HttpResponse:
    """Ask one more committee."""
    version = submitted_version(charter, submission)
    form = AskOpinionForm(request.POST or None, version=version)

    def act(said: dict[str, Any]) -> HttpResponse:
        opinions.ask_opinion(version, said["committee"], by=request.user)
        messages.success(request, _("The opinion is asked for. It is recorded on this page once it is given."))
        return see_other(version.get_absolute_url())

    context = {"version": version, "trail": _trail(version, _("Ask for an opinion"))}
    return answer_form(request, form, "charters/versions/opinion_ask.html", act, context)


@permitted(RECORD_OPINION)
def opinion_record(request: HttpRequest, charter: str, submission: int, committee: str) -> HttpResponse:
    """Record what a committee said, or correct it: the former stays readable."""
    version = submitted_version(charter, submission)
    asked = get_object_or_404(Committee, code=committee)
    last = opinions.last_opinion(version, asked)
    start = {"replaces": last.sequence if last else 0, "on": timezone.localdate()}
    if last:
        start |= {name: getattr(last, name) for name in ("verdict", "on", "reference", "words")}
    form = OpinionForm(request.POST or None, corrects=last is not None, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        opinions.record_opinion(version, asked, by=request.user, **said)
        messages.success(request, _("The opinion is recorded: executive management reads it before it decides."))
        return see_other(version.get_absolute_url())

    def around() -> dict[str, Any]:
        now = opinions.last_opinion(version, asked) if request.method == "POST" else last
        if form.is_bound:
            form.data = form.data.copy()
            form.data["replaces"] = str(now.sequence if now else 0)
        trail = _trail(version, _("Correct an opinion") if now else _("Record an opinion"))
        return {"version": version, "committee": asked, "last": now, "trail": trail}

    return answer_form(request, form, "charters/versions/opinion_record.html", act, around)


def _trail(version: Version, here: str) -> list[tuple[str, str]]:
    return [(name_of(version), version.get_absolute_url()), (here, "")]
