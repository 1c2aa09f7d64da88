"""Addresses on which the charter is read."""

from django.urls import path

from charters.reading import views

urlpatterns = [
    path("<slug:charter>/", views.charter, name="charter"),
    path("<slug:charter>/clauses/<slug:clause>/", views.clause, name="clause"),
    path("<slug:charter>/clauses/<slug:clause>/history/", views.clause_history, name="clause-history"),
    path("<slug:charter>/clauses/<slug:clause>/comment/", views.clause_comment, name="clause-comment"),
]
