"""Addresses of human resources."""

from django.urls import include, path

from charters.hr import (
    document_views,
    drift_views,
    grid_views,
    objective_views,
    quoting_views,
    scale_views,
    views,
)

urlpatterns = [
    path("", views.profile_list, name="hr"),
    path("new/", views.profile_new, name="job-profile-new"),
    path("import/", include("charters.hr.profile_lists.urls")),
    path("templates/", include("charters.hr.word_templates.urls")),
    path("batches/", include("charters.hr.batches.urls")),
    path("changed/", drift_views.drift, name="hr-drift"),
    path("competences/", scale_views.competence_scale, name="competences"),
    path("competences/new/", scale_views.competence_new, name="competence-new"),
    path("competences/opinion/", grid_views.grid_opinion, name="grid-opinion"),
    path("competences/levels/<int:rank>/", scale_views.level_edit, name="level-edit"),
    path("competences/changes/levels/<int:rank>/", scale_views.level_history, name="level-history"),
    path("competences/<slug:code>/edit/", scale_views.competence_edit, name="competence-edit"),
    path("competences/changes/<slug:code>/", scale_views.competence_history, name="competence-history"),
    path("<int:pk>/", views.profile, name="job-profile"),
    path("<int:pk>/edit/", views.profile_edit, name="job-profile-edit"),
    path("<int:pk>/end/", views.profile_end, name="job-profile-end"),
    path("<int:pk>/history/", views.profile_history, name="job-profile-history"),
    path("<int:pk>/clauses/", quoting_views.profile_clauses, name="job-profile-clauses"),
    path("<int:pk>/clauses/<slug:code>/", quoting_views.profile_wording, name="job-profile-wording"),
    path("<int:pk>/levels/", quoting_views.profile_targets, name="job-profile-targets"),
    path("<int:pk>/document/", document_views.profile_document, name="job-profile-document"),
    path("<int:pk>/objectives/new/", objective_views.objective_new, name="objective-new"),
    path("<int:pk>/objectives/<int:objective>/", objective_views.objective_edit, name="objective-edit"),
]
