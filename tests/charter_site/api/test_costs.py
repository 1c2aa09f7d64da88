"""What an answer costs does not depend on how much there is."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.charter_site.api.conftest import for_a_module, make_world
from tests.charter_site.api.walking import operations

pytestmark = pytest.mark.django_db
# The token and the pulse; then what is asked for. A new operation says here what it costs.
COSTS = {
    "start": 2,
    "list_versions": 3,
    "read_version": 3,
    "list_clauses": 4,
    "read_clause": 4,
    "list_wordings": 4,
    "read_wording": 4,
    "list_competences": 5,
    "read_competence": 5,
    "read_changes": 4,
    "list_profiles": 4,
    "read_profile": 3,
    "export_profile": 8,
}
MOST = 8


@pytest.fixture(scope="module", params=[1, 25], ids=["one", "plenty"])
def sized(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One of everything, then twenty-five."""
    with for_a_module(django_db_blocker):
        yield make_world(request.param)


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_it_costs_the_same_with_one_and_with_twenty_five(sized, operation):
    for address in operation.addresses(sized):
        with CaptureQueriesContext(connection) as queries:
            assert sized.software.get(address).status_code == 200, address
        told = "\n".join(asked["sql"] for asked in queries)
        assert len(queries) == COSTS[operation.name] <= MOST, f"{address}\n{told}"
