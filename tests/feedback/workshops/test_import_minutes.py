"""The command: it says what it read, keeps it once, and refuses in one line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from feedback.models import Workshop

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).with_name("minutes_fr.txt")


def run(*args):
    out = StringIO()
    call_command("import_minutes", *map(str, args), stdout=out)
    return out.getvalue().splitlines()


def test_it_keeps_the_workshop_and_says_its_code_and_counts():
    lines = run(SAMPLE)

    workshop = Workshop.objects.get()
    assert lines[0] == f"{workshop.code}: Atelier 5 - Emergence - Session 1"
    assert [line.split(": ")[1] for line in lines[1:]] == ["5", "1", "5", "1", "14"]
    assert (workshop.statements.count(), workshop.source_name) == (26, "minutes_fr.txt")
    assert workshop.history.get().history_user_id is None


def test_a_dry_run_keeps_nothing():
    assert "14" in run(SAMPLE, "--dry-run")[-1]
    assert not Workshop.objects.exists()


def test_the_same_minutes_are_kept_once():
    run(SAMPLE)

    with pytest.raises(CommandError, match=Workshop.objects.get().code):
        run(SAMPLE)


def test_what_cannot_be_read_is_refused_in_a_line(tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n")

    with pytest.raises(CommandError, match="no text"):
        run(empty)
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "missing.txt")
