"""Addresses of what grounds the charter."""

from django.urls import URLPattern, path

from charters.grounding import workshop_views

STATEMENT = "workshops/<slug:code>/<int:position>/propose/"

urlpatterns: list[URLPattern] = [
    path(STATEMENT, workshop_views.statement_place, name="statement-place"),
    path(f"{STATEMENT}section/<slug:section>/", workshop_views.statement_new_clause, name="statement-new-clause"),
    path(f"{STATEMENT}clause/<slug:clause>/", workshop_views.statement_wording, name="statement-wording"),
]
