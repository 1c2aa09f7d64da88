"""Addresses of projects that use the charter."""

from django.urls import path

from charters.projects.views import clauses, health, keeping, requests

REQUEST = "<slug:code>/requests/<int:number>/"

urlpatterns = [
    path("", keeping.projects, name="projects"),
    path("new/", keeping.project_new, name="project-new"),
    path("requests/", requests.decision_requests, name="decision-requests"),
    path("health/", health.clause_health, name="clause-health"),
    path("health/clauses.csv", health.clause_health_csv, name="clause-health-csv"),
    path("<slug:code>/", keeping.project, name="project"),
    path("<slug:code>/edit/", keeping.project_edit, name="project-edit"),
    path("<slug:code>/close/", keeping.project_close, name="project-close"),
    path("<slug:code>/clauses/", clauses.project_clauses, name="project-clauses"),
    path("<slug:code>/checklist/", clauses.project_checklist, name="project-checklist"),
    path("<slug:code>/ask/", requests.project_ask, name="project-ask"),
    path(f"{REQUEST}answer/", requests.request_answer, name="request-answer"),
    path(f"{REQUEST}withdraw/", requests.request_withdraw, name="request-withdraw"),
]
