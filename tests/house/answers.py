"""What is answered, resolved, and still without an answer in the world of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charters.deliberation import answering as proposals
from charters.deliberation import joining
from feedback.models import Comment, Outcome, Thread
from feedback.projects.answering import answer_entry
from feedback.voices import answering, discussions
from governance.models import Member, SignsAs
from tests import factories as make

if TYPE_CHECKING:
    from tests.house.world import World

WORDS = "Το ακουσαμε, και θα το κανουμε."


def add_to(world: World) -> None:
    """``remark`` waits for its answer, ``own_remark`` is the agent's; ``resolved`` is a discussion that is resolved."""
    threads = [world.clause.thread, world.proposal.thread, world.entry.thread]
    for thread in map(_now, threads):
        for n, member in enumerate(world.members):
            answered = _remark(thread, member, (SignsAs.NAME, SignsAs.FUNCTION, SignsAs.ANONYMOUS)[n % 3])
            answering.answer(answered, by=world.facilitator, outcome=Outcome.TAKEN_UP, reason=WORDS)
            world.resolved = _resolved(world, thread, member)
        joined = _remark(thread, world.member, SignsAs.NAME)
        answering.join(joined, by=world.facilitator, to=answered, reason=WORDS)
        withdrawn = _remark(thread, world.member, SignsAs.ANONYMOUS)
        answering.withdraw(withdrawn, by=world.member)
        world.remark = _remark(thread, world.member, SignsAs.ANONYMOUS)
        world.own_remark = _remark(thread, world.agent, SignsAs.ANONYMOUS)
    _answer_everyone(world)
    told = make.FeedbackFactory(
        author=world.everyone, departments=world.departments, project=world._project(0), lessons=[WORDS]
    )
    answer_entry(told, by=world.facilitator, outcome=Outcome.IN_PART, reason=WORDS)


def _answer_everyone(world: World) -> None:
    """Answers of every kind that the agent and everyone were not told yet; one proposal joined to another."""
    for author in (world.agent, world.everyone):
        for signature in (SignsAs.NAME, SignsAs.ANONYMOUS):
            answered = _remark(_now(world.clause.thread), author, signature)
            answering.answer(answered, by=world.facilitator, outcome=Outcome.OUT_OF_SCOPE, reason=WORDS)
    for _n in world._numbers():
        joined = world._wording(3)
        joining.join(joined, by=world.facilitator, to=world.proposal, reason=WORDS, seen=1)
        proposals.decline(world._wording(4), by=world.facilitator, answer=WORDS, seen=1)
    world.joined = joined


def _now(thread: Thread) -> Thread:
    return Thread.objects.get(pk=thread.pk)


def _remark(thread: Thread, by: Member, signature: str) -> Comment:
    return make.CommentFactory(thread=thread, by=by, signature=signature, text=WORDS)


def _resolved(world: World, thread: Thread, by: Member) -> Comment:
    comment = _remark(thread, by, SignsAs.NAME)
    make.CommentFactory(thread=thread, by=by, reply_to=comment, kind=Comment.Kind.ANSWER, text=WORDS)
    for act in (discussions.resolve, discussions.reopen, discussions.resolve):
        act(comment, by=world.facilitator, reason=WORDS)
    return comment
