"""A program attacks the interface from its own description, and finds neither a breakdown nor an answer that the
description does not announce."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from charter_site.api.problems import DESCRIPTION
from tests.charter_site.api.conftest import make_world
from tests.charter_site.api.walking import operations

pytestmark = pytest.mark.django_db(transaction=True)
COMMAND = Path(sys.executable).with_name("schemathesis")
# Enough for a minute. A night of it: API_FUZZING_EXAMPLES=5000.
EXAMPLES = os.environ.get("API_FUZZING_EXAMPLES", "10")


def attack(address: str, secret: str, folder: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], Any]:
    """Run the command against a server, with every check that it knows; what it printed, and its report."""
    report = folder / "report.json"
    told = [
        COMMAND, "run", f"{address}{DESCRIPTION}", "--header", f"Authorization: Bearer {secret}", "--checks", "all",
        "--mode", "all", "--generation-deterministic", "--no-color", "--report-json-path", report, *options,
    ]  # fmt: skip
    done = subprocess.run(told, cwd=folder, capture_output=True, text=True, check=False)
    return done, json.loads(report.read_text()) if report.exists() else {}


def test_a_fuzzer_finds_no_breakdown_and_no_answer_that_is_not_described(live_server, tmp_path, monkeypatch):
    # the pool of an installation spares a connection at each request; so does this
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", None)
    world = make_world(numbered=True)
    done, report = attack(live_server.url, world.software.secret, tmp_path, "--workers", "2", "-n", EXAMPLES)

    assert done.returncode == 0, done.stdout + done.stderr
    assert report["operations"]["tested"] == report["operations"]["total"] == len(operations())
    assert report["test_cases"]["generated"] > 20 * len(operations())
    # and it went further than the door: each operation answered what it was asked at least once
    heard = {name: sum(told["accepted"] for told in phases.values()) for name, phases in report["valid_rates"].items()}
    assert [operation.path for operation in operations() if not heard.get(f"GET {operation.path}")] == []
