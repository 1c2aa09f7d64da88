"""Where a comment on a passage stands once its clause was edited: a table of edits, and what holds for all of them."""
# ruff: noqa: E501 a table is read in rows

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reanchor import ResolvedQuote, TextQuoteSelector, resolve_quote

from charters.text.placing import MOVED, ORPHANED, PLACED, WHOLE, Passage, Spot, place, words_of

OPENING = "Les équipes préparent le projet ensemble."
HEART = "Le binôme se réunit au moins une fois par mois, sans ordre du jour imposé."
ENDING = "Un compte rendu d'une page est partagé avec l'équipe."
BEFORE = f"{OPENING} [{HEART}] {ENDING}"
ITEMS = "Le chef de projet :\n- écoute les agents ;\n- [prévient les services avant chaque essai] ;\n- publie le bilan."
TWO = "[Le service numérique répond sous cinq jours.] Le métier relit la réponse et dit ce qui manque."
BLOCKS = "Chaque projet a un binôme.\n\n[Une demi-journée par mois est réservée à l'équipe.]\n\nLe bilan est public."
WORD = "La direction peut [suspendre] le projet, et dit pourquoi."

# What was done, the text before and the text after (the passage in brackets), and the state expected.
EDITS = [
    ("nothing before it: a sentence inserted", BEFORE, f"Ceci est nouveau. {OPENING} [{HEART}] {ENDING}", PLACED),
    ("a sentence inserted just before", BEFORE, f"{OPENING} Chacun y a sa place. [{HEART}] {ENDING}", PLACED),
    ("a sentence inserted just after", BEFORE, f"{OPENING} [{HEART}] Le lieu varie. {ENDING}", PLACED),
    ("a sentence added at the end", BEFORE, f"{OPENING} [{HEART}] {ENDING} Il est archivé.", PLACED),
    ("a paragraph inserted before", BEFORE, f"Préambule nouveau.\n\n{OPENING} [{HEART}] {ENDING}", PLACED),
    ("a paragraph inserted after", BEFORE, f"{OPENING} [{HEART}] {ENDING}\n\nUn bilan suit.", PLACED),
    ("the sentence before reworded", BEFORE, f"Les métiers et le numérique travaillent. [{HEART}] {ENDING}", PLACED),
    ("the sentence after reworded", BEFORE, f"{OPENING} [{HEART}] Rien n'est écrit.", PLACED),
    ("both neighbours reworded", BEFORE, f"Tout est neuf ici. [{HEART}] Rien n'est écrit.", PLACED),
    ("the sentence before deleted", BEFORE, f"[{HEART}] {ENDING}", PLACED),
    ("the sentence after deleted", BEFORE, f"{OPENING} [{HEART}]", PLACED),
    ("all around deleted", BEFORE, f"[{HEART}]", PLACED),
    ("cut from what precedes by a paragraph", BEFORE, f"{OPENING}\n\n[{HEART}] {ENDING}", PLACED),
    ("cut from what follows by a paragraph", BEFORE, f"{OPENING} [{HEART}]\n\n{ENDING}", PLACED),
    ("made a list item", BEFORE, f"{OPENING}\n- [{HEART}]\n- {ENDING}", PLACED),
    ("joined to one paragraph", BLOCKS, BLOCKS.replace("\n\n", " "), PLACED),
    ("white space only", BEFORE, f"{OPENING}  [{HEART.replace(' ', '  ')}]\n{ENDING}", PLACED),
    ("no-break spaces", BEFORE, f"{OPENING} [{HEART.replace(' une', chr(160) + 'une')}] {ENDING}", PLACED),
    ("apostrophes of the press", BEFORE, f"{OPENING} [{HEART}] {ENDING.replace(chr(39), '’')}", PLACED),
    (
        "apostrophes of the press, inside",
        BLOCKS,
        BLOCKS.replace("l'équipe", "l’équipe"),
        PLACED,
    ),
    ("the passage broken over two lines", BEFORE, f"{OPENING} [{HEART.replace(', sans', ',{}sans')}] {ENDING}", PLACED),
    ("swapped with the sentence before", BEFORE, f"[{HEART}] {OPENING} {ENDING}", PLACED),
    ("swapped with the sentence after", BEFORE, f"{OPENING} {ENDING} [{HEART}]", PLACED),
    ("its paragraph moved first", BLOCKS, "[Une demi-journée par mois est réservée à l'équipe.]\n\nChaque projet a un binôme.\n\nLe bilan est public.", PLACED),
    ("its paragraph moved last", BLOCKS, "Chaque projet a un binôme.\n\nLe bilan est public.\n\n[Une demi-journée par mois est réservée à l'équipe.]", PLACED),
    ("its paragraph made first, others rewritten", BLOCKS, "[Une demi-journée par mois est réservée à l'équipe.]\n\nTout le reste change.", PLACED),
    ("items reordered, its own first", ITEMS, "Le chef de projet :\n- [prévient les services avant chaque essai] ;\n- écoute les agents ;\n- publie le bilan.", PLACED),
    ("items reordered, its own last", ITEMS, "Le chef de projet :\n- écoute les agents ;\n- publie le bilan ;\n- [prévient les services avant chaque essai].", PLACED),
    ("an item added before", ITEMS, "Le chef de projet :\n- écoute les agents ;\n- note les retours ;\n- [prévient les services avant chaque essai] ;\n- publie le bilan.", PLACED),
    ("an item taken away", ITEMS, "Le chef de projet :\n- [prévient les services avant chaque essai] ;\n- publie le bilan.", PLACED),
    ("the list made a sentence", ITEMS, "Le chef de projet écoute les agents, [prévient les services avant chaque essai], publie le bilan.", PLACED),
    ("the word before changed", WORD, "La direction doit [suspendre] le projet, et dit pourquoi.", PLACED),
    ("duplicated after", BEFORE, f"{OPENING} [{HEART}] {ENDING} {HEART}", PLACED),
    ("duplicated far before", BEFORE, f"{HEART} Puis la suite. {OPENING} [{HEART}] {ENDING}", PLACED),
    ("one word reworded", BEFORE, f"{OPENING} [{HEART.replace('mois', 'trimestre')}] {ENDING}", MOVED),
    ("its first word reworded", BEFORE, f"{OPENING} [{HEART.replace('Le binôme', 'Chaque binôme')}] {ENDING}", MOVED),
    ("words inserted inside", BEFORE, f"{OPENING} [{HEART.replace('réunit', 'réunit en personne')}] {ENDING}", MOVED),
    ("words deleted inside", BEFORE, f"{OPENING} [{HEART.replace(' au moins', '')}] {ENDING}", MOVED),
    ("its end cut off", BEFORE, f"{OPENING} [Le binôme se réunit au moins une fois par mois.] {ENDING}", MOVED),
    ("split in two sentences", BEFORE, f"{OPENING} [Le binôme se réunit au moins une fois par mois. Il n'a pas d'ordre du jour imposé.] {ENDING}", MOVED),
    ("joined to the next sentence", TWO, "[Le service numérique répond sous cinq jours] et le métier relit la réponse et dit ce qui manque.", MOVED),
    ("a comma taken away", BEFORE, f"{OPENING} [{HEART.replace(',', '')}] {ENDING}", MOVED),
    ("an accent lost", BEFORE, f"{OPENING} [{HEART.replace('réunit', 'reunit')}] {ENDING}", MOVED),
    ("a capital lost", BEFORE, f"{OPENING} [{HEART.replace('Le', 'le')}] {ENDING}", MOVED),
    ("deleted", BEFORE, f"{OPENING} {ENDING}", ORPHANED),
    ("all its words changed", BEFORE, f"{OPENING} Aucune rencontre régulière n'existe. {ENDING}", ORPHANED),
    ("most of its words changed", BEFORE, f"{OPENING} Le binôme écrit chaque lundi à toute la direction, et garde copie. {ENDING}", ORPHANED),
    ("its word replaced", WORD, "La direction peut arrêter le projet, et dit pourquoi.", ORPHANED),
    ("its word gone, the same word elsewhere", WORD, "La direction arrête le projet. Nul autre ne peut le [suspendre].", MOVED),
    ("gone, and twice elsewhere without its surroundings", WORD, "Nul n'ose suspendre. Ni retarder, ni suspendre.", ORPHANED),
    ("all is gone", BEFORE, "", ORPHANED),
]  # fmt: skip


