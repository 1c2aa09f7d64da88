"""Addresses on which the charter is read."""

from django.urls import path

from charters.reading import comparing_views, views

urlpatterns = [
    path("<slug:charter>/", views.charter, name="charter"),
    path("<slug:charter>/clauses/<slug:clause>/", views.clause, name="clause"),
    path("<slug:charter>/clauses/<slug:clause>/history/", views.clause_history, name="clause-history"),
    path("<slug:charter>/clauses/<slug:clause>/sources/", views.clause_sources, name="clause-sources"),
    path("<slug:charter>/clauses/<slug:clause>/trail/", views.clause_trail, name="clause-trail"),
    path(
        "<slug:charter>/clauses/<slug:clause>/compare/",
        comparing_views.clause_compare_choice,
        name="clause-compare-choice",
    ),
    path(
        "<slug:charter>/clauses/<slug:clause>/compare/<int:old>/<int:new>/<view:view>/",
        comparing_views.clause_compare,
        name="clause-compare",
    ),
    path("<slug:charter>/clauses/<slug:clause>/comment/", views.clause_comment, name="clause-comment"),
]
