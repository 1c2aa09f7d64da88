"""Addresses of commitments, of the rollout plan and of yearly reviews."""

from django.urls import path

from charters.commitments.views import board, committing, reviewing, rollout

DEPARTMENT = "<slug:charter>/commitments/<int:department>/"
ACTION = "<slug:charter>/rollout/<int:position>/"

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
    path("<slug:charter>/rollout/", rollout.rollout, name="rollout"),
    path("<slug:charter>/rollout/new/", rollout.rollout_new, name="rollout-new"),
    path(ACTION, rollout.rollout_action, name="rollout-action"),
    path(f"{ACTION}revise/", rollout.rollout_revise, name="rollout-revise"),
    path(f"{ACTION}state/", rollout.rollout_move, name="rollout-move"),
    path("<slug:charter>/reviews/", reviewing.reviews, name="reviews"),
    path("<slug:charter>/reviews/new/", reviewing.review_new, name="review-new"),
]
