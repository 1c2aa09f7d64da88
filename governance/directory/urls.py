"""Addresses of the directory."""

from django.urls import path

from governance.directory.views import organisations, toolbox

PARTNER = "governance/partners/<slug:code>/"
TOOL = "governance/tools/<slug:code>/"

urlpatterns = [
    path("governance/partners/", organisations.stakeholder_list, name="stakeholder-list"),
    path("governance/partners/new/", organisations.stakeholder_new, name="stakeholder-new"),
    path("governance/partners/ties/", organisations.stakeholder_ties, name="stakeholder-ties"),
    path(PARTNER, organisations.stakeholder, name="stakeholder"),
    path(f"{PARTNER}edit/", organisations.stakeholder_edit, name="stakeholder-edit"),
    path(f"{PARTNER}history/", organisations.stakeholder_history, name="stakeholder-history"),
    path("governance/tools/", toolbox.tool_list, name="tool-list"),
    path("governance/tools/new/", toolbox.tool_new, name="tool-new"),
    path("governance/tools/which/", toolbox.tool_which, name="tool-which"),
    path(TOOL, toolbox.tool, name="tool"),
    path(f"{TOOL}edit/", toolbox.tool_edit, name="tool-edit"),
    path(f"{TOOL}history/", toolbox.tool_history, name="tool-history"),
]
