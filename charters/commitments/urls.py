"""Addresses of commitments, of the rollout plan and of yearly reviews."""

from django.urls import path

from charters.commitments.views import board, committing

DEPARTMENT = "<slug:charter>/commitments/<int:department>/"

urlpatterns = [
    path("<slug:charter>/commitments/", board.commitments, name="commitments"),
    path(DEPARTMENT, committing.commitment, name="commitment"),
    path(f"{DEPARTMENT}sign/<str:label>/", committing.commitment_sign, name="commitment-sign"),
    path(f"{DEPARTMENT}complete/<str:label>/", committing.commitment_complete, name="commitment-complete"),
    path(
        f"{DEPARTMENT}follow-up/<str:label>/<slug:clause>/",
        committing.commitment_follow_up,
        name="commitment-follow-up",
    ),
    path("<slug:charter>/rollout/", board.rollout, name="rollout"),
]
