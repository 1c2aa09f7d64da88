"""The addresses of this floor, room by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("feedback.voices.urls")),
    path("", include("feedback.projects.urls")),
    path("workshops/", include("feedback.workshops.urls")),
]
