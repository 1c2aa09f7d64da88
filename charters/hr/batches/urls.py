"""Addresses of batches of documents."""

from django.urls import path

from charters.hr.batches import views

urlpatterns = [
    path("", views.batch_list, name="batches"),
    path("new/", views.batch_new, name="batch-new"),
    path("<uuid:pk>/", views.batch, name="batch"),
    path("<uuid:pk>/cancel/", views.batch_cancel, name="batch-cancel"),
    path("<uuid:pk>/archive.zip", views.batch_archive, name="batch-archive"),
]