def marked(text: str) -> tuple[str, int | None, int | None]:
    """The text without its brackets, and where they stood."""
    text = text.replace("{}", "\n")
    if "[" not in text:
        return text, None, None
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(("old", "new", "state"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_edit(old, new, state):
    old_text, start, end = marked(old)
    new_text, new_start, new_end = marked(new)
    passage = Passage(old_text[start:end], old_text[max(0, start - 40) : start], old_text[end : end + 40])
    now = place(passage, Spot(PLACED, start, end), old_text=old_text, new_text=new_text)
    words = None if now.start is None else new_text[now.start : now.end]
    assert (now.state, words) == (state, None if new_start is None else new_text[new_start:new_end])
    assert (now.start, now.end) == (new_start, new_end)
    if now.state == PLACED:
        assert words_of(words) == words_of(passage.exact)


def test_the_table_is_long_enough_and_most_comments_stay():
    assert len(EDITS) >= 40
    assert sum(edit[-1] == PLACED for edit in EDITS) >= 28


def test_a_comment_on_the_whole_clause_stays_so():
    assert place(Passage("mots"), Spot(WHOLE), old_text="a", new_text="b") == Spot(WHOLE)


def test_what_waits_to_be_confirmed_still_waits():
    text = "Un mot. Les mots commentés."
    assert place(Passage("autre chose"), Spot(MOVED, 8, 26), old_text=text, new_text=f"Ici. {text}").state == MOVED
    assert place(Passage("Les mots commentés"), Spot(MOVED, 8, 26), old_text=text, new_text=text).state == MOVED


def test_words_that_come_back_once_are_offered():
    passage, gone = Passage("Les mots commentés"), Spot(ORPHANED)
    assert place(passage, gone, old_text="Rien.", new_text="Ici. Les mots commentés.") == Spot(MOVED, 5, 23)
    twice = "Les mots commentés. Les mots commentés."
    assert place(passage, gone, old_text="Rien.", new_text=twice) == gone


PIECES = ["le", "binôme", "l'équipe", "écoute", ".", ",", "\n- ", "\n\n", "Elle", "mois"]
WORDS = st.lists(st.sampled_from(PIECES), min_size=2, max_size=25).map(" ".join)


@given(old=WORDS, new=WORDS, data=st.data())
def test_placed_means_the_same_words(old, new, data):
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    passage = Passage(old[start:end])
    now = place(passage, Spot(PLACED, start, end), old_text=old, new_text=new)
    assert now.state in {PLACED, MOVED, ORPHANED}
    assert (now.start is None) == (now.end is None) == (now.state == ORPHANED)
    if now.state == PLACED:
        assert words_of(new[now.start : now.end]) == words_of(passage.exact)
    if now.start is not None:
        assert 0 <= now.start < now.end <= len(new)


@given(old=WORDS)
def test_a_text_that_did_not_change_moves_nothing(old):
    spot = place(Passage(old), Spot(PLACED, 0, len(old)), old_text=old, new_text=old)
    assert spot.state in ({PLACED} if words_of(old) else {ORPHANED})


def found_again(passage: Passage, text: str) -> ResolvedQuote | None:
    """What a library made for it says of the same quote."""
    return resolve_quote(text, TextQuoteSelector(*passage))


@pytest.mark.parametrize(("old", "new"), [edit[1:3] for edit in EDITS], ids=[edit[0] for edit in EDITS])
def test_a_library_that_finds_quotes_again_finds_the_same_place(old, new):
    """To the character when it found the very words; when it guesses, most of what both hold is the same."""
    old_text, start, end = marked(old)
    new_text = marked(new)[0]
    passage = Passage(old_text[start:end], old_text[max(0, start - 40) : start], old_text[end : end + 40])
    now = place(passage, Spot(PLACED, start, end), old_text=old_text, new_text=new_text)
    found = found_again(passage, new_text)
    if found is None or found.rivals:
        assert now.state == ORPHANED
    elif found.method != "approximate":
        assert (now.start, now.end) == (found.start, found.end)
    else:
        assert now.state == MOVED
        common = min(now.end, found.end) - max(now.start, found.start)
        assert common * 2 > max(now.end, found.end) - min(now.start, found.start)


SENTENCES = [OPENING, HEART, ENDING, "Le bilan est public.", "Chaque projet a un binôme.", "Rien n'est imposé."]


@given(st.permutations(SENTENCES), st.permutations(SENTENCES), st.integers(0, 5), st.sets(st.integers(0, 5)))
def test_among_sentences_that_come_and_go_both_find_the_same(before, after, chosen, gone):
    after = [sentence for sentence in after if SENTENCES.index(sentence) not in gone]
    old_text, new_text, exact = " ".join(before), " ".join(after), before[chosen]
    start = old_text.index(exact)
    passage = Passage(exact, old_text[max(0, start - 40) : start], old_text[start + len(exact) :][:40])
    now = place(passage, Spot(PLACED, start, start + len(exact)), old_text=old_text, new_text=new_text)
    found = found_again(passage, new_text)
    if exact in after:
        assert (now.state, now.start, now.end) == (PLACED, found.start, found.end)
    else:
        assert now.state == ORPHANED
