"""The export command: to a file that only its owner reads, or to the standard output."""

import json
import stat

import pytest
from django.core.management import CommandError, call_command

from charter_site.exchange.checking import check
from governance.seals import anchor, seal_now
from tests.charters.consent.circle import Circle
from tests.factories import DecisionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_stored")]


def test_a_file_is_written_for_its_owner_alone(tmp_path):
    file = tmp_path / "export.json"

    call_command("export_charter", file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    check(file.read_bytes())


def test_a_file_is_replaced_only_when_asked(tmp_path):
    file = tmp_path / "export.json"
    file.write_text("precious")

    with pytest.raises(CommandError, match="Add --force to replace it"):
        call_command("export_charter", file)
    assert file.read_text() == "precious"

    call_command("export_charter", file, force=True)
    assert json.loads(file.read_bytes())["meta"]["schema_version"] == "1.1"


def test_what_the_format_has_no_place_for_is_counted(tmp_path, capsys):
    circle = Circle("object")
    circle.position()
    circle.amend()
    call_command("export_charter", tmp_path / "export.json")
    said = capsys.readouterr().out
    for line in ("consent rounds: 1", "positions taken in them: 1", "former wordings of proposals: 1"):
        assert f"  {line}\n" in said
    assert "passages" not in said


def test_without_a_file_the_export_is_on_the_standard_output(capsys):
    call_command("export_charter")

    assert json.loads(capsys.readouterr().out)["organization"]["slug"] == "aubrelle-agglomeration"


def test_the_anchor_to_keep_elsewhere_is_said_with_a_file_and_without(tmp_path, capsys):
    DecisionFactory()
    seal_now()
    assert anchor().count > 0
    line = f"Anchor of what is sealed at this moment, to be kept elsewhere: {anchor()}\n"

    call_command("export_charter", tmp_path / "export.json")
    assert line in capsys.readouterr().out

    call_command("export_charter")
    said = capsys.readouterr()
    assert line in said.err
    json.loads(said.out)


def test_a_folder_that_does_not_exist_gets_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_charter", tmp_path / "nowhere" / "export.json")
