"""Choosing the clauses that a job description quotes, adapting their words, deciding the levels it aims at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charters.hr import quoting, targets
from charters.hr.forms import TargetsForm, send_again
from charters.hr.pages import find_profile, trail
from charters.hr.quoting_forms import QuotesForm, WordsForm
from charters.hr.sheets import read_quotes
from charters.hr.sources import quotable_version
from charters.hr.suggesting import suggestions
from charters.permissions import KEEP_JOB_PROFILES
from charters.versions.models import Version
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile_clauses(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the clauses, document by document."""
    sheet = read_quotes(find_profile(pk))
    version = _quotable()
    clauses = list(version.clauses.select_related("section").order_by("position"))
    suggested = suggestions(clauses, sheet.profile)
    form = QuotesForm(request.POST or None, clauses=clauses, sheet=sheet, suggested=suggested)

    def act(cleaned: dict[str, Any]) -> HttpResponse:
        guards = {"version": cleaned["version"], "seen": cleaned["seen"]}
        try:
            quoting.quote_clauses(sheet.profile, by=request.user, picks=form.picks(), **guards)
        except Refused:
            send_again(form, version=version.pk, seen=sheet.profile.row_version)
            raise
        messages.success(request, _("The quotes are recorded: the documents are ready."))
        return see_other(sheet.profile.get_absolute_url())

    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "version": version,
        "trail": trail((_("Clauses to quote"), ""), profile=sheet.profile),
    }
    return answer_form(request, form, "charters/hr/profile_clauses.html", act, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile_wording(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Say one clause in the words of human resources."""
    sheet = read_quotes(find_profile(pk))
    version = _quotable()
    clause = version.clauses.filter(code=code).first()
    if clause is None:
        raise Http404(_("This clause is not in the version that can be quoted."))
    line = next((each for each in sheet.lines if each.clause.pk == clause.pk), None)
    form = WordsForm(request.POST or None, clause=clause, line=line, profile_seen=sheet.profile.row_version)

    def act(cleaned: dict[str, Any]) -> HttpResponse:
        guards = {"version": cleaned["version"], "seen": cleaned["seen"]}
        try:
            quoting.word_quote(sheet.profile, by=request.user, code=code, words=form.words(), **guards)
        except Refused:
            send_again(form, version=version.pk, seen=sheet.profile.row_version)
            raise
        messages.success(request, _("The wordings are recorded."))
        return see_other(f"{sheet.profile.get_absolute_url()}#{code}")

    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "clause": clause,
        "line": line,
        "trail": trail((_("Wording of %(code)s") % {"code": code}, ""), profile=sheet.profile),
    }
    return answer_form(request, form, "charters/hr/profile_wording.html", act, context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def profile_targets(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide the levels that the post aims at."""
    sheet = read_quotes(find_profile(pk))
    version = sheet.source.version if sheet.source else _quotable()
    scale = list(targets.target_levels(version, sheet.profile).values())
    form = TargetsForm(request.POST or None, sheet=sheet, scale=scale, names=targets.level_names(version))

    def act(cleaned: dict[str, Any]) -> HttpResponse:
        targets.aim_at(sheet.profile, by=request.user, targets=form.targets(), seen=cleaned["seen"])
        messages.success(request, _("The target levels are recorded."))
        return see_other(f"{sheet.profile.get_absolute_url()}#competences")

    context = {
        "sheet": sheet,
        "profile": sheet.profile,
        "proposed": targets.proposed_rank(sheet.profile),
        "trail": trail((_("Target levels"), ""), profile=sheet.profile),
    }
    return answer_form(request, form, "charters/hr/profile_targets.html", act, context)


def _quotable() -> Version:
    """The version to choose from; without one, there is nothing to choose."""
    version = quotable_version()
    if version is None:
        raise Http404(
            _(
                "No version is in force, and no text is submitted: there is nothing to quote yet. "
                "Facilitators prepare a version, and executive management validates it."
            )
        )
    return version
