"""Addresses of experience."""

from django.urls import path

from feedback.projects import insights_views, views

urlpatterns = [
    path("feedback/", views.feedback_list, name="feedback-list"),
    path("feedback/new/", views.feedback_new, name="feedback-new"),
    path("feedback/vocabulary/", views.vocabulary, name="vocabulary"),
    path("feedback/insights/", insights_views.insights_page, name="insights"),
    path("feedback/insights/table.csv", insights_views.insights_csv, name="insights-csv"),
    path("feedback/insights/entries/", insights_views.insights_entries, name="insights-entries"),
    path("feedback/<slug:code>/", views.feedback_entry, name="feedback"),
    path("feedback/<slug:code>/edit/", views.feedback_edit, name="feedback-edit"),
    path("feedback/<slug:code>/publish/", views.feedback_publish, name="feedback-publish"),
    path("feedback/<slug:code>/answer/", views.feedback_answer, name="feedback-answer"),
    path("feedback/<slug:code>/comments/", views.feedback_comment, name="feedback-comment"),
]
