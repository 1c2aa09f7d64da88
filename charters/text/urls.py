"""Addresses on which the working text is written; ``current/`` leads menus to the only charter there is."""

from django.urls import path

from charters.text import views

urlpatterns = [
    path("", views.charters, name="charters"),
    path("open/", views.charter_new, name="charter-new"),
    path("current/versions/", views.current, {"page": "versions"}, name="current-versions"),
    path("current/prepare/", views.current, {"page": "version-prepare"}, name="current-prepare"),
    path("current/proposals/", views.current, {"page": "proposals"}, name="current-proposals"),
    path("current/commitments/", views.current, {"page": "commitments"}, name="current-commitments"),
    path("current/rollout/", views.current, {"page": "rollout"}, name="current-rollout"),
    path("<slug:charter>/edit/", views.charter_edit, name="charter-edit"),
    path("<slug:charter>/sections/<slug:section>/edit/", views.section_edit, name="section-edit"),
    path("<slug:charter>/sections/<slug:section>/clauses/new/", views.clause_new, name="clause-new"),
]
