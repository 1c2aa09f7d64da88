"""Pages of yearly reviews: the list of those that were held, and the form that records one."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.commitments import reviewing
from charters.commitments.plan_forms import ReviewForm
from charters.permissions import RECORD_REVIEW
from charters.text.models import Charter
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted

REVIEWS_ON_A_PAGE = 10


@require_safe
def reviews(request: HttpRequest, charter: str) -> HttpResponse:
    """The reviews that were held, the last one first."""
    text = get_object_or_404(Charter, slug=charter)
    held = text.reviews.select_related("committee").order_by("-number")
    page = Paginator(held, REVIEWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"charter": text, "page_obj": page, "trail": _trail(text)}
    return render(request, "charters/commitments/reviews.html", context)


@permitted(RECORD_REVIEW)
def review_new(request: HttpRequest, charter: str) -> HttpResponse:
    """Record a review, with what there is to look at."""
    text = get_object_or_404(reviewing.charters_to_review(), slug=charter)
    today = timezone.localdate()
    start = {"seen": text.review_count, "held_on": today, "next_on": today + datetime.timedelta(days=365)}
    form = ReviewForm(request.POST or None, initial=start)

    def act(said: dict[str, Any]) -> HttpResponse:
        reviewing.record_review(text, by=request.user, **said)
        messages.success(request, _("The yearly review is published."))
        return see_other(reverse("reviews", args=[charter]))

    def around() -> dict[str, Any]:
        trail = _trail(text, _("Record the yearly review"))
        return {"charter": text, "facts": reviewing.gather(text), "trail": trail}

    return answer_form(request, form, "charters/commitments/review_form.html", act, around)


def _trail(text: Charter, here: str = "") -> list[tuple[str, str]]:
    way = [
        (_("The charter"), text.get_absolute_url()),
        (_("Yearly reviews"), reverse("reviews", args=[text.slug]) if here else ""),
    ]
    return [*way, *([(here, "")] if here else [])]
