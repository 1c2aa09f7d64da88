"""Sponsoring a clause: taken under one's care, or given up, in front of everyone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.permissions import SPONSOR
from charters.text.models import Clause
from charters.versions import sponsoring
from charters.versions.forms import SponsorForm
from charters.versions.reading import was_submitted
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted


@permitted(SPONSOR)
def clause_sponsor(request: HttpRequest, charter: str, clause: str) -> HttpResponse:
    """Take the sponsorship of a clause, or give it up: the page offers what is left to do."""
    text = get_object_or_404(Clause.objects.select_related("charter"), charter__slug=charter, code=clause)
    form = SponsorForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        if said.pop("act") == "give-up":
            sponsoring.give_up_sponsorship(text, by=request.user, **said)
            messages.success(request, _("You no longer sponsor this clause. Everyone can read why."))
        else:
            sponsoring.take_sponsorship(text, by=request.user, **said)
            messages.success(request, _("You sponsor this clause: its page says so to everyone."))
        return see_other(_back(request, text))

    def around() -> dict[str, Any]:
        trail = [(f"{text.code} {text.title}", text.get_absolute_url()), (_("Sponsorship"), "")]
        sponsored = sponsoring.is_sponsored_by(text, request.user)
        rows = sponsoring.sponsorships_of(text)
        return {
            "clause": text,
            "charter": text.charter,
            "sponsored": sponsored,
            "rows": rows,
            "trail": trail,
            "back": _back(request, text),
        }

    return answer_form(request, form, "charters/versions/sponsor.html", act, around)


def _back(request: HttpRequest, clause: Clause) -> str:
    """To the version that was being read (``?version=2``, its submission), else to the clause."""
    asked = request.GET.get("version", "")
    submission = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    if submission and was_submitted(clause.charter_id, submission):
        return reverse("version-submitted", args=[clause.charter.slug, submission]) + f"#change-{clause.code}"
    return clause.get_absolute_url()
