"""Codes given once."""

import pytest

from governance.codes import free_code, next_code
from governance.models import Committee
from tests.factories import CommitteeFactory

pytestmark = pytest.mark.django_db


def test_the_next_code_follows_the_highest_and_ignores_other_shapes():
    for code in ("INST-09", "INST-2", "INST-2026-99", "OTHER-50"):
        CommitteeFactory(code=code)
    assert next_code(Committee, "INST") == "INST-10"


def test_a_random_code_is_never_one_that_is_taken(monkeypatch):
    CommitteeFactory(code="REX-1000")
    draws = iter([0, 0, 1])
    monkeypatch.setattr("secrets.randbelow", lambda most: next(draws))
    assert free_code(Committee, "REX") == "REX-1001"
