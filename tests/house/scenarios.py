"""How each address of the site is visited: who may, what its address is made of, what it answers.

One row a route, several when it answers several ways; the rows of newer rooms are in ``rooms``. ``test_routes`` fails
on a route that no row names. Arguments are paths in ``world.World``, or words between quotes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from charters.versions.documents.formats import FORMATS
from tests.house.rooms import ROOMS
from tests.house.visits import (
    ADMINISTRATORS,
    COMMITTEE_KEEPERS,
    EVERYONE,
    EXECUTIVES,
    FACILITATORS,
    LEFT_EMPTY,
    OPENERS,
    VISITORS,
    Scenario,
    act,
    file,
    form,
    line,
    page,
    shortcut,
)

CLAUSE = ("charter.slug", "clause.code")
SECTION = ("charter.slug", "section.code")
PROPOSAL = ("charter.slug", "proposal.code")
ROUND = ("charter.slug", "round.code")
OBJECTION = (*ROUND, "objection.pk")
OPINION = ("charter.slug", "submitted.submission", "committee.code")
SUBMITTED = ("charter.slug", "submitted.submission")
TODAY = timezone.localdate().isoformat()
DEPARTMENT = ("charter.slug", "department.pk")
ACTION = ("charter.slug", "action.position")
IN_A_YEAR = (timezone.localdate() + datetime.timedelta(days=365)).isoformat()
PASSWORDS = {"password1": "Κωδικος 12 μακρυς", "password2": "Κωδικος 12 μακρυς"}
OTHER_PROMISES = {f"{name}_{place}": LEFT_EMPTY for name in ("clause", "words") for place in (2, 3)}
MORE_WORDS = OTHER_PROMISES | {"clause_1": LEFT_EMPTY, "words_1": LEFT_EMPTY}

SCENARIOS: list[Scenario] = [
    # The frame of the site
    page("home", EVERYONE),
    page("unanswered", EVERYONE, also=("?kind=comment", "?kind=position", "?page=2")),
    act("told", EVERYONE, sent_from="home"),
    page("accessibility", VISITORS),
    page("privacy", VISITORS),
    line("health-live", VISITORS),
    line("health-ready", VISITORS),
    act("set_language", VISITORS, sent_from="accessibility"),
    act("display-theme", VISITORS, sent_from="accessibility"),
    # Coming in
    form("account_login", VISITORS, typed={"login": "nobody@test.example", "password": "Κωδικος"}),
    act("demo-sign-in", VISITORS, typed={"email": "nobody@test.example"}),
    form("invitation", VISITORS, "invitation.0", "invitation.1", typed=PASSWORDS),
    form("account_logout", EVERYONE),
    page("account_inactive", VISITORS),
    page("account_signup", VISITORS),
    form("account_change_password", EVERYONE, typed={"oldpassword": "a password for tests", **PASSWORDS}),
    form("account_reset_password", VISITORS, typed={"email": "nobody@test.example"}),
    page("account_reset_password_done", VISITORS),
    page("account_reset_password_from_key_done", VISITORS),
    page("account_reset_password_from_key", VISITORS, "'1'", "'nothing'"),
    form("my-account", EVERYONE),
    # The organisation
    form("organisation", ADMINISTRATORS),
    page("departments", EVERYONE),
    form("department-new", ADMINISTRATORS, typed={"code": "D100", "total": "3"}),
    form("department", ADMINISTRATORS, "department.pk"),
    form("function-register", ADMINISTRATORS, "department.pk"),
    form("department-close", ADMINISTRATORS, "department.pk"),
    page("people", ADMINISTRATORS, also=("?q=Μελος&role=hr",)),
    form("member-invite", ADMINISTRATORS, typed={"email": "someone.new@test.example"}),
    form("member", ADMINISTRATORS, "member.pk", typed={"role": "facilitator"}),
    page("member", ADMINISTRATORS, "invited.pk"),
    form("member-edit", ADMINISTRATORS, "member.pk"),
    form("account-close", ADMINISTRATORS, "member.pk"),
    form("role-end", ADMINISTRATORS, "grant.pk"),
    page("outgoing-mail", ADMINISTRATORS, also=("?page=2",)),
    act("mail-try-now", ADMINISTRATORS, sent_from="outgoing-mail"),
    form("mail-decide", ADMINISTRATORS, "stuck_mail.pk", "'again'"),
    form("mail-decide", ADMINISTRATORS, "stuck_mail.pk", "'drop'"),
    # Who decides what
    page("governance", EVERYONE),
    page("decision-list", EVERYONE, also=("?committee=INST-1&type=decision",)),
    form("committee-new", COMMITTEE_KEEPERS, typed={"decides_on": "Ολα", "acronym": "ΝΕΑ"}),
    page("committee", EVERYONE, "committee.code"),
    page("stakeholder-list", EVERYONE),
    page("stakeholder", EVERYONE, "stakeholder.code"),
    page("tool-list", EVERYONE),
    page("tool", EVERYONE, "tool.code"),
    # What we lived
    page("feedback-list", EVERYONE, also=("?outcome=reussi&department=D1", "?page=2")),
    form("feedback-new", EVERYONE),
    page("vocabulary", EVERYONE),
    page("feedback", EVERYONE, "entry.code", also=("?comments=2",)),
    page("feedback", ("everyone",), "draft.code", own=True),
    shortcut("feedback-edit", ("everyone",), "draft.code", own=True),
    act("feedback-publish", ("everyone",), "draft.code", own=True, sent_from="feedback-reread"),
    act("feedback-comment", EVERYONE, "entry.code", sent_from="feedback"),
    form("feedback-answer", FACILITATORS, "entry.code"),
    # What people say of all that, and how it ends
    shortcut("comment", EVERYONE, "remark.pk"),
    form("comment-answer", FACILITATORS, "remark.pk"),
    form("comment-join", FACILITATORS, "remark.pk", also=("?q=Το",)),
    form("comment-withdraw", ("agent",), "own_remark.pk", own=True),
    form("discussion-resolve", FACILITATORS, "remark.pk"),
    form("discussion-reopen", EVERYONE, "resolved.pk"),
    # The charter
    shortcut("charters", EVERYONE),
    shortcut("current-versions", EVERYONE),
    shortcut("current-prepare", EVERYONE),
    shortcut("current-proposals", EVERYONE),
    shortcut("current-commitments", EVERYONE),
    shortcut("current-rollout", EVERYONE),
    shortcut("current-reviews", EVERYONE),
    form("charter-new", OPENERS, typed={"slug": "alli"}),
    page("charter", EVERYONE, "charter.slug"),
    page("clause", EVERYONE, *CLAUSE, also=("?comments=2", "?passage=0-11")),
    page("clause", EVERYONE, "charter.slug", "removed.code"),
    page("clause-history", EVERYONE, *CLAUSE),
    page("clause-sources", EVERYONE, *CLAUSE, also=("?source=1",)),
    shortcut("clause-compare-choice", EVERYONE, *CLAUSE),
    page("clause-compare", EVERYONE, *CLAUSE, "'1'", "'2'", "'before'"),
    page("clause-compare", EVERYONE, *CLAUSE, "'1'", "'2'", "'after'"),
    page("clause-compare", EVERYONE, *CLAUSE, "'1'", "'2'", "'changes'"),
    act("clause-comment", EVERYONE, *CLAUSE, sent_from="clause"),
    form("passage-new", EVERYONE, *CLAUSE, query="?start=0&end=11", also=("?start=0&end=11", "?from=1&to=5")),
    page("clause-passages", EVERYONE, *CLAUSE),
    act("passage-confirm", FACILITATORS, *CLAUSE, "moved.pk", sent_from="clause-passages"),
    act("passage-whole", FACILITATORS, *CLAUSE, "gone.pk", sent_from="clause-passages"),
    form("passage-attach", FACILITATORS, *CLAUSE, "gone.pk", query="?start=0&end=11"),
    form("charter-edit", FACILITATORS, "charter.slug", typed={"title": "Αλλη χαρτα"}),
    form("section-edit", FACILITATORS, *SECTION, typed={"title": "Αλλο μερος"}),
    form("clause-new", FACILITATORS, *SECTION),
    form("clause-edit", FACILITATORS, *CLAUSE, typed={"title": "Αλλο αρθρο"}),
    # Its deliberation
    page("proposals", EVERYONE, "charter.slug", also=("?state=open", "?state=answered", "?page=2")),
    form("propose-wording", EVERYONE, *CLAUSE, typed={"proposed_text": "Ολα αλλιως."}),
    form("propose-removal", EVERYONE, *CLAUSE),
    form("propose-move", EVERYONE, *CLAUSE),
    form("propose-new", EVERYONE, *SECTION),
    page("proposal", EVERYONE, *PROPOSAL, also=("?comments=2",)),
    page("proposal", EVERYONE, "charter.slug", "answered.code"),
    page("proposal", EVERYONE, "charter.slug", "open_proposals.new.code"),
    page("proposal", EVERYONE, "charter.slug", "open_proposals.removal.code"),
    page("proposal", EVERYONE, "charter.slug", "open_proposals.move.code"),
    act("proposal-comment", EVERYONE, *PROPOSAL, sent_from="proposal"),
    act("proposal-support", EVERYONE, *PROPOSAL, sent_from="proposal", by="hr"),
    act("proposal-withdraw", EVERYONE, *PROPOSAL, sent_from="proposal"),
    form("proposal-amend", ("agent",), *PROPOSAL, own=True, typed={"text": "Ολα αλλιως."}),
    form("proposal-confirm", ("agent",), "charter.slug", "waiting.code", own=True),
    page("proposal", EVERYONE, "charter.slug", "waiting.code"),
    page("proposal-wordings", EVERYONE, *PROPOSAL),
    page("proposal-compare", EVERYONE, *PROPOSAL, "'before'"),
    page("proposal-compare", EVERYONE, *PROPOSAL, "'after'"),
    page("proposal-compare", EVERYONE, *PROPOSAL, "'changes'"),
    form("clause-merge", FACILITATORS, *CLAUSE, typed={"decline-": ""}),
    form("proposal-take-up", FACILITATORS, *PROPOSAL),
    form("proposal-take-up", FACILITATORS, "charter.slug", "open_proposals.move.code"),
    form("proposal-decline", FACILITATORS, *PROPOSAL),
    form("proposal-join", FACILITATORS, *PROPOSAL, also=("?q=Αλλο",)),
    page("proposal", EVERYONE, "charter.slug", "joined.code"),
    # Its consent rounds
    shortcut("current-rounds", EVERYONE),
    page("rounds", EVERYONE, "charter.slug", also=("?page=2",)),
    form("round-open", FACILITATORS, "charter.slug", "free.code"),
    page("round", EVERYONE, *ROUND, also=("?consents=2", "?to_confirm=2&former=2")),
    page("round", EVERYONE, "charter.slug", "ending.code"),
    page("round", EVERYONE, "charter.slug", "amendable.code"),
    page("round", EVERYONE, "charter.slug", "adopted.code"),
    form("round-step", FACILITATORS, *ROUND, "'next'"),
    form("round-step", FACILITATORS, *ROUND, "'put-off'"),
    form("round-step", FACILITATORS, *ROUND, "'back'"),
    form("round-position", EVERYONE, *ROUND),
    act("round-position-confirm", EVERYONE, *OBJECTION, sent_from="round"),
    form("round-amend", ("agent",), "charter.slug", "amendable.code", own=True, typed={"text": "Ολα αλλιως."}),
    form("objection-examine", FACILITATORS, *OBJECTION),
    form("objection-end", FACILITATORS, *OBJECTION, typed={"end": "not_valid"}),
    act("objection-withdraw", EVERYONE, *OBJECTION, sent_from="round"),
    form("objection-committee-answer", FACILITATORS, *ROUND, "escalated.pk", typed={"outcome": "retenu"}),
    form("round-decide", FACILITATORS, "charter.slug", "ending.code", typed={"result": "not_adopted"}),
    form("round-review", FACILITATORS, "charter.slug", "adopted.code", typed={"next_on": IN_A_YEAR}),
    # Its versions
    page("versions", EVERYONE, "charter.slug"),
    page("version", EVERYONE, "charter.slug", "number"),
    form("verify", EVERYONE),
    page("version-compare", EVERYONE, "charter.slug", also=("?from=1&to=1",)),
    page("version-on", EVERYONE, "charter.slug", also=("?date=2001-01-01",)),
    *(file("version-document", EVERYONE, "charter.slug", "number", f"'{ending}'") for ending in FORMATS),
    form("version-prepare", FACILITATORS, "charter.slug"),
    act("version-open", FACILITATORS, "charter.slug"),
    act("version-consult", FACILITATORS, "charter.slug", sent_from="version-prepare", typed={"until": IN_A_YEAR}),
    act("version-review", FACILITATORS, "charter.slug", sent_from="version-prepare", typed={"counted_upto": TODAY}),
    act("version-abandon", FACILITATORS, "charter.slug", sent_from="version-prepare"),
    page("version-submitted", EVERYONE, *SUBMITTED),
    page("version-submitted", EVERYONE, "charter.slug", "returned.submission"),
    file("version-changes-document", EVERYONE, "charter.slug", "number", "number"),
    file("version-submitted-changes-document", EVERYONE, *SUBMITTED),
    *(file("version-submitted-document", EVERYONE, *SUBMITTED, f"'{ending}'") for ending in FORMATS),
    act("version-decide", EXECUTIVES, *SUBMITTED, "'validate'", sent_from="version-submitted"),
    act("version-decide", EXECUTIVES, *SUBMITTED, "'return'", sent_from="version-submitted"),
    act(
        "version-decide",
        EXECUTIVES,
        *SUBMITTED,
        "'postpone'",
        sent_from="version-submitted",
        typed={"until": IN_A_YEAR},
    ),
    form("opinion-ask", ("facilitator", "executive"), *SUBMITTED),
    form("opinion-record", ("facilitator", "hr"), *OPINION),
    form("clause-sponsor", EXECUTIVES, *CLAUSE),
    act("version-decide", FACILITATORS, *SUBMITTED, "'withdraw'", sent_from="version-submitted"),
    # Its use
    page("commitments", EVERYONE, "charter.slug"),
    page("commitment", EVERYONE, *DEPARTMENT),
    form("commitment-sign", ("everyone",), *DEPARTMENT, "next_label", typed=OTHER_PROMISES),
    form("commitment-complete", ("everyone",), *DEPARTMENT, "label", typed=MORE_WORDS),
    form("commitment-follow-up", ("everyone",), *DEPARTMENT, "label", "clause.code"),
    page("rollout", EVERYONE, "charter.slug"),
    page("rollout-action", EVERYONE, *ACTION),
    form("rollout-new", FACILITATORS, "charter.slug", typed={"due_on": IN_A_YEAR}),
    form("rollout-revise", FACILITATORS, *ACTION, typed={"due_on": IN_A_YEAR, "step": "Αλλο βημα"}),
    form("rollout-move", FACILITATORS, *ACTION, typed={"state": "in_progress", "proof_address": LEFT_EMPTY}),
    page("reviews", EVERYONE, "charter.slug", also=("?page=2",)),
    form("review-new", FACILITATORS, "charter.slug", typed={"next_on": IN_A_YEAR}),
    *(scenario for room in ROOMS for scenario in room.SCENARIOS),
]

# Routes without a scenario, each with its reason.
EXEMPT: dict[str, str] = {}


def routes() -> Iterator[tuple[str, str]]:
    """Every address of the URL configuration, inclusions opened: its pattern and its name."""
    waiting: list[tuple[str, URLPattern | URLResolver]] = [("", each) for each in get_resolver().url_patterns]
    while waiting:
        prefix, found = waiting.pop(0)
        pattern = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            waiting = [(pattern, each) for each in found.url_patterns] + waiting
        else:
            yield pattern, found.name or ""
