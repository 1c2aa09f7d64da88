"""Addresses of human resources."""

from django.urls import path

from charters.hr import views

urlpatterns = [
    path("", views.profile_list, name="hr"),
    path("new/", views.profile_new, name="job-profile-new"),
    path("competences/", views.competence_scale, name="competences"),
    path("<int:pk>/", views.profile, name="job-profile"),
    path("<int:pk>/edit/", views.profile_edit, name="job-profile-edit"),
    path("<int:pk>/document.docx", views.profile_docx, name="job-profile-docx"),
    path("<int:pk>/clauses.csv", views.profile_csv, name="job-profile-csv"),
]
