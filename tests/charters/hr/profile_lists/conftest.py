"""Two departments, and someone who keeps job descriptions."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from charters.hr import keeping
from charters.hr.models import JobProfile
from tests.factories import DepartmentFactory, MemberFactory


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    """``town.post(title, …)`` writes a job description."""
    hr = MemberFactory(hr=True)

    def post(title: str, **words: Any) -> JobProfile:
        # with a reason, two posts alike are two: without, the second would be taken for a form sent twice
        return keeping.create_profile(by=hr, words={"title": title, **words}, reason="For a test")

    return SimpleNamespace(
        hr=hr,
        post=post,
        streets=DepartmentFactory(code="DVO", name="Direction de la voirie"),
        culture=DepartmentFactory(code="DCU", name="Direction de la culture"),
    )
