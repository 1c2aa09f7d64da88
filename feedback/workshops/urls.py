"""Addresses of workshops."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
