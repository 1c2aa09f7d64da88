"""The template to begin with passes the check, in both languages, and gives a document."""

from __future__ import annotations

import pytest
from django.utils import translation

from charters.hr.word_templates.checking import check
from charters.hr.word_templates.filling import fill
from charters.hr.word_templates.sample import sample_sheet
from charters.hr.word_templates.starter import write_starter
from tests.charters.hr.word_templates.making import rows_of


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_starter_is_a_good_template(language: str):
    with translation.override(language):
        content = write_starter(language)
        assert "clause.fiche_de_poste" in check(content).placeholders
        rows = rows_of(fill(content, sample_sheet(), organisation="Org"))
    assert [row[0][:2] for row in rows if row[0][:3] in ("V1.", "M1.")] == ["V1", "M1"]
