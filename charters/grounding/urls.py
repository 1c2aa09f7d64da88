"""Addresses of what grounds the charter."""

from django.urls import URLPattern, path

from charters.grounding import coverage_views, views, workshop_views

CLAUSE = "clauses/<slug:clause>/"
STATEMENT = "workshops/<slug:code>/<int:position>/propose/"

urlpatterns: list[URLPattern] = [
    path("coverage/", coverage_views.coverage, name="coverage"),
    path("coverage.csv", coverage_views.coverage_csv, name="coverage-csv"),
    path("cite/<slug:code>/", views.cite_place, name="cite-place"),
    path(f"{CLAUSE}cite/", views.cite_choose, name="cite-choose"),
    path(f"{CLAUSE}cite/<slug:code>/", views.cite_new, name="cite-new"),
    path(f"{CLAUSE}citations/<int:pk>/correct/", views.cite_correct, name="cite-correct"),
    path(f"{CLAUSE}citations/<int:pk>/withdraw/", views.cite_withdraw, name="cite-withdraw"),
    path(f"{CLAUSE}grounds/", views.grounds_history, name="grounds-history"),
    path(f"{CLAUSE}resources/add/", views.resource_new, name="resource-new"),
    path(f"{CLAUSE}resources/<int:pk>/withdraw/", views.resource_withdraw, name="resource-withdraw"),
    path(STATEMENT, workshop_views.statement_place, name="statement-place"),
    path(f"{STATEMENT}section/<slug:section>/", workshop_views.statement_new_clause, name="statement-new-clause"),
    path(f"{STATEMENT}clause/<slug:clause>/", workshop_views.statement_wording, name="statement-wording"),
]
