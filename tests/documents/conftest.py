"""What a round trip needs: a charter whose versions change in every way, and a folder for their files."""

from __future__ import annotations

import pytest

from tests.charters.versions.conftest import World


@pytest.fixture
def world(db: None) -> World:
    return World()
