"""Words without layout: what comes back from the site, Word or a PDF is the same; any word or mark is not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from charters.versions.comparable import comparable, digest, digests_of_pasted, joined
from governance.plain_text import as_html, normalise, typographic
from tests.charters.versions.pages import plain

TEXT = (
    "Chacun répond, c'est-à-dire : « oui » ou non ?\n\n- D'abord l'officier l'écoute ;\n- puis, en 2 jours "
    "– au plus –, il effectue 1 500 h de suivi.\nPeut-être plus."
)


@pytest.mark.parametrize(
    "pasted",
    [
        pytest.param(typographic(TEXT), id="as shown"),
        pytest.param(plain(as_html(TEXT, "fr")), id="from the site"),
        pytest.param(unicodedata.normalize("NFD", TEXT), id="decomposed"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(TEXT.replace("- D", "•\tD").replace("- puis", "•\tpuis"), id="bullets of Word"),
        pytest.param(TEXT.replace("- D", "– D").replace("- puis", "– puis"), id="dashes for bullets"),
        pytest.param(TEXT.replace("'", "\u2019").replace("-à-", "\u2011à\u2011"), id="apostrophes, hyphens"),
        pytest.param(TEXT.replace("\n- ", "\x0c\n\u25aa "), id="a page break"),
        pytest.param(TEXT.replace("ffi", "\ufb03").replace("ff", "\ufb00"), id="joined letters"),
        pytest.param(TEXT.replace("répond, ", "ré\u00ad\npond,\n").replace("Peut-être", "Peut-\nêtre"), id="cut words"),
        pytest.param(TEXT.replace("jours – au", "jours\n– au").replace("\n- ", "\n• "), id="a dash that begins a line"),
        pytest.param("  " + TEXT.replace(" ", "  ") + "\n\n", id="runs of spaces"),
    ],
)
def test_layout_is_not_compared(pasted):
    assert digest(TEXT) in digests_of_pasted(pasted)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("2 jours", "3 jours"), ("Chacun", "chacun"), ("répond", "repond"), ("non ?", "non !"), ("oui", "Oui"),
        ("Peut-être", "Peut être"), ("– au plus –", "au plus"), ("1 500", "1 501"), ("« oui »", '"oui"'),
        (" plus.", " plus"),
        ("D'abord", "Dabord"), ("il effectue", "effectue"), ("c'est-à-dire", "c'est à dire"),
    ],
)  # fmt: skip
def test_words_case_digits_and_punctuation_are(was, becomes):
    assert was in TEXT
    assert digest(TEXT) not in digests_of_pasted(TEXT.replace(was, becomes))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80))
def test_it_is_its_own_fixed_point_and_keeps_every_letter(text):
    words = comparable(text)

    assert comparable(words, keeps_dashes=True) in (words, comparable(words))
    letters = [char for char in unicodedata.normalize("NFC", text) if char.isalnum() and char not in "ﬀﬁﬂﬃﬄﬅﬆ"]
    if not any(char in text for char in "ﬀﬁﬂﬃﬄﬅﬆ"):
        assert [char for char in words if char.isalnum()] == letters


@given(st.lists(st.text(alphabet="ab-– •\n", max_size=12).map(normalise), max_size=5))
@example(["Porte-", "monnaie"])
@example(["", "- un", "– deux"])
def test_the_words_of_parts_put_together_are_those_of_the_whole(parts):
    assert joined(comparable(part) for part in parts) == comparable("\n".join(parts))
