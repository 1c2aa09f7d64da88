"""The conventions that matter, as tests: the floors, the names, the size of things."""

import ast
import re
import subprocess
import sys
import tomllib

from django.apps import apps

from governance.pulse import felt_models
from governance.sealed import sealed_models
from tests.house.source import ROOT, files, lines_with

LONGEST = 400
FORBIDDEN_NAMES = {"utils", "util", "services", "helpers", "helper", "common", "misc", "signals", "tools", "lib"}
OURS = ("charters", "feedback", "governance")
# The one mutable pointer, from the ground to what was built on it; see the decisions in the README.
UPWARD_BY_DESIGN = {"charters.Charter.version_in_force"}


def test_imports_go_one_way():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def floors():
    """The layers of the import contracts, read from the ground; rooms side by side share a floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in (each for each in contracts if each["type"] == "layers"):
        yield {
            name.strip(): height
            for height, floor in enumerate(reversed(contract["layers"]))
            for name in floor.split("|")
        }


def height_in(floor, module):
    return next((floor[name] for name in floor if module == name or module.startswith(f"{name}.")), None)


def test_foreign_keys_point_downwards():
    upward = set()
    for model in (model for app in OURS for model in apps.get_app_config(app).get_models()):
        for field in model._meta.get_fields():
            if not (field.concrete and field.is_relation) or field.related_model._meta.app_label not in OURS:
                continue
            for floor in floors():
                source, target = height_in(floor, model.__module__), height_in(floor, field.related_model.__module__)
                if source is not None and target is not None and target > source:
                    upward.add(f"{model._meta.label}.{field.name}")
    assert {name for name in upward if not name.startswith("charters.Historical")} == UPWARD_BY_DESIGN


REWRITES = re.compile(r"drafting(\.| import.*\b)(edit|remove)_clause")


def test_a_clause_is_rewritten_where_its_proposals_follow():
    """``drafting`` knows nothing of proposals: whatever edits a clause goes through ``deliberation.editing``."""
    apart = {"charters/deliberation/editing.py"}
    found = {line.split(":")[0] for line in lines_with(REWRITES, "*.py")}
    assert {path for path in found if not path.startswith("tests/")} == apart


def test_every_room_stands_on_a_floor():
    known = {name for floor in floors() for name in floor}
    rooms = {
        f"{app}.{folder.name}" for app in OURS for folder in (ROOT / app).iterdir() if (folder / "models.py").exists()
    }
    assert rooms <= known


def test_a_module_is_short_enough_to_be_read():
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines())
        for file in files("*.py", "*.js")
        if "migrations" not in file.parts
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_a_module_is_named_after_its_subject():
    assert [file for file in files("*.py") if {file.stem, file.parent.name} & FORBIDDEN_NAMES] == []


def test_who_acts_is_always_named():
    """``by`` is never positional: a call says who acts, in full."""
    positional = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for file in files("charters/*.py", "feedback/*.py", "governance/*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if any(argument.arg == "by" for argument in [*node.args.posonlyargs, *node.args.args])
    ]
    assert positional == []


PAGES = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\sstyle="|\son[a-z]+="|javascript:|\|\s*safe\b""")


def test_a_page_carries_no_style_no_script_and_nothing_marked_safe():
    assert lines_with(PAGES, "templates/*.html") == []
    # A message in plain text is not escaped; a page always is.
    assert lines_with(re.compile(r"autoescape\s+off"), "templates/*.html") == []


def test_code_marks_nothing_safe_that_format_html_did_not_build():
    assert (
        lines_with(re.compile(r"\bmark_safe\b|\bSafeString\("), "charter*/*.py", "feedback/*.py", "governance/*.py")
        == []
    )


def test_no_error_is_swallowed_whole():
    swallowed = re.compile(r"except\s*:|except (Base)?Exception\s*:|except (Base)?Exception as")
    found = lines_with(swallowed, "charter*/*.py", "feedback/*.py", "governance/*.py")
    # What undoes and raises again swallows nothing.
    assert [line for line in found if "except BaseException:" not in line] == []


def test_no_test_is_skipped_or_expected_to_fail():
    skipping = re.compile(r"\bpytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")
    assert lines_with(skipping, "tests/*.py") == []


def test_nothing_is_left_for_later():
    assert (
        lines_with(re.compile(r"\b(TODO|FIXME|XXX)\b"), "charter*/*.py", "feedback/*.py", "governance/*.py", "*.html")
        == []
    )


def test_all_that_a_page_shows_is_felt():
    """A page that was read is not made again while nothing changed: a model that is not felt would show stale."""
    # The outbox is shown on pages that no browser keeps, and changes at each message that leaves; a seal, or what is
    # indexed of a row, comes with the pulse that the row raises.
    unseen = {f"governance.{name}" for name in ("Pulse", "OutgoingMail", "DailyTask", "Seal", "SearchText")}
    # Documents are made by the thousand in the background: the pages of the desk, which tell of them, are always made.
    unseen |= {f"charters.{name}" for name in ("Batch", "Piece", "MadeDocument", "WordTemplateFile")}
    felt = {model._meta.label for model in felt_models()}
    ours = {model._meta.label for app in OURS for model in apps.get_app_config(app).get_models()}
    assert {name for name in ours - felt if ".Historical" not in name} == unseen


def test_no_sealed_row_refers_to_a_person():
    """Erasing someone would have to change it, or be refused: sealed rows keep pseudonyms."""
    people = apps.get_model("governance.Member")
    found = [
        f"{model._meta.label}.{field.name}"
        for model in sealed_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is people and field.db_constraint
    ]
    assert found == []
