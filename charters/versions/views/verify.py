"""Verifying: whether a text or a hash is that of a validated version. Nothing is stored of what is asked."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from charters.versions.forms import VerifyForm
from charters.versions.publishing import open_when_published
from charters.versions.recognising import Answer, Found, verify
from charters.versions.verify_words import of_versions, sentence
from governance.seals import anchor

PAGE = "charters/versions/verify.html"


@open_when_published
def verify_page(request: HttpRequest) -> HttpResponse:
    """The form and, once it is sent, its answer on the same page: 200, or 422, or 429 with everything still there."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    inside = request.user.is_authenticated
    context: dict[str, Any] = {"form": form, "anchor": anchor() if inside else None, "trail": [(_("Verify"), "")]}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not ratelimit.consume(request, action="verify_member" if inside else "verify_visitor"):
        refusal = _(
            "Too many texts were verified from here in a short time, so this page is resting. "
            "What you pasted is still below: wait a minute, then send it again."
        )
        return render(request, PAGE, context | {"refusal": refusal}, status=429)
    if not form.is_valid():
        return render(request, PAGE, context, status=422)
    answer = verify(form.cleaned_data["text"], finds_near=inside)
    return render(request, PAGE, context | {"answer": _told(answer)})


def _told(answer: Answer) -> dict[str, Any]:
    """The answer in words, and where to read what it is about."""
    near = answer.near
    return {
        "is_hash": answer.is_hash,
        "found": [
            {"sentence": sentence(each), "address": _address(each), "latest": each.latest} for each in answer.found
        ],
        "near": near,
        "near_versions": of_versions(near.versions) if near else "",
    }


def _address(found: Found) -> str:
    """Where to read the words: the version, at the clause or the section that has them."""
    kind, code = found.place
    anchor = f"#text-{code}" if kind == "section" else f"#{code}" if code else ""
    return reverse("version", args=[found.latest.charter, found.latest.number]) + anchor
