"""Taking a document away. It is a form that is sent, for the document is remembered by what it quotes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from charters.hr import wordings
from charters.hr.documents_form import DocumentForm
from charters.hr.handing_out import hand_out
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.pages import attached, find_profile, trail
from charters.hr.sheets import read_sheet
from charters.permissions import KEEP_JOB_PROFILES
from governance.form_answers import answer_form
from governance.people.models import Organisation
from governance.people.permissions import permitted


@require_POST
@permitted(KEEP_JOB_PROFILES)
def profile_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a document of a job description and send it; a refusal comes back with the page."""
    sheet = read_sheet(find_profile(pk))
    form = DocumentForm(request.POST, sheet=sheet)

    def act(said: dict[str, Any]) -> HttpResponse:
        document = hand_out(
            sheet,
            by=request.user,
            kind=DocumentKind(said["kind"]),
            ending=Ending(said["ending"]),
            organisation=Organisation.objects.values_list("name", flat=True).first() or "",
            template=said["template"],
        )
        return attached(document.content, document.media_type, document.name)

    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "standing": wordings.standing(sheet),
        "exchange_support": wordings.exchange_support(sheet.opinion),
        "trail": trail((_("Documents"), ""), profile=sheet.profile),
    }
    return answer_form(request, form, "charters/hr/profile.html", act, context)
