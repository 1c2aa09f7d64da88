"""Addresses of committees, of what they live through, and of their decisions."""

from django.urls import path

from governance.committees.views import committees, decisions, life, meetings, registry

HERE = "governance/committees/<slug:code>/"
MEETING = f"{HERE}meetings/<int:number>/"

urlpatterns = [
    path("governance/", registry.governance, name="governance"),
    path("governance/who/", registry.who, name="governance-who"),
    path("governance/map/", registry.picture, name="governance-map"),
    path("governance/checks/", registry.checks, name="governance-checks"),
    path("governance/decisions/", decisions.decision_list, name="decision-list"),
    path("governance/decisions/new/", decisions.decision_new, name="decision-new"),
    path("governance/decisions/<slug:code>/", decisions.decision, name="decision"),
    path("governance/decisions/<slug:code>/correct/", decisions.decision_correct, name="decision-correct"),
    path("governance/committees/new/", committees.committee_new, name="committee-new"),
    path(HERE, committees.committee, name="committee"),
    path(f"{HERE}edit/", committees.committee_edit, name="committee-edit"),
    path(f"{HERE}history/", committees.committee_history, name="committee-history"),
    path(f"{HERE}information/new/", committees.information_new, name="information-new"),
    path(f"{HERE}information/<int:position>/edit/", committees.information_edit, name="information-edit"),
    path(f"{HERE}information/<int:position>/withdraw/", committees.information_withdraw, name="information-withdraw"),
    path(f"{HERE}mandates/new/", life.mandate_new, name="mandate-new"),
    path(f"{HERE}mandates/<int:pk>/", life.mandate_end, name="mandate-end"),
    path(f"{HERE}tasks/new/", life.task_new, name="committee-task-new"),
    path(f"{HERE}tasks/<int:pk>/", life.task_end, name="committee-task-end"),
    path(f"{HERE}meetings/", meetings.meeting_list, name="meetings"),
    path(f"{HERE}meetings/new/", meetings.meeting_new, name="meeting-new"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}edit/", meetings.meeting_edit, name="meeting-edit"),
    path(f"{MEETING}cancel/", meetings.meeting_cancel, name="meeting-cancel"),
    path(f"{MEETING}minutes/", meetings.meeting_minutes, name="meeting-minutes"),
    path(f"{MEETING}shared/<int:position>/", meetings.information_shared, name="information-shared"),
]
