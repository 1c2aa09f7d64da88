"""Addresses of commitments and of the rollout plan."""

from django.urls import path

from charters.commitments import views

urlpatterns = [
    path("<slug:charter>/commitments/", views.commitments, name="commitments"),
    path("<slug:charter>/rollout/", views.rollout, name="rollout"),
]
