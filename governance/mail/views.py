"""The outbox, for administrators: what waits, what was given up, what may have arrived."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from governance.form_answers import answer_form, see_other
from governance.mail import tending
from governance.mail.forms import DecisionForm
from governance.mail.models import OutgoingMail
from governance.people.permissions import permitted
from governance.permissions import MANAGE_MAIL

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person may decide of one message: the rule, and what is said once it is done."""

    rule: Callable[..., OutgoingMail]
    done: str | Promise


DECISIONS = {
    "again": Decision(tending.send_again, gettext_lazy("The message leaves again within a few seconds.")),
    "drop": Decision(tending.drop, gettext_lazy("The message is dropped: its address and its words are forgotten.")),
}


@require_safe
@never_cache
@permitted(MANAGE_MAIL)
def outgoing(request: HttpRequest) -> HttpResponse:
    """What has not left, what needs someone first. The words of a message are nobody's but its reader's."""
    unfinished = OutgoingMail.objects.unfinished().defer("subject", "body")
    page = Paginator(unfinished, A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "has_server": bool(settings.EMAIL_HOST), "trail": _trail()}
    return render(request, "governance/mail/outgoing.html", context)


@require_POST
@never_cache
@permitted(MANAGE_MAIL)
def try_now(request: HttpRequest) -> HttpResponse:
    """Have all that waits tried again at once."""
    number = tending.try_now(by=request.user)
    said = ngettext("%(number)d message is tried again now.", "%(number)d messages are tried again now.", number)
    messages.success(request, said % {"number": number})
    return see_other(reverse("outgoing-mail"))


@never_cache
@permitted(MANAGE_MAIL)
def decide(request: HttpRequest, pk: uuid.UUID, act: str) -> HttpResponse:
    """Send one message again, or drop it, and say why."""
    if act not in DECISIONS:
        raise Http404
    mail = get_object_or_404(OutgoingMail.objects.defer("subject", "body"), pk=pk)
    form = DecisionForm(request.POST or None)

    def decided(words: dict[str, Any]) -> HttpResponse:
        DECISIONS[act].rule(mail, by=request.user, reason=words["reason"])
        messages.success(request, str(DECISIONS[act].done))
        return see_other(reverse("outgoing-mail"))

    title = _("Send this message again") if act == "again" else _("Drop this message")
    context = {"mail": mail, "act": act, "title": title, "trail": _trail(title)}
    return answer_form(request, form, "governance/mail/decide.html", decided, context)


def _trail(*pages: str) -> list[tuple[str, str]]:
    first = [(_("The organisation"), reverse("organisation")), (_("Messages on their way"), reverse("outgoing-mail"))]
    return [*first, *((page, "") for page in pages)] if pages else [first[0], (first[1][0], "")]
