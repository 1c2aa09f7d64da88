"""Addresses of human resources."""

from django.urls import path

from charters.hr import scale_views, views

urlpatterns = [
    path("", views.profile_list, name="hr"),
    path("new/", views.profile_new, name="job-profile-new"),
    path("competences/", scale_views.competence_scale, name="competences"),
    path("competences/new/", scale_views.competence_new, name="competence-new"),
    path("competences/levels/<int:rank>/", scale_views.level_edit, name="level-edit"),
    path("competences/<slug:code>/edit/", scale_views.competence_edit, name="competence-edit"),
    path("<int:pk>/", views.profile, name="job-profile"),
    path("<int:pk>/edit/", views.profile_edit, name="job-profile-edit"),
    path("<int:pk>/document.docx", views.profile_docx, name="job-profile-docx"),
    path("<int:pk>/clauses.csv", views.profile_csv, name="job-profile-csv"),
]
