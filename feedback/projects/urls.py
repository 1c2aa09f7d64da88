"""Addresses of experience."""

from django.urls import path

from feedback.projects import insights_views, telling_views, term_views, views

urlpatterns = [
    path("feedback/", views.feedback_list, name="feedback-list"),
    path("feedback/entries.csv", views.feedback_table, name="feedback-table"),
    path("feedback/new/", telling_views.feedback_new, name="feedback-new"),
    path("feedback/new/whole/", telling_views.feedback_new_whole, name="feedback-new-whole"),
    path("feedback/vocabulary/", term_views.vocabulary, name="vocabulary"),
    path("feedback/vocabulary/new/<slug:list_name>/", term_views.term_new, name="term-new"),
    path("feedback/vocabulary/<slug:list_name>/<slug:code>/", term_views.term_edit, name="term-edit"),
    path("feedback/vocabulary/<slug:list_name>/<slug:code>/retire/", term_views.term_retire, name="term-retire"),
    path("feedback/vocabulary/<slug:list_name>/<slug:code>/move/", term_views.term_move, name="term-move"),
    path("feedback/insights/", insights_views.insights_page, name="insights"),
    path("feedback/insights/table.csv", insights_views.insights_csv, name="insights-csv"),
    path("feedback/insights/entries/", insights_views.insights_entries, name="insights-entries"),
    path("feedback/<slug:code>/", views.feedback_entry, name="feedback"),
    path("feedback/<slug:code>/edit/", telling_views.feedback_edit, name="feedback-edit"),
    path("feedback/<slug:code>/edit/reread/", telling_views.feedback_reread, name="feedback-reread"),
    path("feedback/<slug:code>/edit/<slug:step>/", telling_views.feedback_step, name="feedback-step"),
    path("feedback/<slug:code>/publish/", telling_views.feedback_publish, name="feedback-publish"),
    path("feedback/<slug:code>/correct/", telling_views.feedback_correct, name="feedback-correct"),
    path("feedback/<slug:code>/history/", views.feedback_history, name="feedback-history"),
    path("feedback/<slug:code>/answer/", views.feedback_answer, name="feedback-answer"),
    path("feedback/<slug:code>/comments/", views.feedback_comment, name="feedback-comment"),
]
