"""Addresses of lists of job descriptions."""

from django.urls import path

from charters.hr.profile_lists import views

urlpatterns = [
    path("", views.profile_list_import, name="profile-list-import"),
    path("current.<slug:ending>", views.profile_list_export, name="profile-list-export"),
    path("model.<slug:ending>", views.profile_list_model, name="profile-list-model"),
]
