"""Who decides what: the question box, the picture, the checks."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from governance.committees import checks as checking
from governance.committees.answering import Answer, answers, meant_for
from governance.committees.folding import same_subject
from governance.committees.life_forms import QuestionForm
from governance.committees.models import Committee, Decision
from governance.committees.picture import draw, flows
from governance.committees.reading import Registry, information_of, read_registry

PAGE = 25
LATEST = 5
ANSWERS = 8
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
    """The question box; who decides, who gives an opinion, who is informed; the picture; the latest decisions."""
    registry = read_registry(request.user)
    page = Paginator(registry.committees, 2 * PAGE).get_page(request.GET.get("page"))
    lanes = [
        {"part": part, "title": title, "lead": lead, "committees": _taking_part(page, field)}
        for field, part, title, lead in LANES
    ]
    context = {
        "question": QuestionForm(),
        "lanes": lanes,
        "page_obj": page,
        "decisions": registry.decisions[:LATEST],
        "to_mend": checking.to_mend(checking.check(registry)),
        **_drawn(registry),
    }
    return render(request, "governance/committees/index.html", context)


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Who decides on a subject, best answer first, with how that committee meets and what it shares."""
    form = QuestionForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    committees = list(Committee.objects.all()) if asked else []
    found = answers(asked, committees)
    shared = information_of([answer.committee for answer in found[:ANSWERS]])
    context = {
        "question": form,
        "asked": asked,
        "answers": [(answer, shared.get(answer.committee.pk, [])) for answer in found[:ANSWERS]],
        "more": len(found) - ANSWERS,
        "meant": [] if found else meant_for(asked, committees)[:ANSWERS],
        "disputed": _is_disputed(found[:ANSWERS]),
        "trail": _trail(_("Who decides on…")),
    }
    return render(request, "governance/committees/who.html", context)


def _is_disputed(found: list[Answer]) -> bool:
    """Whether two committees that answer decide on the same subject, or nearly: as the check of the registry says."""
    deciding = [answer for answer in found if answer.part == "decides"]
    return any(
        one.committee != other.committee and same_subject(one.subject, other.subject)
        for one, other in combinations(deciding, 2)
    )


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The picture on a page of its own, to be printed, and the same in words."""
    context = {**_drawn(read_registry(request.user)), "trail": _trail(_("The picture of committees"))}
    return render(request, "governance/committees/map.html", context)


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """What the registry shows to be wrong, and what to do about it."""
    checked = checking.check(read_registry(request.user))
    context = {
        "found": [each for each in checked if each.findings],
        "fine": [each.check for each in checked if not each.findings],
        "to_mend": checking.to_mend(checked),
        "trail": _trail(_("What is to be mended")),
    }
    return render(request, "governance/committees/checks.html", context)


def latest_of(committee: Committee, member: Any, most: int) -> list[Decision]:
    """The last decisions of a committee that the member may read."""
    return list(committee.decisions.current().readable_by(member)[:most])


def _drawn(registry: Registry) -> dict[str, Any]:
    drawing = draw(registry.committees, flows(registry.committees, registry.information, registry.tasks))
    titles = {part: title for _field, part, title, _lead in LANES}
    return {"drawing": drawing, "lane_titles": [(lane, titles[lane.part]) for lane in drawing.lanes]}


def _trail(here: str) -> list[tuple[str, str]]:
    return [(_("Committees"), reverse("governance")), (here, "")]


def _taking_part(committees: Any, field: str) -> list[tuple[Committee, list[str]]]:
    """The committees with at least one subject in this lane, with these subjects."""
    return [(each, subjects) for each in committees if (subjects := getattr(each, field))]
