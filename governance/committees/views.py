"""Who decides what: the committees, one committee, the register of decisions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from governance.committees import keeping
from governance.committees.forms import CommitteeForm, DecisionSearchForm
from governance.committees.models import Committee, Decision
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.permissions import MANAGE_COMMITTEES

PAGE = 25
LATEST = 5
# The three parts a committee can take: its field, its name in the stylesheet, its words.
LANES = (
    (
        "decides_on",
        "decides",
        gettext_lazy("They decide"),
        gettext_lazy("Their decision applies. It says why, and it is published."),
    ),
    (
        "advises_on",
        "advises",
        gettext_lazy("They give an opinion"),
        gettext_lazy("Their opinion is asked before the decision, and is answered in writing."),
    ),
    (
        "informed_of",
        "informs",
        gettext_lazy("They are informed"),
        gettext_lazy("They are told in good time, and pass it on."),
    ),
)


@require_safe
def governance(request: HttpRequest) -> HttpResponse:
    """Who decides, who gives an opinion, who is informed; and the latest decisions."""
    page = Paginator(Committee.objects.all(), 2 * PAGE).get_page(request.GET.get("page"))
    lanes = [
        {"part": part, "title": title, "lead": lead, "committees": _taking_part(page, field)}
        for field, part, title, lead in LANES
    ]
    latest = Decision.objects.current().readable_by(request.user).select_related("committee")[:LATEST]
    context = {"lanes": lanes, "page_obj": page, "decisions": latest}
    return render(request, "governance/committees/index.html", context)


@require_safe
def committee(request: HttpRequest, code: str) -> HttpResponse:
    """All there is to know of a committee, and what it decided lately."""
    shown = get_object_or_404(Committee, code=code)
    decisions = list(shown.decisions.current().readable_by(request.user)[: PAGE + 1])
    context = {
        "committee": shown,
        "parts": [(part, title, getattr(shown, field)) for field, part, title, _lead in LANES],
        "information": shown.information.all(),
        "decisions": decisions[:PAGE],
        "more_decisions": len(decisions) > PAGE,
        "trail": [(_("Committees"), reverse("governance")), (str(shown), "")],
    }
    return render(request, "governance/committees/committee.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(MANAGE_COMMITTEES)
def committee_new(request: HttpRequest) -> HttpResponse:
    """Add a committee."""

    def act(said: dict[str, Any]) -> HttpResponse:
        added = keeping.add_committee(by=request.user, **said)
        messages.success(request, _("The committee is added."))
        return see_other(reverse("committee", args=[added.code]))

    trail = [(_("Committees"), reverse("governance")), (_("Add a committee"), "")]
    return answer_form(
        request, CommitteeForm(request.POST or None), "governance/committees/new.html", act, {"trail": trail}
    )


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """The register of decisions, as the reader may read it."""
    search = DecisionSearchForm(request.GET)
    search.is_valid()
    wanted = {name: value for name, value in search.cleaned_data.items() if value}
    decisions = Decision.objects.current().readable_by(request.user).select_related("committee")
    if "committee" in wanted:
        decisions = decisions.filter(committee__code=wanted["committee"])
    if "type" in wanted:
        decisions = decisions.filter(type=wanted["type"])
    page = Paginator(decisions, PAGE).get_page(request.GET.get("page"))
    context = {
        "search": search,
        "wanted": wanted,
        "page_obj": page,
        "query": f"{urlencode(wanted)}&" if wanted else "",
        "trail": [(_("Committees"), reverse("governance")), (_("Register of decisions"), "")],
    }
    return render(request, "governance/committees/decisions.html", context)


def _taking_part(committees: Any, field: str) -> list[tuple[Committee, list[str]]]:
    """The committees with at least one subject in this lane, with these subjects."""
    return [(each, subjects) for each in committees if (subjects := getattr(each, field))]
