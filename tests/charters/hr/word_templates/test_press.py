"""The process where templates are read and filled: it has little time, little memory, and ends with all it started."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import pytest

from charters.hr.word_templates import press
from charters.hr.word_templates.checking import check
from charters.hr.word_templates.filling import fill, prepared, presses_kept
from charters.hr.word_templates.placeholders import known
from charters.hr.word_templates.press import Press
from charters.hr.word_templates.sample import sample_sheet
from charters.hr.word_templates.starter import write_starter
from charters.hr.word_templates.typesetter import MEMORY
from governance.refusals import Refused
from tests.charters.hr.word_templates.making import template, with_body, words_of

pytestmark = pytest.mark.usefixtures("english")

ROOT = Path(__file__).parents[4]
# What runs in place of the typesetter: it holds itself to the same limits, then does worse than any template.
LIMITED = f"""
import sys
sys.path.append({str(ROOT)!r})
from charters.hr.word_templates import grammar, marks, typesetter
"""
UNGUARDED = f"""{LIMITED}
from types import SimpleNamespace
from jinja2 import Environment
grammar.environment = lambda: Environment(autoescape=True)
grammar.read = lambda source, known: grammar.Read(set(), set())
typesetter.main()
"""


@pytest.fixture
def typesetter(tmp_path: Path, monkeypatch):
    """Another program in place of the typesetter."""

    def put(program: str, *, longest: float = 5) -> None:
        path = tmp_path / "typesetter.py"
        path.write_text(program, encoding="utf-8")
        monkeypatch.setattr(press, "TYPESETTER", path)
        monkeypatch.setattr(press, "LONGEST", longest)

    return put


def ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_rendering_that_never_ends_is_killed(typesetter):
    """Without any of the guards: the loop runs, and the process is ended with it."""
    typesetter(UNGUARDED, longest=3)
    content = template("{% for n in range(10**9) %}{% for m in range(10**9) %}{% endfor %}{% endfor %}", every=())
    with Press(content, known()) as machine:
        machine.read()
        pid = machine.process.pid
        with pytest.raises(Refused, match="far too long"):
            machine.fill({}, {"author": ""})
        assert machine.process is None
    assert ended(pid)


def test_a_rendering_that_swells_is_stopped_by_its_memory(typesetter):
    typesetter(UNGUARDED, longest=20)
    content = template("{% for n in range(10**9) %}{{ 'a' * 10**8 }}{% endfor %}", every=())
    with Press(content, known()) as machine:
        with pytest.raises(Refused, match="far too large"):
            machine.fill({}, {"author": ""})
        peak = Path(f"/proc/{machine.process.pid}/status").read_text()
    assert int(peak.split("VmPeak:")[1].split()[0]) * 1024 <= MEMORY


def test_what_it_started_ends_with_it(typesetter, tmp_path: Path):
    told = tmp_path / "told"
    program = "import subprocess, sys, time\n"
    program += f"open({str(told)!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid))\ntime.sleep(60)\n"
    typesetter(program, longest=2)
    with Press(b"", {}) as machine, pytest.raises(Refused, match="far too long"):
        machine.read()
    for _attempt in range(50):
        state = Path(f"/proc/{told.read_text()}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("What it started is still running.")


def test_too_much_work_is_stopped_by_the_system(typesetter):
    program = f"{LIMITED}\ntypesetter.SECONDS = 1\ntypesetter.limit()\ntypesetter.grant_seconds()\nwhile True: pass\n"
    typesetter(program, longest=20)
    with Press(b"", {}) as machine, pytest.raises(Refused, match="far too long"):
        machine.read()


def test_it_can_write_no_file(typesetter, tmp_path: Path):
    program = f"{LIMITED}\ntypesetter.limit()\nopen({str(tmp_path / 'out')!r}, 'w').write('a')\n"
    typesetter(program)
    with Press(b"", {}) as machine, pytest.raises(Refused, match="could not be filled"):
        machine.read()
    assert not (tmp_path / "out").exists() or (tmp_path / "out").stat().st_size == 0


def test_it_knows_nothing_of_the_environment(typesetter, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    program = f"{LIMITED}\nimport json, os\nsaid = json.dumps({{'named': sorted(os.environ), 'always': []}}).encode()\n"
    typesetter(program + "typesetter.say(sys.stdout.buffer, b'R', said)\nimport time; time.sleep(9)\n")
    with Press(b"", {}) as machine:
        assert set(machine.read().named) <= {"PATH", "SYSTEMROOT", "LC_CTYPE"}


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(3)", "import os; os.kill(os.getpid(), 9)", "import sys; sys.stdout.write('noise')", ""],
)
def test_one_that_ends_or_says_nonsense_is_a_refusal(typesetter, program: str):
    typesetter(program)
    with Press(b"x" * 100_000, {}) as machine, pytest.raises(Refused, match="could not be filled"):
        machine.read()


def test_one_that_answers_without_end_is_not_read(typesetter):
    typesetter("import sys\nsys.stdout.buffer.write(b'\\xff' * 10**8)")
    with Press(b"", {}) as machine, pytest.raises(Refused, match="far too large"):
        machine.read()


def test_it_is_started_again_after_it_was_ended():
    with prepared(write_starter(), organisation="Org") as fill_sheet:
        first = fill_sheet(sample_sheet())
        machine = fill_sheet.func.__self__.press
        os.killpg(machine.process.pid, 9)
        with pytest.raises(Refused, match="could not be filled"):
            fill_sheet(sample_sheet())
        assert words_of(fill_sheet(sample_sheet())) == words_of(first)


def test_templates_that_cost_much_cost_it_and_not_us():
    """Braces by the thousand: they are refused, given up, or read, within what the press has."""
    costly = with_body("<w:p>" + "<w:r><w:t>{{p {%p {</w:t></w:r>" * 9000 + "</w:p>", template())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Press(costly, known()) as machine, pytest.raises(Refused):
        machine.read()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_filling_many_times_stays_within_its_memory():
    with prepared(write_starter(), organisation="Org") as fill_sheet:
        machine = fill_sheet.func.__self__.press
        sizes = []
        for _time in range(30):
            fill_sheet(sample_sheet())
            said = Path(f"/proc/{machine.process.pid}/status").read_text()
            sizes.append(int(said.split("VmHWM:")[1].split()[0]) * 1024)
    assert sizes[-1] < MEMORY / 4
    assert sizes[-1] - sizes[10] < 8_000_000


def test_one_template_at_a_time_is_filled_and_another_waits_a_little(monkeypatch):
    monkeypatch.setattr(press, "PATIENCE", 0.05)
    with press.turn():
        for act in (lambda: check(template()), lambda: fill(template(), sample_sheet(), organisation="Org")):
            with pytest.raises(Refused, match="Another template is being read: try again in a moment"):
                act()
    assert check(template())


def test_a_turn_ends_with_a_refusal(monkeypatch):
    monkeypatch.setattr(press, "PATIENCE", 0.05)
    for _time in range(2):
        with pytest.raises(Refused, match="unknown"):
            check(template("{{ fiche.intitul }}"))


def test_a_batch_waits_for_nobody(monkeypatch):
    monkeypatch.setattr(press, "PATIENCE", 0.05)
    with press.turn(), presses_kept():
        assert fill(template(), sample_sheet(), organisation="Org")
