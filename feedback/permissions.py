"""Who may do what with experience and voices."""

from django.utils.translation import gettext_lazy as _

from governance.people.models import Role
from governance.people.permissions import EVERYONE, Permission

COMMENT = Permission("comment", EVERYONE, _("Sign in to take part in the discussion."))
TELL_EXPERIENCE = Permission("tell_experience", EVERYONE, _("Sign in to tell what a project taught you."))
ENTER_ON_BEHALF = Permission(
    "enter_on_behalf",
    frozenset({Role.FACILITATOR}),
    _("Contributions are entered for other people by facilitators. Give the card to one of them."),
)
RESOLVE = Permission(
    "resolve",
    frozenset({Role.FACILITATOR}),
    _("Only facilitators and whoever opened a discussion resolve it. Reply in it to say that it is settled."),
)
ANSWER = Permission(
    "answer",
    frozenset({Role.FACILITATOR}),
    _("Contributions are answered by facilitators. You can reply in the discussion."),
)
RUN_WORKSHOPS = Permission(
    "run_workshops",
    frozenset({Role.FACILITATOR}),
    _("Minutes of workshops are imported and corrected by facilitators. Tell one of them what is missing or wrong."),
)

TABLE = [COMMENT, RESOLVE, ANSWER, TELL_EXPERIENCE, ENTER_ON_BEHALF, RUN_WORKSHOPS]
