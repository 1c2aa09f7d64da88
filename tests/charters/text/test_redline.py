"""The redline rebuilds both texts, marks no more than it must, and says in words what it marks."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from charters.text.redline import changes_in_words, redline
from charters.text.tokens import tokenise

# Few words, so that the same ones come again in another order; and all that holds words together or apart.
pieces = st.sampled_from(
    [
        "agent",
        "chef",
        "décide",
        "le",
        "la",
        "de",
        "l'",
        "Un",
        "- ",
        "\n",
        "\n- ",
        ". ",
        ", ",
        " ",
        "  ",
        "-",
        "!",
        "9 h",
        "…",
    ]
)
texts = st.lists(pieces, max_size=40).map("".join)
anything = st.text(max_size=40)


@st.composite
def revised_texts(draw):
    """A text and what it became: each sentence is kept, rewritten, or loses, gains and changes a few words."""
    word = st.sampled_from(["agent", "chef", "décide", "le", "la", "de", "ici", "tard"])
    before, after = [], []
    for old, new in draw(st.lists(st.tuples(*[st.lists(word, min_size=5, max_size=9)] * 2), min_size=1, max_size=4)):
        revised = list(old)
        for place in sorted(draw(st.sets(st.integers(0, 4), max_size=2)), reverse=True):
            revised[place : place + draw(st.integers(0, 1))] = new[: draw(st.integers(0, 1))]
        before.append(old)
        after.append(draw(st.sampled_from([revised, revised, new])))
    return [" ".join(f"Un {' '.join(sentence)}." for sentence in sentences) for sentences in (before, after)]


two_texts = st.tuples(texts, texts) | revised_texts()


def words_of(text):
    tokens = tokenise(text)
    return [key for key, is_word in zip(tokens.keys, tokens.is_word, strict=True) if is_word]


def minimal_difference(old, new):
    """The fewest words that must be marked, by the schoolbook table: it shares nothing with what it judges."""
    row = list(range(len(new) + 1))
    for i, word in enumerate(old, start=1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(new, start=1):
            diagonal, row[j] = row[j], diagonal if word == other else 1 + min(row[j], row[j - 1])
    return row[-1]


def marked_words(runs):
    return sum(len(words_of(run.text)) for run in runs if run.kind != "same")


@given(anything | texts, anything | texts)
@example("\n- a", "a")
@example("", "\n")
def test_before_and_after_are_rebuilt_to_the_character(before, after):
    comparison = redline(before, after)
    assert comparison.before == before
    assert comparison.after == after


@given(anything | texts)
def test_a_text_is_cut_without_loss(text):
    assert "".join(tokenise(text).texts) == text


@given(texts)
def test_no_change_is_no_mark(text):
    comparison = redline(text, text)
    assert comparison.changes == ()
    assert {run.kind for run in comparison.runs} <= {"same"}


@given(st.lists(st.sampled_from(["agent", "l'", "décide", ".", ",", "-"]), max_size=20), st.randoms())
def test_spaces_never_conflict(items, chance):
    before = "agent " + " ".join(items)
    after = "agent " + "".join(item + chance.choice([" ", "  "]) for item in items)
    assert redline(before, after).changes == ()


def parts_of(comparison):
    """The runs of each sentence shown as replaced, and of each stretch between them, with their words."""
    for _, runs in itertools.groupby(comparison.runs, key=lambda run: run.change if run.is_sentence else 0):
        runs = list(runs)
        yield runs, words_of("".join(run.before for run in runs)), words_of("".join(run.after for run in runs))


@given(two_texts)
def test_no_more_is_marked_than_must_be_sentences_apart(drawn):
    """Nowhere is it one word more: neither between the sentences shown as replaced, nor because of them."""
    before, after = drawn
    least = 0
    for runs, old, new in parts_of(redline(before, after)):
        least_here = minimal_difference(old, new)
        least += least_here
        assert runs[0].is_sentence or marked_words(runs) == least_here
    assert least == minimal_difference(words_of(before), words_of(after))


@given(two_texts)
def test_a_sentence_shown_as_replaced_had_changed_by_more_than_half(drawn):
    for runs, old, new in parts_of(redline(*drawn)):
        if runs[0].is_sentence:
            changed = minimal_difference(old, new)
            removed = (changed + len(old) - len(new)) // 2
            assert changed * 2 > len(old) + len(new) or removed * 2 > len(old)


@given(texts, texts)
def test_there_is_one_line_in_words_for_each_marked_change(before, after):
    comparison = redline(before, after)
    marked = {run.change for run in comparison.runs if run.kind != "same"}
    changes = changes_in_words(comparison)
    assert [change.number for change in changes] == sorted(marked) == list(range(1, len(changes) + 1))
    assert len(comparison.groups) == len(changes)
    for change in changes:
        assert (change.kind in ("replaced", "removed")) == bool(change.old)
        assert (change.kind in ("replaced", "added")) == bool(change.new)


@given(texts, texts)
def test_less_than_two_words_apart_is_one_change(before, after):
    """In one line, sentences shown as replaced apart."""
    comparison = redline(before, after)
    runs = list(comparison.runs)
    for one, other in itertools.pairwise(comparison.groups):
        between = runs[runs.index(one[-1]) + 1 : runs.index(other[0])]
        are_lines = any("\n" in run.text or run.is_layout for run in (*one, *between, *other))
        opens_a_list = runs.index(other[0]) <= 2 and "-" in runs[0].text + runs[1].text
        if not (are_lines or opens_a_list or one[0].is_sentence or other[0].is_sentence):
            assert sum(len(words_of(run.text)) for run in between) >= 2


def marks(before, after):
    signs = {"same": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}
    return "".join(signs[run.kind].format(run.text) for run in redline(before, after).runs if run.text)


@pytest.mark.parametrize(
    ("before", "after", "shown", "told"),
    [
        (
            "Le chef peut décider.", "Le chef doit décider.",
            "Le chef [-peut -][+doit +]décider.", [("replaced", "peut", "doit")],
        ),
        (
            "Dans ce cas l'agent de garde décide.", "Dans ce cas l'élu de garde décide.",
            "Dans ce cas l'[-agent -][+élu +]de garde décide.", [("replaced", "l'agent", "l'élu")],
        ),
        (
            "Dans ce cas l'agent de garde décide.", "Dans ce cas d'élus de garde décide.",
            "Dans ce cas [-l'agent -][+d'élus +]de garde décide.", [("replaced", "l'agent", "d'élus")],
        ),
        (
            "Elle dure une demi-journée par mois.", "Elle dure une demi-heure par mois.",
            "Elle dure une demi-[-journée -][+heure +]par mois.", [("replaced", "demi-journée", "demi-heure")],
        ),
        (
            "Avec la direction générale.", "Avec la sous-direction générale.",
            "Avec la [+sous-+]direction générale.", [("replaced", "direction", "sous-direction")],
        ),
        (
            "Le rendez-vous est pris.", "Le rendez vous est pris.",
            "Le rendez[---]vous est pris.", [("replaced", "rendez-vous", "rendez vous")],
        ),
        (
            "La décision est motivée.", "La décision est écrite et motivée.",
            "La décision est [+écrite et +]motivée.", [("added", "", "écrite et")],
        ),
        (
            "Une décision motivée du chef, sauf urgence.", "Une décision motivée du chef.",
            "Une décision motivée du chef[-, sauf urgence-].", [("removed", ", sauf urgence", "")],
        ),
        (
            "Chaque agent inscrit sur la liste du chef de service y va.",
            "Chaque agent inscrit sur la liste de la direction de pôle y va.",
            "Chaque agent inscrit sur la liste [-du chef -]de [-service -][+la direction de pôle +]y va.",
            [("replaced", "du chef de service", "de la direction de pôle")],
        ),
        (
            "Ils reçoivent un retour sur les suites.", "Ils reçoivent sous un mois un retour écrit sur les suites.",
            "Ils reçoivent [+sous un mois +]un retour [+écrit +]sur les suites.",
            [("added", "", "sous un mois"), ("added", "", "écrit")],
        ),
        (
            "Ils ont, dans les trois jours, dans la mesure du possible, leur réponse écrite et signée.",
            "Ils ont, dans la mesure du possible, leur réponse écrite et signée.",
            "Ils ont, [-dans les trois jours, -]dans la mesure du possible, leur réponse écrite et signée.",
            [("removed", "dans les trois jours,", "")],
        ),
        ("A b. A c. A d.", "A b. A d.", "A b. [-A c. -]A d.", [("removed", "A c.", "")]),
        ("Un, deux, trois.", "Un, deux, deux et demi, trois.",
         "Un, deux, [+deux et demi, +]trois.", [("added", "", "deux et demi,")]),
        (
            "Les agents peuvent demander un temps. Le chef répond.",
            "Toute demande de temps est étudiée avec soin. Le chef répond.",
            "[-Les agents peuvent demander un temps. -]"
            "[+Toute demande de temps est étudiée avec soin. +]Le chef répond.",
            [("replaced", "Les agents peuvent demander un temps.", "Toute demande de temps est étudiée avec soin.")],
        ),
        (
            "Voir M. Petit. Puis agir.", "Voir M. Grand. Puis agir.",
            "Voir M. [-Petit-][+Grand+]. Puis agir.", [("replaced", "Petit", "Grand")],
        ),
        ("Le taux est de 3,5 points ici.", "Le taux est de 4,5 points ici.",
         "Le taux est de [-3,5 -][+4,5 +]points ici.", [("replaced", "3,5", "4,5")]),
        ("Premier.\nDernier.", "Premier.\nMilieu ajouté.\nDernier.",
         "Premier.[+\nMilieu ajouté.+]\nDernier.", [("added", "", "Milieu ajouté.")]),
        ("Premier.\nDernier.", "Dernier.", "[-Premier.-]\nDernier.", [("removed", "Premier.", "")]),
        ("Un. Deux.", "Un.\nDeux.", "Un.[+\n+]Deux.", [("layout", "", "")]),
        ("Liste :\n- un\n- deux\n- trois", "Liste :\n- un\n- trois\n- quatre",
         "Liste :\n- un[-\n- deux-]\n- trois[+\n- quatre+]", [("removed", "deux", ""), ("added", "", "quatre")]),
        ("Il faut décider.", "Il faut décider !", "Il faut décider[-.-][+!+]", [("replaced", ".", "!")]),
        ("Merci à l'équipe 👩‍👧 du soir.", "Merci à l'équipe 👩‍👦 du soir.",
         "Merci à l'équipe [-👩‍👧 -][+👩‍👦 +]du soir.", [("replaced", "👩‍👧", "👩‍👦")]),
        ("", "Bonjour à tous", "[+Bonjour à tous+]", [("added", "", "Bonjour à tous")]),
        ("Bonjour", "", "[-Bonjour-]", [("removed", "Bonjour", "")]),
    ],
)  # fmt: skip
def test_french_edits(before, after, shown, told):
    assert marks(before, after) == shown
    assert [(change.kind, change.old, change.new) for change in redline(before, after).changes] == told


@pytest.mark.parametrize(
    "hostile", ["a " * 20_000, "a, " * 15_000, ". " * 30_000, "\n- " * 10_000, "'" * 30_000, "A. " * 15_000]
)
def test_hostile_texts_are_compared_to_the_character(hostile):
    after = f"b {hostile[: len(hostile) // 2]}c {hostile[: len(hostile) // 3]}"
    comparison = redline(hostile, after)
    assert (comparison.before, comparison.after) == (hostile, after)
