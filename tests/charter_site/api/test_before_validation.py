"""What other software reads before anything was validated: that there is nothing yet."""

import pytest

from tests import circuit
from tests.charter_site.api.conftest import granted, someone
from tests.factories import CharterFactory, ClauseFactory

pytestmark = pytest.mark.django_db
HERE = "/api/v1"


def test_before_anything_is_validated_there_is_a_charter_and_nothing_of_it(db):
    facilitator = someone(facilitator=True)
    charter = CharterFactory(by=facilitator, title="Titre de travail", slug="charte")
    ClauseFactory(charter=charter, by=facilitator)
    circuit.submit(charter, by=facilitator)
    software = granted(by=someone(administrator=True))
    [here] = software.read(f"{HERE}/")["charters"]
    assert (here["title"], here["version_in_force"], here["links"]["in_force"]) == (None, None, None)
    assert software.read(f"{HERE}/versions")["versions"] == []
    assert software.get(f"{HERE}/versions/1").status_code == 404


def test_without_a_charter_it_says_so(db):
    software = granted(by=someone(administrator=True))
    assert software.read(f"{HERE}/")["charters"] == []
    assert "no charter yet" in software.get(f"{HERE}/versions").json()["why"]
