"""What an entry of the directory said before."""

import datetime

import pytest

from governance.directory import keeping
from governance.history import history_of, last_change
from governance.models import Tool
from tests.factories import MemberFactory, ToolFactory

pytestmark = pytest.mark.django_db


def test_each_change_says_what_was_said_before_in_words():
    by, tool = MemberFactory(facilitator=True), ToolFactory(reach=Tool.Reach.PHONE)
    keeping.describe_tool(
        tool, by=by, seen=1, reason="Tried.", works_remotely=True, reach="", first_steps=["Ask.", "Listen."],
        situations=[Tool.Situation.MEET], next_training_on=datetime.date(2026, 3, 2),
    )  # fmt: skip

    last, first = history_of(tool)

    assert (last.author, last.record.history_change_reason) == (by, "Tried.")
    assert {said.name: (said.before, said.since.replace("\xa0", " ")) for said in last.said} == {
        "situations it answers": ("", "- Meet"),
        "it works at a distance": ("no", "yes"),
        "what one needs to use it": ("Anyone with a phone", ""),
        "first steps, in five lines": ("", "- Ask.\n- Listen."),
        "next training": ("", "2 March 2026"),
    }
    assert (first.author, first.said) == (None, [])
    assert last_change(tool) == last.record


def test_the_oldest_change_shown_is_compared_with_the_one_before(monkeypatch):
    monkeypatch.setattr("governance.history.LATEST_CHANGES", 1)
    by, tool = MemberFactory(facilitator=True), ToolFactory()
    keeping.describe_tool(tool, by=by, seen=1, reason="Why.", avoid_when="Never.")
    (only,) = history_of(tool)
    assert [(said.before, said.since) for said in only.said] == [("", "Never.")]
