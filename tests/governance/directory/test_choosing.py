"""Which tool for this: the table of cases, the reasons, and what a tool lacks."""

import datetime

import pytest

from governance.directory.choosing import Need, choose, next_training_of
from governance.models import Tool

ANYONE, PHONE, COMPUTER = Tool.Reach.ANYONE, Tool.Reach.PHONE, Tool.Reach.COMPUTER
WARN, CHAT, WRITE = Tool.Situation.WARN, Tool.Situation.CHAT, Tool.Situation.WRITE


def a_tool(name, *situations, remote=False, reach="", helper=""):
    return Tool(
        code=name, name=name, situations=list(situations), works_remotely=remote, reach=reach,
        support_contact_function=helper,
    )  # fmt: skip


BOARD = a_tool("board", WARN, reach=ANYONE, helper="The front desk")
PHONE_CALL = a_tool("call", WARN, CHAT, remote=True, reach=PHONE, helper="The switchboard")
MESSAGES = a_tool("messages", WARN, CHAT, WRITE, remote=True, reach=COMPUTER, helper="The help desk")
COFFEE = a_tool("coffee", CHAT, reach=ANYONE)
PAPER = a_tool("paper", CHAT, remote=True)  # nobody has said what one needs
TOOLS = [PAPER, MESSAGES, PHONE_CALL, COFFEE, BOARD]


@pytest.mark.parametrize(
    ("situation", "at_a_distance", "people_have", "fitting", "lacking"),
    [
        (WARN, False, COMPUTER, ["board", "call", "messages"], []),
        (WARN, True, COMPUTER, ["call", "messages"], ["board"]),
        (WARN, False, PHONE, ["board", "call"], ["messages"]),
        (WARN, False, ANYONE, ["board"], ["call", "messages"]),
        (WARN, True, PHONE, ["call"], ["board", "messages"]),
        (WARN, True, ANYONE, [], ["board", "call", "messages"]),
        (CHAT, False, COMPUTER, ["coffee", "call", "messages", "paper"], []),
        (CHAT, True, COMPUTER, ["call", "messages", "paper"], ["coffee"]),
        (CHAT, True, PHONE, ["call"], ["coffee", "messages", "paper"]),
        (CHAT, False, ANYONE, ["coffee"], ["call", "messages", "paper"]),
        (WRITE, True, COMPUTER, ["messages"], []),
        (Tool.Situation.TEACH, False, COMPUTER, [], []),
    ],
)
def test_table_of_cases(situation, at_a_distance, people_have, fitting, lacking):
    choice = choose(TOOLS, Need(situation, at_a_distance=at_a_distance, people_have=people_have))

    assert [each.tool.code for each in choice.fitting] == fitting
    assert [each.tool.code for each in choice.lacking] == lacking


def test_what_serves_for_fewest_things_comes_first_then_the_name():
    tools = [a_tool("b", WARN, reach=PHONE), a_tool("broad", WARN, CHAT, reach=PHONE), a_tool("A", WARN, reach=PHONE)]
    assert [each.tool.code for each in choose(tools, Need(WARN)).fitting] == ["A", "b", "broad"]


@pytest.mark.parametrize(
    ("tool", "need", "reasons"),
    [
        (BOARD, Need(WARN), ["it is made for this, and for nothing else", "anyone can use it, without a screen"]),
        (
            PHONE_CALL,
            Need(CHAT, at_a_distance=True),
            ["it serves for this, and for 1 other situation", "it can be used at a distance", "a phone is enough"],
        ),
        (
            MESSAGES,
            Need(CHAT),
            [
                "it serves for this, and for 2 other situations",
                "it takes a computer and an account, which everyone here has",
            ],
        ),
    ],
)
def test_each_tool_is_proposed_for_reasons(tool, need, reasons):
    assert list(choose([tool], need).fitting[0].reasons) == reasons


@pytest.mark.parametrize(
    ("tool", "need", "lacks"),
    [
        (BOARD, Need(WARN, at_a_distance=True), ["people must be in the same place"]),
        (PHONE_CALL, Need(CHAT, people_have=ANYONE), ["it takes a phone"]),
        (MESSAGES, Need(CHAT, people_have=PHONE), ["it takes a computer and an account"]),
        (PAPER, Need(CHAT, people_have=PHONE), ["nobody has said yet what one needs to use it"]),
        (
            COFFEE,
            Need(CHAT, at_a_distance=True, people_have=ANYONE),
            ["people must be in the same place"],
        ),
    ],
)
def test_a_tool_that_does_not_fit_says_what_it_lacks(tool, need, lacks):
    proposed = choose([tool], need).lacking[0]
    assert list(proposed.lacks) == lacks
    assert not any("computer" in reason or "phone" in reason for reason in proposed.reasons)


def test_those_who_know_the_tools_of_the_situation_are_named_once_each():
    again = a_tool("again", WARN, reach=COMPUTER, helper="The help desk")
    choice = choose([*TOOLS, again], Need(WARN, at_a_distance=True, people_have=ANYONE))
    assert choice.fitting == []
    assert choice.helpers == ["The front desk", "The switchboard", "The help desk"]


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True), (1, True)])
def test_a_training_that_is_past_is_not_the_next_one(days, shown):
    today = datetime.date(2026, 6, 1)
    day = today + datetime.timedelta(days=days)
    assert next_training_of(Tool(next_training_on=day), today=today) == (day if shown else None)


def test_a_tool_without_training_has_no_next_one():
    assert next_training_of(Tool(), today=datetime.date(2026, 6, 1)) is None
