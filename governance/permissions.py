"""Who may do what with people, departments, committees and the directory."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.people.models import Role
from governance.people.permissions import Permission

MANAGE_PEOPLE = Permission(
    "manage_people",
    frozenset({Role.ADMINISTRATOR}),
    _("Accounts and roles are kept by administrators. Ask one of them to make this change."),
)
MANAGE_DEPARTMENTS = Permission(
    "manage_departments",
    frozenset({Role.ADMINISTRATOR}),
    _("Departments are kept by administrators. Ask one of them to make this change."),
)
MANAGE_SETTINGS = Permission(
    "manage_settings",
    frozenset({Role.ADMINISTRATOR}),
    _("The organisation's settings are kept by administrators. Ask one of them to make this change."),
)
MANAGE_MAIL = Permission(
    "manage_mail",
    frozenset({Role.ADMINISTRATOR}),
    _("Messages that did not leave are kept by administrators. Tell one of them what you are waiting for."),
)
MANAGE_TOKENS = Permission(
    "manage_tokens",
    frozenset({Role.ADMINISTRATOR}),
    _("Tokens for other software are granted by administrators. Tell one of them what it needs to read, and why."),
)
MANAGE_COMMITTEES = Permission(
    "manage_committees",
    frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}),
    _("Committees are entered by facilitators. Tell one of them what is missing."),
)
RECORD_DECISIONS = Permission(
    "record_decisions",
    frozenset({Role.FACILITATOR, Role.EXECUTIVE}),
    _("Decisions are recorded by facilitators and by executive management. Tell one of them what was decided."),
)
READ_MANAGERS_DECISIONS = Permission(
    "read_managers_decisions",
    frozenset({Role.EXECUTIVE, Role.DEPARTMENT_HEAD}),
    _("This decision is for managers to read."),
)
MANAGE_DIRECTORY = Permission(
    "manage_directory",
    frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}),
    _("Outside organisations and tools are described by facilitators. Tell one of them what is missing or wrong."),
)

TABLE = [
    MANAGE_PEOPLE,
    MANAGE_DEPARTMENTS,
    MANAGE_SETTINGS,
    MANAGE_MAIL,
    MANAGE_TOKENS,
    MANAGE_COMMITTEES,
    RECORD_DECISIONS,
    READ_MANAGERS_DECISIONS,
    MANAGE_DIRECTORY,
]


def reads_what_is_for_managers(member: Any) -> bool:
    """Whether someone reads the decisions and the minutes that are for managers, on their pages and in a search."""
    return bool(member.is_authenticated and (member.is_manager or READ_MANAGERS_DECISIONS.granted_to(member)))
