"""An organisation with ``size`` of everything, told in Greek letters.

Latin letters on one of its pages are then the application's own words. The richest of each kind has a name here:
the clause with all the proposals, comments and revisions, the entry with all the levers, and so on.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from charters.deliberation import answering, editing, proposing
from charters.models import (
    Charter,
    Citation,
    Clause,
    Commitment,
    Competence,
    Level,
    Proposal,
    RolloutAction,
    Section,
    Version,
)
from charters.text import drafting
from charters.versions import consulting, deciding, sponsoring
from feedback.models import Comment, Feedback, Hindrance, Lever, Project, Term
from feedback.voices.models import Channel
from feedback.voices.signing import OnBehalf
from governance.models import (
    Committee,
    Decision,
    Department,
    Member,
    Organisation,
    Role,
    RoleGrant,
    SignsAs,
    Stakeholder,
)
from governance.people import accounts, roles
from governance.signing import save_signed
from tests import circuit
from tests import factories as make
from tests.house import deliberation, promises, quotes
from tests.house.rooms import ROOMS

TEXT = "Απαντουμε ο ενας στον αλλον.\n\n- Πρωτα ακουμε.\n- Μετα λεμε."
NEXT_YEAR = timezone.localdate() + datetime.timedelta(days=365)
BECAUSE = "Ετσι ζουμε καλυτερα."
ROLES = (Role.FACILITATOR, Role.HR, Role.EXECUTIVE, Role.ADMINISTRATOR)
SIGNATURES = (SignsAs.NAME, SignsAs.FUNCTION, SignsAs.ANONYMOUS)


@contextmanager
def inhabited(size: int, blocker: Any) -> Iterator[World]:
    """A world for a whole module, with a mail server: all that tests do to it is undone at the end."""
    with blocker.unblock(), override_settings(EMAIL_HOST="mail.test.example", DEFAULT_FROM_EMAIL="us@test.example"):
        atomic = transaction.atomic()
        atomic._from_testcase = True
        with atomic:
            try:
                yield World(size)
            finally:
                transaction.set_rollback(True)


def _part(whole: Any, name: str) -> Any:
    return whole[name] if isinstance(whole, dict) else getattr(whole, name)


class World:
    """``size`` of everything; whoever opens each page is in ``people``."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._new = itertools.count(1)
        self.organisation: Organisation = make.OrganisationFactory(
            name="Πολη", slug="polis", description=TEXT, publishes_versions=False
        )
        self._make_people()
        self._make_governance()
        self._make_mail()
        self._make_experience()
        self._make_text()
        self._make_proposals()
        self._make_versions()
        quotes.make_quotes(self)
        deliberation.add_to(self)
        promises.add_to(self)
        for room in ROOMS:
            room.add_to(self)
        self.sessions = {person: self._sign_in(member) for person, member in self.people.items()}

    # --- Who reads ---------------------------------------------------------------------------------

    def client(self, person: str) -> Client:
        """A browser in the hands of one of ``people``, already signed in; of nobody, for a visitor."""
        browser = Client()
        if person in self.sessions:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return browser

    def _sign_in(self, member: Member) -> str:
        browser = Client()
        browser.force_login(member)
        return browser.cookies[settings.SESSION_COOKIE_NAME].value

    def find(self, path: str) -> Any:
        """``clause.code``, ``invitation.0``: what a table of addresses says; ``'words'`` say themselves."""
        if path.startswith("'"):
            return path.strip("'")
        found: Any = self
        for name in path.split("."):
            found = found[int(name)] if name.isdigit() else _part(found, name)
        return found

    # --- How it is made ----------------------------------------------------------------------------

    def _numbers(self) -> range:
        return range(1, self.size + 1)

    def _member(self, name: str, **traits: Any) -> Member:
        return make.MemberFactory(name=name, function="Ρολος", department=self.department, category="C", **traits)

    def _make_people(self) -> None:
        self.departments: list[Department] = [
            make.DepartmentFactory(code=f"D{n}", name=f"Υπηρεσια {n}", pole="Πολος") for n in self._numbers()
        ]
        self.department = self.departments[0]
        self.closed: Department = make.DepartmentFactory(
            code="D99", name="Παλια υπηρεσια", pole="Πολος", closed_on=datetime.date(2026, 1, 1),
            successor=self.department,
        )  # fmt: skip
        self.agent = self._member("Γιαννης")
        make.register_function(self.agent)
        for n in self._numbers():
            make.register_function(Member(department=self.department, function=f"Εργο {n}"))
        self.people = {"agent": self.agent} | {role.value: self._member(f"Μελος {n}") for n, role in enumerate(ROLES)}
        self.everyone = self._member("Ολοι", is_manager=True)
        for role in ROLES:
            for person in (self.people[role.value], self.everyone):
                RoleGrant.objects.create(member=person, role=role, reason=BECAUSE)
        self.people["everyone"] = self.everyone
        self.facilitator, self.administrator = self.people["facilitator"], self.people["administrator"]
        self.members = [self._member(f"Ονομα {n}") for n in self._numbers()]
        self.member = self.members[0]
        for _n in self._numbers():
            for person in (self.member, self.agent):
                ended = roles.grant(person, Role.HR, by=self.administrator, reason=BECAUSE)
                roles.end(ended, by=self.everyone, reason=BECAUSE)
        self.grant = roles.grant(self.member, Role.HR, by=self.everyone, reason=BECAUSE)
        self.invited = self._member("Νεος")
        self.invited.set_unusable_password()
        self.invited.save()
        for n in self._numbers():
            invited = self._member(f"Νεοτερος {n}")
            invited.set_unusable_password()
            invited.save()

    @property
    def invitation(self) -> tuple[str, str]:
        return accounts.invitation(self.invited) or ("", "")

    def _make_governance(self) -> None:
        subjects = [f"Θεμα {n}" for n in self._numbers()]
        parts = {"decides_on": subjects, "advises_on": subjects, "informed_of": subjects}
        self.committees: list[Committee] = [
            make.CommitteeFactory(
                code=f"INST-{n}", name=f"Επιτροπη {n}", acronym=f"Ε{n}", role=TEXT, **parts,
                kind=Committee.Kind.STATUTORY if n == 1 else Committee.Kind.STEERING,
                members_by_function=subjects, chaired_by_function="Προεδρος", frequency="Συχνα",
            )
            for n in self._numbers()
        ]  # fmt: skip
        self.committee = self.committees[0]
        make.CommitteeFactory(code="INST-0", name="Αλλη επιτροπη", role=TEXT, **parts)
        for n in self._numbers():
            make.InformationItemFactory(
                committee=self.committee, position=n, document=f"Χαρτι {n}", shared_with=subjects, delay="Αμεσως"
            )
            said = {"subject": f"Αποφαση {n}", "text": TEXT, "reason": BECAUSE, "owner_function": "Ρολος"}
            for visibility in Decision.Visibility:
                make.DecisionFactory(committee=self.committee, visibility=visibility, **said)
        self.stakeholders: list[Stakeholder] = [
            make.StakeholderFactory(
                code=f"SH-{n}", name=f"Φιλος {n}", expectations=TEXT, contributes=TEXT,
                single_contact_function="Ρολος", involved_at=[Stakeholder.Stage.DIAGNOSIS],
            )
            for n in self._numbers()
        ]  # fmt: skip
        self.stakeholder = self.stakeholders[0]
        self.stakeholder.departments.set(self.departments)
        self.tools = [
            make.ToolFactory(
                code=f"T{n}", name=f"Εργαλειο {n}", use_when=TEXT, avoid_when=TEXT, usage_rules=subjects,
                accessibility_note=TEXT, data_note=TEXT, support_contact_function="Ρολος",
            )
            for n in self._numbers()
        ]  # fmt: skip
        self.tool = self.tools[0]

    def _make_mail(self) -> None:
        """What waits, and what needs someone."""
        for _n in self._numbers():
            self.waiting_mail = make.OutgoingMailFactory(tries=1)
            make.OutgoingMailFactory(given_up=True)
            self.stuck_mail = make.OutgoingMailFactory(uncertain=True)

    def _make_experience(self) -> None:
        self.terms = {
            kind: [
                make.TermFactory(list=kind, code=f"{kind}-{n}", label=f"Λεξη {n}", definition=TEXT)
                for n in self._numbers()
            ]
            for kind in Term.List
        }
        told = {
            "context": TEXT, "lessons": [f"Μαθημα {n}" for n in self._numbers()], "author": self.agent,
            "categories": ["A", "B", "C"], "cooperation_modes_detail": TEXT, "participants_estimate": 12,
        }  # fmt: skip
        self.entries: list[Feedback] = [
            make.FeedbackFactory(project=self._project(n), departments=self.departments, **told)
            for n in self._numbers()
        ]
        self.entry = self.entries[0]
        self.entry.stakeholders.set(self.stakeholders)
        self.entry.tools.set(self.tools)
        self.entry.cooperation_modes.set(self.terms[Term.List.COOPERATION_MODE])
        for n in self._numbers():
            for model, kind in ((Lever, Term.List.LEVER), (Hindrance, Term.List.HINDRANCE)):
                model.objects.create(feedback=self.entry, term=self.terms[kind][n - 1], text=TEXT, position=n)
        for n in self._numbers():
            about = {"project": self._project(n), "departments": self.departments, "author": self.everyone}
            self.draft = make.FeedbackFactory(draft=True, **(told | about))
        self._discuss(self.entry.thread)

    def _project(self, n: int) -> Project:
        return make.ProjectFactory(name=f"Εργο {n}")

    def _discuss(self, thread: Any) -> None:
        """Comments signed in every way, some entered on behalf of someone, each with a reply."""
        for n in self._numbers():
            card = OnBehalf(channel=Channel.PAPER_CARD, site="Χωρος", department=self.department, category="C")
            comment = make.CommentFactory(
                thread=thread, by=self.facilitator, text=TEXT, signature=SignsAs.ANONYMOUS, on_behalf=card
            )
            make.CommentFactory(
                thread=thread, by=self.members[n - 1], text=TEXT, reply_to=comment, kind=Comment.Kind.ANSWER,
                signature=SIGNATURES[n % 3],
            )  # fmt: skip
        for author in (self.agent, self.everyone):
            make.CommentFactory(thread=thread, by=author, text=TEXT)

    def _make_text(self) -> None:
        for rank in range(1, 5):
            level = Level(rank=rank, label=f"Βαθμος {rank}", meaning=TEXT)
            save_signed(level, by=None, reason=BECAUSE)
        ladder = [f"Σκαλι {rank}" for rank in range(1, 5)]
        for n in self._numbers():
            competence = Competence(
                code=f"C{n}", position=n, label=f"Ικανοτητα {n}", definition=TEXT, agent_levels=ladder,
                manager_levels=ladder, criterion=Competence.Criterion.RELATIONS,
            )  # fmt: skip
            save_signed(competence, by=None, reason=BECAUSE)
        self.charter: Charter = make.CharterFactory(
            by=self.facilitator, slug="xarta", title="Χαρτα", preamble=TEXT, scope=TEXT
        )
        for section in self.charter.sections.all():
            words = {"title": f"Μερος {section.position}", "summary": TEXT}
            drafting.edit_charter(section, by=self.facilitator, reason=BECAUSE, words=words, seen=section.row_version)
        self.section = self.charter.sections.get(kind=Section.Kind.METHODS)
        self.clause = self._add(1)
        self.removed = self._add(0)
        for n, entry in enumerate(self.entries):
            cited = Citation(clause=self.clause, feedback=entry, passage="Ακουμε." if n % 2 else "")
            save_signed(cited, by=None, reason=BECAUSE)
        Clause.objects.filter(pk=self.clause.pk).update(citation_count=self.size)
        self._discuss(self.clause.thread)
        for n in self._numbers():
            action = RolloutAction(
                charter=self.charter, position=n, step=f"Βημα {n}", period_start=datetime.date(2026, 1, 1),
                actions=["Μιλαμε"], owner_function="Ρολος",
            )  # fmt: skip
            save_signed(action, by=None, reason=BECAUSE)

    def _add(self, n: int) -> Clause:
        return make.ClauseFactory(
            charter=self.charter, section=self.section, by=self.facilitator, reason=BECAUSE, title=f"Αρθρο {n}",
            text=TEXT, note=TEXT, indicators=[f"Σημαδι {n}" for n in self._numbers()][:20],
            hr_job_description="Μιλα.", hr_mission_letter="Θα μιλας.", hr_interview="Μιλησες;",
            competences=[f"C{n}" for n in self._numbers()],
        )  # fmt: skip

    def _propose(self, n: int, kind: str, **asked: Any) -> Proposal:
        by = (self.agent, self.everyone, self.members[n % self.size])[n % 3]
        return proposing.propose(
            self.charter, by=by, kind=kind, signature=SIGNATURES[n % 3], title=f"Προταση {n}", motive=TEXT,
            supporting_feedback=self.entries if kind != Proposal.Kind.WORDING or n == 3 else (), **asked,
        )  # fmt: skip

    def _wording(self, n: int) -> Proposal:
        clause = Clause.objects.get(pk=self.clause.pk)
        return self._propose(
            n, Proposal.Kind.WORDING, clause=clause, base_revision=clause.revision,
            proposed_text=f"{TEXT}\n\nΚαι {next(self._new)}.",
        )  # fmt: skip

    def _take_up(self, proposal: Proposal) -> Proposal:
        seen = Clause.objects.get(pk=proposal.clause_id).row_version
        return answering.take_up(proposal, by=self.facilitator, answer=BECAUSE, seen=seen)

    def _make_proposals(self) -> None:
        """Of every kind, declined, taken up, open."""
        for n in self._numbers():
            answering.decline(self._wording(n), by=self.facilitator, answer=BECAUSE, seen=1)
        about = {"clause": self.clause, "base_revision": self.clause.revision}
        self._take_up(self._propose(1, Proposal.Kind.REMOVAL, clause=self.removed, base_revision=1))
        self.open_proposals = {
            "wording": self._wording(3),
            "new": self._propose(3, Proposal.Kind.NEW, section=self.section, proposed_text=TEXT),
            "removal": self._propose(3, Proposal.Kind.REMOVAL, **about),
            "move": self._propose(3, Proposal.Kind.MOVE, destination_section=self.section, **about),
        }
        self.proposal = self.open_proposals["wording"]
        for n in self._numbers():
            self._wording(n)
            proposing.support(self.proposal, by=self.members[n - 1], seen=1)
        self._discuss(self.proposal.thread)

    def _submit(self) -> Version:
        asked = [committee.code for committee in self.committees]
        version = circuit.submit(self.charter, by=self.facilitator, message=TEXT, why=BECAUSE, opinions_from=asked)
        circuit.hear_everyone(version, by=self.facilitator, reference="Πρακτικα", words=TEXT)
        return version

    def _rewrite(self, text: str) -> None:
        for clause in self.charter.clauses.filter(removed=False):
            editing.edit_clause(
                clause, by=self.facilitator, reason=BECAUSE, words={"text": text}, seen=clause.row_version
            )

    def _make_versions(self) -> None:
        """As many validated as there is of everything; then one returned, one that waits, one in preparation."""
        executive = self.people["executive"]
        for n in self._numbers():
            if n == self.size:
                self.clauses = [self.clause, *(self._add(number) for number in self._numbers()[1:])]
            self.answered = self._take_up(self._wording(n))
            version = self._submit()
            deciding.validate(version, by=executive, seen_hash=version.content_hash, validating_body="Συμβουλιο")
            self.charter.refresh_from_db()
        self.version = version
        self.number = self.size
        self._change(f"{TEXT}\n\n- Επειτα.")
        returned = self._submit()
        reasons = {clause.code: BECAUSE for clause in self.clauses}
        seen = {"seen_hash": returned.content_hash, "reasons": reasons}
        deciding.return_to_facilitators(returned, by=executive, reason=BECAUSE, **seen)
        for clause in self.clauses:
            sponsoring.take_sponsorship(clause, by=executive, words=BECAUSE)
        self.returned = returned
        self._rewrite(f"{TEXT}\n\n- Στο τελος.")
        self.submitted = self._submit()
        self.version_draft = draft = circuit.ready_draft(self.charter, by=self.facilitator, why=BECAUSE)
        consulting.open_consultation(draft, by=self.facilitator, until=NEXT_YEAR, seen=draft.row_version)
        self._rewrite(f"{TEXT}\n\n- Και παλι.")
        for n, department in enumerate(self.departments):
            Commitment.objects.create(
                charter=self.charter, department=department, version_label=f"{self.number}.0", version=self.version,
                status=Commitment.Status.SIGNED, date=datetime.date(2026, 5, 1), signed_by_function="Ρολος",
                clause_codes=[self.clauses[n].code], comment=TEXT,
            )  # fmt: skip

    def _change(self, text: str) -> None:
        clause = Clause.objects.get(pk=self.clause.pk)
        editing.edit_clause(clause, by=self.facilitator, reason=BECAUSE, words={"text": text}, seen=clause.row_version)
