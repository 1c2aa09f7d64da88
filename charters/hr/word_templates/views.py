"""Pages of the Word templates of human resources: what they are, how to write one, and what each gives."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from charters.hr.documents import MEDIA_TYPES
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.pages import attached, trail
from charters.hr.word_templates import guide, keeping
from charters.hr.word_templates.filling import fill
from charters.hr.word_templates.forms import RetiringForm, TemplateForm
from charters.hr.word_templates.models import WordTemplate
from charters.hr.word_templates.opening import TEMPLATE
from charters.hr.word_templates.preview import Preview, preview_of
from charters.hr.word_templates.sample import sample_organisation, sample_sheet
from charters.hr.word_templates.starter import write_starter
from charters.permissions import KEEP_JOB_PROFILES
from governance.form_answers import answer_form, see_other
from governance.people.permissions import permitted
from governance.plain_text import typographic
from governance.refusals import Refused

PER_PAGE = 25
ROOM = "charters/hr/word_templates"


@require_safe
@permitted(KEEP_JOB_PROFILES)
def word_templates(request: HttpRequest) -> HttpResponse:
    """The templates, those that one may choose first."""
    rows = WordTemplate.objects.order_by("retired", "kind", "name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, f"{ROOM}/list.html", {"page_obj": page, "trail": _trail()})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def word_template_new(request: HttpRequest) -> HttpResponse:
    """Send a template: it is judged, tried on a sample, then kept."""

    def act(said: dict[str, Any]) -> HttpResponse:
        # no more is read than what tells that it is too large
        content = said["file"].read(TEMPLATE.folded + 1)
        template = keeping.add_template(by=request.user, name=said["name"], kind=said["kind"], content=content)
        messages.success(request, _("The template is kept. Here is what it gives on a sample."))
        return see_other(template.get_absolute_url())

    form = TemplateForm(request.POST or None, request.FILES or None)
    context = {"trail": _trail((pgettext("template", "New"), "")), "multipart": True, "required": guide.required()}
    return answer_form(request, form, f"{ROOM}/new.html", act, context)


@require_safe
@permitted(KEEP_JOB_PROFILES)
def word_template(request: HttpRequest, pk: int) -> HttpResponse:
    """One template: its placeholders, and the words of the document that it gives on a sample."""
    template = get_object_or_404(WordTemplate, pk=pk)
    context: dict[str, Any] = {"template": template, "trail": _trail((typographic(template.name), ""))}
    context["marks"] = guide.marks_of(template.placeholders)
    context["records"] = list(template.history.order_by("history_date", "history_id"))
    try:
        context["preview"] = _preview(pk, template.digest, get_language() or "fr", timezone.localdate())
    except Refused as refused:
        context["refusal"] = str(refused)
    return render(request, f"{ROOM}/template.html", context)


@require_safe
@permitted(KEEP_JOB_PROFILES)
def word_template_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """The document that it gives on a sample, to open in Word."""
    template = _template(pk)
    try:
        content = _filled(template)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(template)
    return _attached(content, f"{template.name} {_('sample')}")


@require_safe
@permitted(KEEP_JOB_PROFILES)
def word_template_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent."""
    template = _template(pk)
    return _attached(bytes(template.file.content), template.name)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def word_template_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire a template, and say why."""
    template = get_object_or_404(WordTemplate, pk=pk)
    form = RetiringForm(request.POST or None, initial={"seen": template.row_version})

    def act(said: dict[str, Any]) -> HttpResponse:
        keeping.retire_template(template, by=request.user, **said)
        messages.success(request, _("The template is retired. Documents made from it stay what they are."))
        return see_other(reverse("word-templates"))

    steps = (typographic(template.name), template.get_absolute_url()), (pgettext("template", "Retire"), "")
    return answer_form(request, form, f"{ROOM}/retire.html", act, {"template": template, "trail": _trail(*steps)})


@require_safe
@permitted(KEEP_JOB_PROFILES)
def placeholders(request: HttpRequest) -> HttpResponse:
    """How to write a template: every placeholder, and loops ready to copy."""
    context = {"groups": guide.groups(), "examples": guide.examples(), "trail": _trail((_("Placeholders"), ""))}
    return render(request, f"{ROOM}/placeholders.html", context)


@require_safe
@permitted(KEEP_JOB_PROFILES)
def word_template_starter(request: HttpRequest) -> HttpResponse:
    """A template to begin with."""
    return _attached(write_starter((get_language() or "fr")[:2]), _("starter template"))


@lru_cache(maxsize=6)
def _preview(pk: int, _digest: str, _language: str, _day: datetime.date) -> Preview:
    """What a template gives on a sample, kept in memory: its file never changes, the words follow language and day."""
    return preview_of(_filled(_template(pk)))


def _template(pk: int) -> WordTemplate:
    return get_object_or_404(WordTemplate.objects.select_related("file"), pk=pk)


def _filled(template: WordTemplate) -> bytes:
    kind = DocumentKind(template.kind)
    return fill(bytes(template.file.content), sample_sheet(), organisation=sample_organisation(), kind=kind)


def _trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return trail((_("Your Word templates"), reverse("word-templates")), *steps)


def _attached(content: bytes, name: str) -> HttpResponse:
    title = slugify(name.replace("'", " "))[:100].strip("-") or "template"
    return attached(content, MEDIA_TYPES[Ending.DOCX], f"{title}.docx")
