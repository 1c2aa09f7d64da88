"""Gathers the models of the rooms; nothing is defined here."""

from governance.committees.meetings import CommitteeTask, Mandate, Meeting, Sharing
from governance.committees.models import Committee, Decision, InformationItem
from governance.daily import DailyTask
from governance.directory.models import Stakeholder, Tool
from governance.mail.models import OutgoingMail
from governance.people.models import (
    Department,
    FunctionRegister,
    Headcount,
    Member,
    Organisation,
    Role,
    RoleGrant,
    SignsAs,
    StaffCategory,
)
from governance.pulse import Pulse, felt
from governance.seals import Seal, cover
from governance.searching.models import SearchText
from governance.tokens.models import ApiToken

__all__ = [
    "ApiToken",
    "Committee",
    "CommitteeTask",
    "DailyTask",
    "Decision",
    "Department",
    "FunctionRegister",
    "Headcount",
    "InformationItem",
    "Mandate",
    "Meeting",
    "Member",
    "Organisation",
    "OutgoingMail",
    "Pulse",
    "Role",
    "RoleGrant",
    "Seal",
    "SearchText",
    "Sharing",
    "SignsAs",
    "StaffCategory",
    "Stakeholder",
    "Tool",
]

for _shown in (
    ApiToken, Committee, CommitteeTask, Decision, Department, FunctionRegister, Headcount, InformationItem, Mandate,
    Meeting, Member, Organisation, RoleGrant, Sharing, Stakeholder, Tool,
):  # fmt: skip
    felt(_shown)

cover(
    Decision,
    "id code correction correction_reason committee_id date type subject text reason owner_function review_on "
    "visibility recorded_at recorded_by",
)

import governance.indexed  # noqa: E402, F401 what can be searched of them
