"""Addresses of the directory."""

from django.urls import path

from governance.directory import views

urlpatterns = [
    path("governance/partners/", views.stakeholder_list, name="stakeholder-list"),
    path("governance/partners/<slug:code>/", views.stakeholder, name="stakeholder"),
    path("governance/tools/", views.tool_list, name="tool-list"),
    path("governance/tools/<slug:code>/", views.tool, name="tool"),
]
