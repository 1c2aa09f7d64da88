"""Where words end, and where sentences may begin."""

import pytest

from charters.text.tokens import ITEM, PARAGRAPH, tokenise


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", [PARAGRAPH]),
        ("l'agent", [PARAGRAPH, "l", "'", "agent"]),
        ("demi-journée, ici", [PARAGRAPH, "demi", "-", "journée", ",", "ici"]),
        ("3,5 points à 9 h 30", [PARAGRAPH, "3,5", "points", "à", "9", "h", "30"]),
        ("- un\n\n- deux\ntrois", [ITEM, "un", ITEM, "deux", PARAGRAPH, "trois"]),
        ("-un", [PARAGRAPH, "-", "un"]),
        ("Quoi ?..", [PARAGRAPH, "Quoi", "?", ".."]),
        ("👩‍👧 🇫🇷", [PARAGRAPH, "👩‍👧", "🇫🇷"]),
    ],
)
def test_tokens(text, keys):
    tokens = tokenise(text)
    assert tokens.keys == keys
    assert "".join(tokens.texts) == text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Un mot. Deux mots.", ["Un mot. ", "Deux mots."]),
        ("Voir art. 3 et M. Petit. Puis agir.", ["Voir art. 3 et M. Petit. ", "Puis agir."]),
        ("« Oui ! » Puis non.", ["« Oui ! » ", "Puis non."]),
        ("Oui ! dit-il. 3 jours.", ["Oui ! dit-il. ", "3 jours."]),
        ("Un.\n- deux\n- Trois", ["Un.", "\n- ", "deux", "\n- ", "Trois"]),
    ],
)
def test_sentences(text, sentences):
    tokens = tokenise(text)
    places = [place for place, is_boundary in enumerate(tokens.boundaries) if is_boundary]
    cut = [tokens.join(start, end) for start, end in zip(places, places[1:], strict=False)]
    assert [sentence for sentence in cut if sentence] == sentences
