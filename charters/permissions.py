"""Who may do what with the charter: the one table, read by rules, views, templates and tests."""

from django.utils.translation import gettext_lazy as _

from governance.people.models import Role
from governance.people.permissions import EVERYONE, Permission

READ = Permission("read", EVERYONE, _("Sign in to read the working text."))
PROPOSE = Permission("propose", EVERYONE, _("Sign in to propose a change."))
SUPPORT = Permission("support", EVERYONE, _("Sign in to support a proposal."))
CREATE_CHARTER = Permission(
    "create_charter",
    frozenset({Role.ADMINISTRATOR, Role.FACILITATOR}),
    _("A charter is opened by an administrator or a facilitator. Ask one of them."),
)
EDIT_TEXT = Permission(
    "edit_text",
    frozenset({Role.FACILITATOR}),
    _("The working text is edited by facilitators. You can propose a change: a facilitator will answer it."),
)
TAKE_UP = Permission(
    "take_up",
    frozenset({Role.FACILITATOR}),
    _("Proposals are answered by facilitators. You can comment on it or support it."),
)
PLACE_COMMENTS = Permission(
    "place_comments",
    frozenset({Role.FACILITATOR}),
    _("Whoever wrote a comment, or a facilitator, says which words it is about. You can reply to it."),
)
TAKE_POSITION = Permission("take_position", EVERYONE, _("Sign in to take a position on the text."))
ANIMATE_ROUNDS = Permission(
    "animate_rounds",
    frozenset({Role.FACILITATOR}),
    _("Consent rounds are led by facilitators. You can take a position while objections are asked for."),
)
GROUND = Permission(
    "ground",
    frozenset({Role.FACILITATOR}),
    _("What a clause rests on is cited by facilitators. Tell one of them, or comment on the clause."),
)
PREPARE_VERSION = Permission(
    "prepare_version",
    frozenset({Role.FACILITATOR}),
    _("Versions are prepared by facilitators. The working text stays open to your proposals."),
)
VALIDATE = Permission(
    "validate",
    frozenset({Role.EXECUTIVE}),
    _("A version is validated by executive management, and by nobody else."),
)
ASK_OPINION = Permission(
    "ask_opinion",
    frozenset({Role.FACILITATOR, Role.EXECUTIVE}),
    _("The opinion of a committee is asked for by facilitators or by executive management. Tell one of them."),
)
RECORD_OPINION = Permission(
    "record_opinion",
    frozenset({Role.FACILITATOR, Role.HR}),
    _("Opinions of committees are recorded by facilitators or human resources. Tell one of them what was said."),
)
SPONSOR = Permission(
    "sponsor",
    frozenset({Role.EXECUTIVE}),
    _("A clause is sponsored by executive management, and by nobody else. You can support a proposal about it."),
)
KEEP_JOB_PROFILES = Permission(
    "keep_job_profiles",
    frozenset({Role.HR}),
    _("Job descriptions are kept by human resources. Write to them if one is missing."),
)
KEEP_SCALE = Permission(
    "keep_scale",
    frozenset({Role.HR}),
    _("The scale of competences is worded by human resources. Tell them what should be said otherwise."),
)
SIGN_COMMITMENT = Permission(
    "sign_commitment",
    frozenset({Role.DEPARTMENT_HEAD}),
    _("A department commits by the hand of whoever heads it. You can read what each department promised."),
)
KEEP_ROLLOUT = Permission(
    "keep_rollout",
    frozenset({Role.FACILITATOR}),
    _("The rollout plan is kept by facilitators. Tell one of them what is missing in it."),
)
RECORD_REVIEW = Permission(
    "record_review",
    frozenset({Role.FACILITATOR}),
    _("The yearly review is recorded by facilitators. Everyone signed in reads it."),
)
OPEN_PROJECT = Permission("open_project", EVERYONE, _("Sign in to open a project."))
KEEP_PROJECTS = Permission(
    "keep_projects",
    frozenset({Role.FACILITATOR}),
    _("A project is kept by whoever opened it here, or by a facilitator. Tell one of them what should change."),
)
ANSWER_REQUESTS = Permission(
    "answer_requests",
    frozenset({Role.EXECUTIVE}),
    _("What a project asks of management is decided by executive management. Everyone reads the answer."),
)

TABLE = [
    READ,
    PROPOSE,
    SUPPORT,
    CREATE_CHARTER,
    EDIT_TEXT,
    TAKE_UP,
    PLACE_COMMENTS,
    TAKE_POSITION,
    ANIMATE_ROUNDS,
    GROUND,
    PREPARE_VERSION,
    VALIDATE,
    ASK_OPINION,
    RECORD_OPINION,
    SPONSOR,
    KEEP_JOB_PROFILES,
    KEEP_SCALE,
    SIGN_COMMITMENT,
    KEEP_ROLLOUT,
    RECORD_REVIEW,
    OPEN_PROJECT,
    KEEP_PROJECTS,
    ANSWER_REQUESTS,
]
