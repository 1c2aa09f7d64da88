"""The addresses of the ground floor, room by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("governance.people.urls")),
    path("", include("governance.mail.urls")),
    path("", include("governance.tokens.urls")),
    path("", include("governance.committees.urls")),
    path("", include("governance.directory.urls")),
]
