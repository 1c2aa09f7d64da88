"""Addresses of committees and of their decisions."""

from django.urls import path

from governance.committees import views

urlpatterns = [
    path("governance/", views.governance, name="governance"),
    path("governance/decisions/", views.decision_list, name="decision-list"),
    path("governance/committees/new/", views.committee_new, name="committee-new"),
    path("governance/committees/<slug:code>/", views.committee, name="committee"),
]
