"""The scale of competences on screen, and wording it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charters.hr import grid, scale, wordings
from charters.hr.models import GridOpinion
from charters.hr.scale_forms import LevelForm, NewCompetenceForm, WordCompetenceForm
from charters.hr.sources import quotable_version
from charters.permissions import KEEP_SCALE
from charters.text.models import Competence, Level
from governance.form_answers import answer_form, see_other
from governance.history import history_of
from governance.people.permissions import permitted


@require_safe
def competence_scale(request: HttpRequest) -> HttpResponse:
    """What cooperating means on the job, in facts one can see. Everyone reads it: it judges nobody."""
    levels = list(Level.objects.all())
    worded = {level.rank for level in levels}
    competences = [
        (competence, list(zip(levels, competence.agent_levels, competence.manager_levels, strict=False)))
        for competence in Competence.objects.all()
    ]
    missing = [rank for rank in scale.RANKS if rank not in worded]
    context = {
        "levels": levels,
        "missing": missing,
        "competences": competences,
        "support": wordings.exchange_support(_opinion_in_force()),
        "trail": _trail(),
    }
    return render(request, "charters/hr/competence_scale.html", context)


@permitted(KEEP_SCALE)
def level_edit(request: HttpRequest, rank: int) -> HttpResponse:
    """Word a level, the first time or otherwise."""
    level = scale.level_at(rank)
    if level is None:
        raise Http404(_("The scale has four levels, from 1 to 4."))

    def act(said: dict[str, Any]) -> HttpResponse:
        scale.word_level(level, by=request.user, **said)
        messages.success(request, _("The level is worded anew. The next version of the charter will carry it."))
        return see_other(f"{reverse('competences')}#levels")

    def around() -> dict[str, Any]:
        stored = scale.level_at(rank)
        return {"stored": stored, "trail": _trail(str(stored))}

    form = LevelForm.about(level, request.POST or None)
    return answer_form(request, form, "charters/hr/level_form.html", act, around)


@permitted(KEEP_SCALE)
def competence_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Word a competence otherwise."""
    competence = get_object_or_404(Competence, code=code)

    def act(said: dict[str, Any]) -> HttpResponse:
        scale.word_competence(competence, by=request.user, **said)
        messages.success(request, _("The competence is worded anew. The next version of the charter will carry it."))
        return see_other(f"{reverse('competences')}#{competence.code}")

    def around() -> dict[str, Any]:
        stored = Competence.objects.get(pk=competence.pk)
        return {"stored": stored, "trail": _trail(str(stored))}

    form = WordCompetenceForm.about(competence, request.POST or None)
    return answer_form(request, form, "charters/hr/competence_form.html", act, around)


@permitted(KEEP_SCALE)
def competence_new(request: HttpRequest) -> HttpResponse:
    """Add a competence to the scale."""

    def act(said: dict[str, Any]) -> HttpResponse:
        added = scale.add_competence(by=request.user, **said)
        messages.success(request, _("The competence is added. Clauses can refer to it."))
        return see_other(f"{reverse('competences')}#{added.code}")

    context = {"stored": None, "trail": _trail(_("Add a competence"))}
    form = NewCompetenceForm(request.POST or None)
    return answer_form(request, form, "charters/hr/competence_form.html", act, context)


@require_safe
def level_history(request: HttpRequest, rank: int) -> HttpResponse:
    """What a level was called before, and why that changed."""
    level = get_object_or_404(Level, rank=rank)
    context = {"described": {"name": str(level)}, "changes": history_of(level), **_around_history(str(level))}
    return render(request, "charters/hr/scale_history.html", context)


@require_safe
def competence_history(request: HttpRequest, code: str) -> HttpResponse:
    """What a competence said before, and why that changed."""
    competence = get_object_or_404(Competence, code=code)
    context = {"described": {"name": str(competence)}, "changes": history_of(competence)}
    return render(request, "charters/hr/scale_history.html", context | _around_history(str(competence)))


def _opinion_in_force() -> GridOpinion | None:
    """The opinion on the grid of the version in force, if the statutory committee was heard of it."""
    version = quotable_version()
    return grid.opinion_on(version) if version else None


def _around_history(here: str) -> dict[str, Any]:
    return {"heading": _("What changed"), "back": reverse("competences"), "trail": _trail(here)}


def _trail(here: str = "") -> list[tuple[str, str]]:
    steps = [(_("Scale of competences"), reverse("competences") if here else "")]
    return [(_("Home"), reverse("home")), *steps, *([(here, "")] if here else [])]
