"""Sentences are read in English, the language they are written in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield
