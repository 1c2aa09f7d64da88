"""Batches of documents: asking for one, seeing how far it is, cancelling it, taking the archive away."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from charters.hr.batches import asking
from charters.hr.batches.models import Batch
from charters.hr.batches.zipping import zipped
from charters.hr.documents_form import TemplateField
from charters.hr.kinds import DocumentKind, Ending
from charters.hr.models import JobProfile
from charters.hr.pages import trail
from charters.hr.word_templates.models import WordTemplate
from charters.permissions import KEEP_JOB_PROFILES
from governance.form_answers import answer_form, see_other
from governance.form_fields import RowField, RowsField
from governance.people.models import Department
from governance.people.permissions import permitted
from governance.refusals import Refused

PER_PAGE = 25
MOST_SHOWN = 200
MOST_BOXES = 400  # beyond, one takes a department or all of them


class BatchForm(forms.Form):
    """Which documents, of which job descriptions, in which format."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Documents"),
        choices=DocumentKind,
        widget=forms.CheckboxSelectMultiple,
        initial=[DocumentKind.INSERT],
        error_messages={"required": gettext_lazy("Tick at least one document.")},
    )
    ending = forms.ChoiceField(label=gettext_lazy("Format"), choices=Ending, initial=Ending.DOCX)
    template = TemplateField(
        WordTemplate.objects.none(),
        label=gettext_lazy("Template"),
        required=False,
        empty_label=gettext_lazy("That of the house"),
        help_text=gettext_lazy("Your own Word templates serve the document they were sent for."),
    )
    everyone = forms.BooleanField(label=gettext_lazy("All the job descriptions that quote a clause"), required=False)
    department = RowField(
        Department.objects.none(),
        label=gettext_lazy("All those of a department"),
        required=False,
        empty_label=gettext_lazy("None in particular"),
    )
    profiles = RowsField(
        JobProfile.objects.none(),
        label=gettext_lazy("Job descriptions, one by one"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid.uuid4()}, **kwargs)
        self.fields["template"].queryset = WordTemplate.objects.usable()
        quoting = JobProfile.objects.in_use().quoting()
        self.fields["profiles"].queryset = quoting.order_by("title", "pk")
        self.fields["department"].queryset = Department.objects.filter(pk__in=quoting.values("department")).order_by(
            "name", "pk"
        )
        if quoting.count() > MOST_BOXES:
            self.fields["profiles"].widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        template = cleaned.get("template")
        if template and (cleaned.get("ending") != Ending.DOCX or template.kind not in cleaned.get("kinds", [])):
            self.add_error(
                "template",
                _("This template is for Word, and for this document: %(kind)s. Tick it, or take that of the house.")
                % {"kind": template.get_kind_display()},
            )
        if not (cleaned.get("everyone") or cleaned.get("department") or cleaned.get("profiles")):
            self.add_error("profiles", _("Tick at least one job description, or take all of them."))
        return cleaned

    def chosen(self) -> list[JobProfile]:
        """The job descriptions ticked, those of the department, or all of them; each once, in the order of the page."""
        said, every = self.cleaned_data, self.fields["profiles"].queryset
        if said["everyone"]:
            return list(every)
        return list(every.filter(Q(pk__in=said["profiles"]) | Q(department=said["department"] or 0)))


@require_safe
@permitted(KEEP_JOB_PROFILES)
def batch_list(request: HttpRequest) -> HttpResponse:
    """The batches of the last days, the latest first."""
    page = Paginator(Batch.objects.order_by("-asked_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "trail": trail((_("Batches of documents"), ""))}
    return render(request, "charters/hr/batches/batch_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(KEEP_JOB_PROFILES)
def batch_new(request: HttpRequest) -> HttpResponse:
    """Ask for the documents of several job descriptions."""
    form = BatchForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        wanted = asking.each_of(
            form.chosen(),
            kinds=[DocumentKind(kind) for kind in said["kinds"]],
            ending=Ending(said["ending"]),
            template=said["template"],
        )
        return see_other(asking.ask_for_batch(wanted, by=request.user, key=said["key"]).get_absolute_url())

    return answer_form(request, form, "charters/hr/batches/batch_form.html", act, _around(_("New batch")))


@require_safe
@permitted(KEEP_JOB_PROFILES)
def batch(request: HttpRequest, pk: Any) -> HttpResponse:
    """How far a batch is, what was refused and why, and the archive."""
    shown = get_object_or_404(Batch, pk=pk)
    return render(request, "charters/hr/batches/batch.html", _context(shown))


@require_POST
@permitted(KEEP_JOB_PROFILES)
def batch_cancel(request: HttpRequest, pk: Any) -> HttpResponse:
    """Make no more of its documents."""
    shown, status, refusal = get_object_or_404(Batch, pk=pk), 409, ""
    try:
        cancelled = asking.cancel_batch(shown, by=request.user)
        told = _("The batch is cancelled. What was made already can still be taken away.")
        messages.success(request, told if cancelled.made else _("The batch is cancelled: nothing was made yet."))
        return see_other(shown.get_absolute_url())
    except Refused as error:
        refusal = str(error)
        shown.refresh_from_db()
    return render(request, "charters/hr/batches/batch.html", _context(shown) | {"refusal": refusal}, status=status)


@require_safe
@permitted(KEEP_JOB_PROFILES)
def batch_archive(request: HttpRequest, pk: Any) -> HttpResponse | StreamingHttpResponse:
    """The archive, written while it is sent."""
    shown = get_object_or_404(Batch, pk=pk)
    if shown.is_open or not shown.made:
        raise Http404(_("This archive is not ready: see how far the batch is."))
    name = f"documents-{timezone.localtime(shown.asked_at):%Y-%m-%d-%H%M}.zip"
    lines = _report(shown.pieces.exclude(refusal="").select_related("profile").order_by("position"))
    report = "\r\n".join(lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip", headers=headers)
    parts = zipped(shown, report=report, report_name=_("not-made.txt"))
    return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)


def _report(pieces: Iterable[Any]) -> list[str]:
    """One line for each document that was refused."""
    return [f"{piece.profile.title} – {piece.get_kind_display()}: {piece.refusal}" for piece in pieces]


def _context(shown: Batch) -> dict[str, Any]:
    refused = shown.pieces.exclude(refusal="").select_related("profile").order_by("position")[:MOST_SHOWN]
    return {"batch": shown, "refused": refused, **_around(_("Batch of documents"))}


def _around(here: str) -> dict[str, Any]:
    return {"trail": trail((_("Batches of documents"), reverse("batches")), (here, ""))}
