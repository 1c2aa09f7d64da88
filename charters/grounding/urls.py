"""Addresses of what grounds the charter."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
