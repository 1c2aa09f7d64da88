"""Addresses of the tokens of other software."""

from django.urls import URLPattern, URLResolver, path

from governance.tokens import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("governance/tokens/", views.tokens, name="tokens"),
    path("governance/tokens/new/", views.token_new, name="token-new"),
    path("governance/tokens/<int:pk>/revoke/", views.token_revoke, name="token-revoke"),
]
