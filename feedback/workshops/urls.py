"""Addresses of workshops."""

from django.urls import path

from feedback.workshops.views import correcting, importing, reading, turning

STATEMENT = "<slug:code>/<int:position>/"

urlpatterns = [
    path("", reading.workshops, name="workshops"),
    path("new/", importing.workshop_new, name="workshop-new"),
    path("new/keep/", importing.workshop_keep, name="workshop-keep"),
    path("<slug:code>/", reading.workshop, name="workshop"),
    path("<slug:code>/minutes/", reading.workshop_minutes, name="workshop-minutes"),
    path("<slug:code>/edit/", correcting.workshop_edit, name="workshop-edit"),
    path("<slug:code>/add/", correcting.statement_add, name="statement-add"),
    path(f"{STATEMENT}history/", reading.statement_history, name="statement-history"),
    path(f"{STATEMENT}correct/", correcting.statement_correct, name="statement-correct"),
    path(f"{STATEMENT}aside/", correcting.statement_aside, name="statement-aside"),
    path(f"{STATEMENT}committee/", turning.statement_to_committee, name="statement-to-committee"),
    path(f"{STATEMENT}entry/", turning.statement_to_entry, name="statement-to-entry"),
]
