"""How a page with a form answers: filled form and a sentence when something is wrong, a redirect when it is done.

Invalid is 422, refused or stale is 409, done is a redirect (303). What was typed is always on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import IntegrityError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from governance.recorded import recorded_now
from governance.refusals import Refused, sentence_of
from governance.signing import Stale


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    template: str,
    act: Callable[[dict[str, Any]], HttpResponse],
    context: dict[str, Any] | Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Show the form, or run ``act(cleaned_data)`` and return its answer.

    ``act`` makes one domain call and returns a redirect. ``context`` may be a callable when what surrounds the form
    must be read after a refusal, as the stored row now is. ``recorded`` is what the row says now, when it changed
    meanwhile: pages of forms that describe a row show it (``partials/recorded_now.html``).
    """
    status, refusal, recorded = 200, "", None
    if request.method == "POST":
        # a view gives ``request.POST or None``: what was sent without any field is a form too, and is told so
        form.is_bound, form.data = True, form.data or request.POST
        if form.is_valid():
            try:
                return act(form.cleaned_data)
            except IntegrityError as error:
                status, refusal = 409, sentence_of(error)
            except Refused as error:
                status, refusal = 409, str(error)
                if isinstance(error, Stale) and "seen" in form.fields:
                    # once told and shown the current state, sending again is a choice
                    form.data = form.data.copy()
                    form.data[form.add_prefix("seen")] = str(error.current)
                    recorded = partial(recorded_now, form)  # read by the pages that show it
        else:
            status = 422
    around = context() if callable(context) else (context or {})
    return render(request, template, {"form": form, "refusal": refusal, "recorded": recorded, **around}, status=status)


class SeeOther(HttpResponseRedirect):
    """303: the act is done, read the result there (a reload does not send the form again)."""

    status_code = 303


def see_other(url: str) -> HttpResponse:
    """The answer to an act that is done."""
    return SeeOther(url)
