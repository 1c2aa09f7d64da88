"""The one command that verifies: 0 and the anchor, or 1 and a line for each fault."""

import pytest
from django.core.management import CommandError, call_command

from governance.seals import Anchor, anchor, seal_now
from tests.factories import DecisionFactory
from tests.governance import ledger_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def decisions():
    rows = [DecisionFactory() for _ in range(3)]
    seal_now()
    return rows


def test_it_says_that_all_holds_and_the_anchor_to_keep(decisions, capsys):
    call_command("verify_versions")

    assert capsys.readouterr().out == f"Every seal holds. Sealed rows: 3. Versions: 0. Anchor: {anchor()}\n"


def test_the_demonstration_holds(capsys):
    call_command("load_demo", verbosity=0)
    seal_now()

    call_command("verify_versions")

    assert "Versions: 1." in capsys.readouterr().out


def test_it_names_every_fault_and_fails(decisions, as_owner, capsys):
    ledger_rows.unlock()
    ledger_rows.run("ALTER TABLE governance_decision DISABLE TRIGGER USER")
    ledger_rows.run(f"UPDATE governance_decision SET text = 'z' WHERE id = {decisions[0].pk}")
    ledger_rows.run(f"DELETE FROM governance_decision WHERE id = {decisions[2].pk}")

    with pytest.raises(CommandError, match="2 faults found"):
        call_command("verify_versions")
    assert capsys.readouterr().out.splitlines() == [
        f"decision {decisions[0].code} (governance_decision {decisions[0].pk}): this row is not the one that was "
        "sealed (seal 1).",
        f"decision (governance_decision {decisions[2].pk}): this row was sealed (seal 3) and is no longer there.",
    ]


def test_an_anchor_tells_that_the_end_was_cut(decisions, capsys):
    kept = anchor()
    call_command("verify_versions", anchor=str(kept))
    capsys.readouterr()

    with pytest.raises(CommandError, match="1 fault found"):
        call_command("verify_versions", anchor=str(Anchor(5, kept.last)))
    assert capsys.readouterr().out == "The end was cut: the anchor counts 5 seals, and only 3 are left.\n"


def test_an_anchor_tells_that_all_was_rewritten(decisions, capsys):
    with pytest.raises(CommandError, match="1 fault found"):
        call_command("verify_versions", anchor=f"2:{'a' * 64}")
    assert capsys.readouterr().out == (
        "The ledger was rewritten: seal 2 is not the one that the anchor was taken from.\n"
    )


def test_what_is_not_an_anchor_is_said():
    with pytest.raises(CommandError, match="This is not an anchor"):
        call_command("verify_versions", anchor="12")
