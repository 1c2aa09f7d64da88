"""The first page: to each their own work, and the same number of queries whatever there is of it."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from charter_site.pages.charter_state import charter_now
from charter_site.pages.tasks import Task
from charter_site.pages.worklist import tasks_of
from charters.deliberation import answering, proposing
from charters.hr import keeping, quoting
from charters.hr.kinds import Wording
from charters.models import Charter, Clause, Proposal, Version
from charters.text import drafting
from charters.versions import deciding, preparing
from feedback.models import Comment, Outcome
from feedback.voices.answering import answer
from governance.models import Member, SignsAs
from governance.people import accounts
from tests import circuit
from tests.factories import CharterFactory, ClauseFactory, CommentFactory, MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def charter() -> Charter:
    OrganisationFactory()
    return CharterFactory()


def propose(clause: Clause, title: str = "Shorter", by: Member | None = None, days_ago: int = 0) -> Proposal:
    proposal = proposing.propose(
        clause.charter,
        by=by or MemberFactory(),
        kind=Proposal.Kind.REMOVAL,
        signature=SignsAs.NAME,
        title=title,
        motive="Nobody reads it.",
        clause=clause,
        base_revision=clause.revision,
    )
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    Proposal.objects.filter(pk=proposal.pk).update(written_on=day)
    return proposal


def submit(charter: Charter) -> Version:
    """Submit the text with one more clause: a version that changes nothing is refused."""
    ClauseFactory(charter=charter)
    facilitator = MemberFactory(facilitator=True)
    return circuit.submit(charter, by=facilitator)


def reword(clause: Clause) -> None:
    """Say a clause otherwise, for human resources only: what was proposed about it stands as it did."""
    clause.refresh_from_db()
    words = {"hr_job_description": "Shares what helps, in time."}
    by = MemberFactory(facilitator=True)
    drafting.edit_clause(clause, by=by, reason="Clearer", words=words, seen=clause.row_version)


def validate(charter: Charter) -> Version:
    version = submit(charter)
    deciding.validate(
        version, by=MemberFactory(executive=True), seen_hash=version.content_hash, validating_body="Committee"
    )
    return version


def tasks(member: Member) -> list[Task]:
    return tasks_of(Member.objects.with_roles().get(pk=member.pk), charter_now())


def titles(member: Member) -> list[str]:
    return [task.title for task in tasks(member)]


class TestWhatAwaits:
    def test_an_agent_has_nothing_to_catch_up_with(self, charter):
        propose(ClauseFactory(charter=charter))
        submit(charter)

        assert titles(MemberFactory()) == []

    def test_a_facilitator_answers_proposals_the_oldest_first(self, charter):
        clause = ClauseFactory(charter=charter)
        for age in (3, 20, 1, 2, 4, 5):
            propose(clause, title=f"Since {age}", days_ago=age)
        answered = propose(clause, title="Answered", days_ago=90)
        answering.decline(answered, by=MemberFactory(facilitator=True), answer="It is needed.", seen=1)

        task = tasks(MemberFactory(facilitator=True))[0]

        assert task.title == "Answer 6 proposals"
        assert [label for label, _address in task.links] == ["Since 20", "Since 5", "Since 4", "Since 3", "Since 2"]
        assert (task.days, task.is_urgent) == (20, True)

    def test_a_facilitator_writes_the_first_clauses(self, charter):
        assert titles(MemberFactory(facilitator=True)) == ["Write the first clauses"]

        ClauseFactory(charter=charter)
        assert titles(MemberFactory(facilitator=True)) == []

    def test_a_facilitator_finishes_the_version_in_preparation_until_it_is_submitted(self, charter):
        ClauseFactory(charter=charter)
        facilitator = MemberFactory(facilitator=True)

        preparing.prepare(charter, by=facilitator)
        assert titles(facilitator) == ["Finish the version in preparation"]

        circuit.submit(charter, by=facilitator)
        assert titles(facilitator) == []

    def test_a_facilitator_takes_up_a_returned_version_until_it_is_in_preparation(self, charter):
        version = submit(charter)
        facilitator = MemberFactory(facilitator=True)
        assert titles(facilitator) == []
        executive = MemberFactory(executive=True)
        deciding.return_to_facilitators(version, by=executive, reason="Costs.", seen_hash=version.content_hash)

        [task] = tasks(facilitator)
        assert (task.title, task.days) == ("Take up the returned version", 0)
        assert task.address == reverse("version-prepare", args=[charter.slug])
        reasons = reverse("version-submitted", args=[charter.slug, version.submission])
        assert task.links == [("Read the reasons", reasons)]
        assert titles(executive) == titles(MemberFactory()) == []

        preparing.prepare(charter, by=facilitator)
        assert titles(facilitator) == ["Finish the version in preparation"]

    def test_executive_management_decides_on_what_is_submitted_until_it_has(self, charter):
        ClauseFactory(charter=charter)
        executive = MemberFactory(executive=True)
        version = submit(charter)

        assert [(task.title, task.days, task.address) for task in tasks(executive)] == [
            ("Decide on the submitted version", 0, version.get_absolute_url())
        ]

        deciding.return_to_facilitators(version, by=executive, reason="Shorter.", seen_hash=version.content_hash)
        assert titles(executive) == []

    def test_human_resources_bring_job_descriptions_up_to_date(self, charter):
        hr, clause = MemberFactory(hr=True), ClauseFactory(charter=charter, hr_job_description="Shares what helps.")
        version = validate(charter)
        profile = keeping.create_profile(by=hr, words={"title": "Gardener"})
        picks = {clause.code: [Wording.JOB_DESCRIPTION]}
        quoting.quote_clauses(profile, by=hr, version=version.pk, picks=picks, seen=profile.row_version)
        assert titles(hr) == []

        validate(charter)
        assert titles(hr) == []  # another version, the same words

        reword(clause)
        validate(charter)

        task = tasks(hr)[0]
        assert task.title == "Bring 1 job description up to date"
        assert task.links == [("Gardener", reverse("job-profile", args=[profile.pk]))]

    def test_an_administrator_starts_from_nothing(self):
        administrator = MemberFactory(administrator=True, department=None)

        assert titles(administrator) == ["Describe your organisation", "Add the departments", "Open the charter"]

    def test_an_administrator_sees_who_has_not_come_in(self, charter):
        administrator = MemberFactory(administrator=True)
        invited = accounts.invite("new@test.example", by=administrator, name="New Person")

        assert tasks(administrator)[0].links == [("New Person", reverse("member", args=[invited.pk]))]

        accounts.set_password(invited, "a long enough sentence")
        assert titles(administrator) == []


class TestThePage:
    @pytest.mark.parametrize("count", [1, 25])
    def test_costs_the_same_at_any_size_even_with_every_role(self, client, charter, django_assert_num_queries, count):
        everything = MemberFactory(facilitator=True, executive=True, hr=True, administrator=True)
        clauses = ClauseFactory.create_batch(count, charter=charter, hr_job_description="Shares what helps.")
        version = validate(charter)
        for number, clause in enumerate(clauses):
            profile = keeping.create_profile(by=everything, words={"title": f"Post {number}"})
            picks = {clause.code: [Wording.JOB_DESCRIPTION]}
            quoting.quote_clauses(profile, by=everything, version=version.pk, picks=picks, seen=profile.row_version)
            propose(clause, by=everything)
            accounts.invite(f"new{number}@test.example", by=MemberFactory(administrator=True), name="New")
            declined = propose(clause, by=everything)
            answering.decline(declined, by=everything, answer="It is needed.", seen=1)
            reword(clause)
        validate(charter)
        submit(charter)
        client.force_login(everything)

        # session, member; charter; all that awaits; what was answered, and its words; my proposals; clauses
        with django_assert_num_queries(8):
            page = client.get("/").content.decode()

        assert page.count('class="cell"') == count + 3
        assert "5 things await you" in page

    def test_says_where_the_charter_stands(self, client, charter):
        propose(ClauseFactory(charter=charter))
        client.force_login(MemberFactory())
        assert "No version in force" in client.get("/").content.decode()

        validate(charter)
        page = client.get("/").content.decode()

        assert "Version 1" in page
        assert "proposal in progress" in page
        assert "nothing awaits you" in page

    def test_lists_my_proposals_and_their_answers(self, client, charter):
        member = MemberFactory()
        clause = ClauseFactory(charter=charter)
        answered = propose(clause, title="The answered one", by=member)
        propose(clause, title="The waiting one", by=member)
        propose(clause, title="Of someone else")
        answering.decline(answered, by=MemberFactory(facilitator=True), answer="It is needed.", seen=1)
        client.force_login(member)

        page = client.get("/").content.decode()
        mine = page[page.index("My proposals") : page.index("Where the charter stands")]

        assert "The answered one" in mine
        assert "Not taken up" in mine
        assert "Awaiting its answer" in mine
        assert "Of someone else" not in mine

    @pytest.mark.parametrize("signature", SignsAs.values)
    def test_tells_once_that_what_i_wrote_was_answered(self, client, charter, signature):
        author, facilitator = MemberFactory(), MemberFactory(facilitator=True)
        comment = CommentFactory(thread=ClauseFactory(charter=charter).thread, by=author, signature=signature)
        answer(comment, by=facilitator, outcome=Outcome.IN_PART, reason="The first half.")
        for other in (MemberFactory(), facilitator):
            client.force_login(other)
            assert "was answered" not in client.get("/").content.decode()
        client.force_login(author)
        page = client.get("/").content.decode()
        told = page[page.index("A contribution of yours was answered") : page.index("I have read it")]
        assert comment.text in told
        assert "Taken up in part" in told
        assert "The first half." in told
        assert "<a " not in told
        read = {"read": re.findall(r'name="read" value="([^"]+)"', told)}

        done = client.post(reverse("told"), read)

        assert (done.status_code, done.url) == (303, "/")
        page = client.get("/").content.decode()
        assert "It is noted: you are not told of it again." in page
        assert "was answered" not in page
        assert client.post(reverse("told"), read).status_code == 303

    def test_one_button_says_that_all_were_read_and_no_more_than_were_shown(self, client, charter):
        author, facilitator = MemberFactory(), MemberFactory(facilitator=True)
        comments = [CommentFactory(by=author, signature=SignsAs.ANONYMOUS) for _ in range(3)]
        for comment in comments[:2]:
            answer(comment, by=facilitator, outcome=Outcome.NOT_TAKEN_UP, reason="No.")
        client.force_login(author)
        page = client.get("/").content.decode()
        assert "2 contributions of yours were answered" in page
        assert page.count("I have read them") == 1
        answer(comments[2], by=facilitator, outcome=Outcome.TAKEN_UP, reason="Yes.")

        client.post(reverse("told"), {"read": re.findall(r'name="read" value="([^"]+)"', page)})

        page = client.get("/").content.decode()
        assert comments[2].text in page, "it was answered after the page was read"
        assert comments[0].text not in page

    @pytest.mark.parametrize("sent", ["", "comment", "comment:x", ":", "member:{pk}", "comment:{pk}", "{pk}"])
    def test_nobody_is_told_of_what_is_not_theirs(self, client, charter, sent):
        comment = CommentFactory()
        answer(comment, by=MemberFactory(facilitator=True), outcome=Outcome.IN_PART, reason="The first half.")
        client.force_login(MemberFactory())
        assert client.post(reverse("told")).status_code == 404
        assert client.post(reverse("told"), {"read": sent.format(pk=comment.pk)}).status_code == 404
        assert not Comment.objects.get().author_told

    def test_an_empty_database_leads_the_administrator(self, client):
        client.force_login(MemberFactory(administrator=True, department=None))

        page = client.get("/").content.decode()

        assert "There is no charter yet" in page
        assert reverse("organisation") in page

    def test_a_visitor_signs_in(self, client):
        OrganisationFactory()

        assert client.get("/").url == "/accounts/login/?next=/"

    def test_a_visitor_reads_what_is_open_to_everyone(self, client):
        organisation, charter = OrganisationFactory(publishes_versions=True), CharterFactory()
        assert client.get("/").url == "/accounts/login/?next=/"

        validate(charter)

        assert client.get("/").url == reverse("versions", args=[charter.slug])
        assert client.get("/", follow=True).status_code == 200
        assert organisation.name in client.get("/", follow=True).content.decode()
