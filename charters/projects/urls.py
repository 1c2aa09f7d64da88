"""Addresses of projects that use the charter."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
