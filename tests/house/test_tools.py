"""What the tools say of the code: part of the tests, so that one command answers for everything."""

import os
import re
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.charter_site.test_settings import INSTALLATION
from tests.house.source import ROOT, files


def run(*command, **variables):
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing():
    run("-m", "ruff", "check", ".")


def test_the_code_is_formatted():
    run("-m", "ruff", "format", "--check", "--diff", ".")


def test_the_types_of_the_rules_hold():
    run("-m", "mypy")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_an_installation_has_no_warning_of_deployment(tmp_path):
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    run(*command, **INSTALLATION, VAR_DIR=str(tmp_path))


@pytest.mark.parametrize("file", files("*.lock", "*package-lock.json"), ids=lambda file: file.name)
def test_a_lock_names_no_host(file):
    content = file.read_text()
    assert re.findall(r"https?://\S+|--\S*(?:url|index|host)\S*", content) == []
    assert "sha256:" in content or "sha512-" in content


def test_there_is_something_to_check():
    assert len(files("*.lock")) == 3
    assert len(files("*.py")) > 100


def test_the_licence_is_said_the_same_everywhere():
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text()
    for name in ("pyproject.toml", "publiccode.yml"):
        assert "AGPL-3.0-or-later" in (ROOT / name).read_text()
