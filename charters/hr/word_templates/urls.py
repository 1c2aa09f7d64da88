"""Addresses of the Word templates of human resources."""

from django.urls import path

from charters.hr.word_templates import views

urlpatterns = [
    path("", views.word_templates, name="word-templates"),
    path("new/", views.word_template_new, name="word-template-new"),
    path("placeholders/", views.placeholders, name="placeholders"),
    path("starter.docx", views.word_template_starter, name="word-template-starter"),
    path("<int:pk>/", views.word_template, name="word-template"),
    path("<int:pk>/sample.docx", views.word_template_sample, name="word-template-sample"),
    path("<int:pk>/template.docx", views.word_template_file, name="word-template-file"),
    path("<int:pk>/retire/", views.word_template_retire, name="word-template-retire"),
]
