"""Addresses of a comment, whatever it is about, and of what ends it."""

from django.urls import path

from feedback.voices import views

urlpatterns = [
    path("contributions/told/", views.told, name="told"),
    path("comments/<uuid:comment>/", views.comment_read, name="comment"),
    path("comments/<uuid:comment>/answer/", views.comment_answer, name="comment-answer"),
    path("comments/<uuid:comment>/join/", views.comment_join, name="comment-join"),
    path("comments/<uuid:comment>/withdraw/", views.comment_withdraw, name="comment-withdraw"),
    path("comments/<uuid:comment>/resolve/", views.discussion_resolve, name="discussion-resolve"),
    path("comments/<uuid:comment>/reopen/", views.discussion_reopen, name="discussion-reopen"),
]
