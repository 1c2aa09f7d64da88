"""Addresses on which the working text is written; ``current/`` leads menus to the only charter there is."""

from django.urls import path

from charters.text import passage_views, views

urlpatterns = [
    path("", views.charters, name="charters"),
    path("open/", views.charter_new, name="charter-new"),
    path("current/versions/", views.current, {"page": "versions"}, name="current-versions"),
    path("current/prepare/", views.current, {"page": "version-prepare"}, name="current-prepare"),
    path("current/proposals/", views.current, {"page": "proposals"}, name="current-proposals"),
    path("current/rounds/", views.current, {"page": "rounds"}, name="current-rounds"),
    path("current/commitments/", views.current, {"page": "commitments"}, name="current-commitments"),
    path("current/rollout/", views.current, {"page": "rollout"}, name="current-rollout"),
    path("current/coverage/", views.current, {"page": "coverage"}, name="current-coverage"),
    path("current/reviews/", views.current, {"page": "reviews"}, name="current-reviews"),
    path("<slug:charter>/edit/", views.charter_edit, name="charter-edit"),
    path("<slug:charter>/sections/<slug:section>/edit/", views.section_edit, name="section-edit"),
    path("<slug:charter>/sections/<slug:section>/clauses/new/", views.clause_new, name="clause-new"),
    path("<slug:charter>/clauses/<slug:clause>/passage/", passage_views.passage_new, name="passage-new"),
    path("<slug:charter>/clauses/<slug:clause>/passages/", passage_views.clause_passages, name="clause-passages"),
    path(
        "<slug:charter>/clauses/<slug:clause>/passages/<uuid:comment>/attach/",
        passage_views.passage_attach,
        name="passage-attach",
    ),
    path(
        "<slug:charter>/clauses/<slug:clause>/passages/<uuid:comment>/confirm/",
        passage_views.passage_settle,
        {"act": "confirm"},
        name="passage-confirm",
    ),
    path(
        "<slug:charter>/clauses/<slug:clause>/passages/<uuid:comment>/whole/",
        passage_views.passage_settle,
        {"act": "whole"},
        name="passage-whole",
    ),
]
