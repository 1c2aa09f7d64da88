"""Gathers the models of the rooms; nothing is defined here."""

from governance.committees.models import Committee, Decision, InformationItem
from governance.directory.models import Stakeholder, Tool
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

__all__ = [
    "Committee",
    "Decision",
    "Department",
    "FunctionRegister",
    "Headcount",
    "InformationItem",
    "Member",
    "Organisation",
    "Role",
    "RoleGrant",
    "SignsAs",
    "StaffCategory",
    "Stakeholder",
    "Tool",
]
