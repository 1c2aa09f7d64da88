"""Wordings of one text put together: no word is lost, nobody has precedence, and what competes is one question."""

import itertools
from collections import ChainMap
from difflib import SequenceMatcher

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from merge3 import Merge3

from charters.text.merging import CarriedOver, Hunk, Piece, _connected, carry_over, compare
from charters.text.tokens import tokenise
from tests.charters.text.test_redline import words_of

TEXT = "Chaque service annonce ses contraintes au début du projet."

# Few words, so that the same ones come again in another order; and all that holds words together or apart.
WORDS = ["agent", "chef", "le", "Un", "décide", "9", "3,5"]
MARKS = [",", ",", "-", "-", "'", ".", "!", "\n", "\n- "]
pieces = st.tuples(st.sampled_from(WORDS) | st.sampled_from(MARKS), st.sampled_from(["", " "]))


def joined(text):
    """The pieces in one text, words kept apart."""
    after = itertools.pairwise([*text, ("", "")])
    return "".join(word + (space or " " * ({word, other} <= {*WORDS})) for (word, space), (other, _) in after)


@st.composite
def drafts(draw, least=2, most=4):
    """A text, and wordings that share a few changes of its pieces, or only of the space after them."""
    base = draw(st.lists(pieces, min_size=6, max_size=10))
    pool = []
    for place in draw(st.lists(st.sampled_from(range(len(base))), min_size=1, max_size=6)):
        (word, space), new = base[place], draw(pieces)
        respaced = (word, "" if space else " ")
        changes = [[], [new], [base[place], new], [respaced], [respaced], [new, respaced]]
        gone = {later: [] for later in range(place + 1, place + draw(st.sampled_from([1, 1, 2, 3])))}
        pool.append({place: draw(st.sampled_from(changes)), **gone})
    shares = st.lists(st.sampled_from(pool), min_size=1, max_size=3).map(lambda share: ChainMap(*share))
    wordings = [
        joined([piece for place, old in enumerate(base) for piece in share.get(place, [old])])
        for share in draw(st.lists(shares, min_size=least, max_size=most))
    ]
    return joined(base), wordings


alone, pairs = drafts(least=1, most=1), drafts(most=2)
numbers = [st.integers(0, most) for most in (1, 10, 5)]
hunks = st.sets(st.builds(lambda wording, *place: Hunk(wording, place[0], sum(place), 0, 0), *numbers), max_size=9)

# Each word is there once, so that there is one way to see what changed.
VOCABULARY = (
    "chaque service annonce ses contraintes au début du projet puis partage avec tous les informations utiles une "
    "demi-journée par mois sans attendre que l'agent concerné demande rien où direction veille tard ensemble ici"
)


def edits(old, new):
    """Taking words out, replacing them, adding some after or before them."""
    return st.sampled_from(["", new, old + new, new + old])


def written(slots, changed):
    return "".join(changed.get(place, slot) for place, slot in enumerate(slots)).strip()


@st.composite
def separate_wordings(draw):
    """A text, wordings that share edits of it with a word between them at least, and the text with every edit."""
    words = iter(draw(st.permutations(VOCABULARY.split())))
    slots, changed, whole = [], {}, draw(st.sampled_from(["none", 0, 1]))
    for number in range(draw(st.integers(1, 3))):
        lead = draw(st.sampled_from([" ", "\n", "\n- "] if number else ["", "- "]))
        first, *others = (next(words) for _ in range(7))
        if number % 2 == whole:
            slots.append(f"{lead}{' '.join([first.capitalize(), *others])}.")
            may_change = {len(slots) - 1: f"{lead or ' '}{next(words).capitalize()}."}
        else:
            slots += [lead + first.capitalize(), *(f" {word}" for word in others), "."]
            may_change = {len(slots) - 1 - place: f" {next(words)}" for place in (2, 4, 6)}
        for place, new in may_change.items():
            if draw(st.booleans()):
                changed[place] = draw(edits(slots[place], new))
    shared = [{}, {}, {}, {}]
    for place, new in changed.items():
        draw(st.sampled_from(shared))[place] = new
    return written(slots, {}), [written(slots, share) for share in shared if share], written(slots, changed)


@given(separate_wordings(), st.randoms())
def test_separate_edits_all_come_in_at_once_or_one_after_the_other_in_any_order(drawn, chance):
    text, waiting, expected = drawn
    chance.shuffle(waiting)
    comparison = compare(text, waiting)
    assert all(len(group.wordings) == 1 for group in comparison.groups)
    assert comparison.merge({}).text.strip() == expected
    while waiting:
        taken_up, *others = waiting
        carried = [carry_over(wording, base=text, text=taken_up) for wording in others]
        assert not any(wording.is_touched for wording in carried)
        text, waiting = taken_up, [wording.text.strip() for wording in carried]
    assert text == expected


@given(pairs)
def test_of_two_wordings_that_share_no_question_either_may_be_taken_up_first(drawn):
    base, (one, other) = drawn
    comparison = compare(*drawn)
    assume(all(len(group.wordings) == 1 for group in comparison.groups))
    carried = {carry_over(other, base=base, text=one), carry_over(one, base=base, text=other)}
    assert carried == {CarriedOver(comparison.merge({}).text, is_touched=False)}


def asks_for_the_same(one, other):
    """What ``competes`` promises, said with sets of tokens and of places."""
    reach = 1 if one.start == one.end or other.start == other.end else 0
    places = [{*range(hunk.start, hunk.end + reach)} for hunk in (one, other)]
    return one.wording != other.wording and not places[0].isdisjoint(places[1])


def connected(hunks):
    """The connected parts of the graph, joined pair by pair."""
    parts = {frozenset([hunk]) for hunk in hunks}
    for one, other in itertools.combinations(hunks, 2):
        if asks_for_the_same(one, other):
            met = {part for part in parts if one in part or other in part}
            parts = parts - met | {frozenset().union(*met)}
    return parts


@given(drafts(), hunks)
@example(("", []), [Hunk(0, 0, 4, 0, 0), Hunk(0, 4, 4, 0, 0), Hunk(1, 4, 4, 0, 0), Hunk(1, 4, 6, 0, 0)])
def test_a_group_is_a_connected_part_of_what_competes(drawn, hunks):
    assert set(map(frozenset, _connected(hunks))) == connected(hunks)
    comparison = compare(*drawn)
    assert {frozenset(group.hunks) for group in comparison.groups} == connected(comparison.hunks)
    assert [group.number for group in comparison.groups] == list(range(1, len(comparison.groups) + 1))
    for group in comparison.groups:
        assert (group.start, group.end) == (min(h.start for h in group.hunks), max(h.end for h in group.hunks))
    for one, other in itertools.pairwise(comparison.groups):
        assert one.end <= other.start
        assert (one.start, one.end) != (other.start, other.end)


@given(drafts())
def test_the_options_of_a_group_are_what_each_wording_asks_for_there(drawn):
    comparison = compare(*drawn)
    for group in comparison.groups:
        asked = {wording: tuple(keys_with(comparison, group, wording)) for wording in group.wordings}
        assert sorted(wording for wordings, _words in group.options for wording in wordings) == list(asked)
        assert len(set(asked.values())) == len(group.options)
        for wordings, words in group.options:
            assert {asked[wording] for wording in wordings} == {asked[wordings[0]]}
            assert words_of(words) == list(filter(words_of, asked[wordings[0]]))


@pytest.mark.parametrize(
    ("one", "other", "compete"),
    [
        ((2, 4), (3, 5), True), ((2, 6), (3, 4), True), ((2, 4), (2, 4), True),
        ((2, 4), (4, 6), False), ((2, 4), (5, 6), False), ((3, 3), (3, 3), True), ((3, 3), (4, 4), False),
        ((2, 4), (3, 3), True), ((2, 4), (2, 2), True), ((2, 4), (4, 4), True), ((2, 4), (5, 5), False),
    ],
)  # fmt: skip
def test_hunks_compete_when_they_replace_a_same_token_or_insert_where_the_other_acts(one, other, compete):
    for places, others in ((one, other), (other, one)):
        assert Hunk(0, *places, 10, 11).competes(Hunk(1, *others, 20, 21)) is compete
        assert not Hunk(0, *places, 10, 11).competes(Hunk(0, *others, 20, 21))


@pytest.mark.parametrize(
    ("changes", "options", "is_about_order"),
    [
        ([(" ses contraintes", ""), ("ses", "toutes ses")], ["", "toutes ses contraintes"], False),
        ([("annonce", "annonce tôt"), ("annonce", "annonce bien")], ["tôt", "bien"], True),
        ([("annonce", "annonce , tôt"), ("annonce", "annonce, tôt")], [", tôt"], False),
        ([("service", "service public"), ("service", "bureau")], ["service public", "bureau"], False),
        ([("annonce", "dit"), ("annonce", "écrit"), ("annonce", "dit")], ["dit", "écrit"], False),
        ([("annonce ses contraintes", "parle"), ("ses", "des")], ["parle", "annonce des contraintes"], False),
    ],
)
def test_what_competes_in_a_sentence_is_one_question(changes, options, is_about_order):
    [group] = compare(TEXT, [TEXT.replace(old, new) for old, new in changes]).groups
    assert [words for _wordings, words in group.options] == options
    assert group.is_conflict is (len(options) > 1)
    assert group.is_about_order is is_about_order


def keys_with(comparison, group, wording):
    """The tokens of a group when the hunks of one wording are applied to the base, and no other."""
    place = group.start
    for hunk in group.hunks:
        if hunk.wording == wording:
            yield from comparison.base.keys[place : hunk.start]
            yield from comparison.wordings[wording].keys[hunk.new_start : hunk.new_end]
            place = hunk.end
    yield from comparison.base.keys[place : group.end]


def words_with(comparison, decided):
    """The words that a merge has to make: those of the base outside groups, and in each what was decided."""
    keys, place = [], 0
    for group in comparison.groups:
        choice = decided[group.number]
        keys += comparison.base.keys[place : group.start]
        keys += tokenise(choice).keys if isinstance(choice, str) else keys_with(comparison, group, choice)
        place = group.end
    return [key for key in (*keys, *comparison.base.keys[place:]) if words_of(key)]


@st.composite
def choices_for(draw, comparison):
    """A choice for each conflict, wordings left out, and what that decides in each group."""
    without = draw(st.sets(st.sampled_from(range(len(comparison.wordings))), max_size=1))
    choices, decided = {}, {}
    for group in comparison.groups:
        asked = [wordings[0] for wordings, _words in group.options if not without.issuperset(wordings)]
        if len(asked) > 1:
            typed = ["Ainsi soit dit.", "autrement dit", "", "- sinon"]
            choices[group.number] = draw(st.sampled_from([None, *group.wordings, *typed]))
        decided[group.number] = choices.get(group.number, asked[0] if asked else None)
    return choices, without, decided


@given(drafts(), st.data())
def test_a_merge_has_the_words_chosen_and_all_those_that_nobody_contests_whatever_the_order(drawn, data):
    base, wordings = drawn
    comparison = compare(base, wordings)
    choices, without, decided = data.draw(choices_for(comparison))
    merged = comparison.merge(choices, without=without)
    assert words_of(merged.text) == words_with(comparison, decided)
    order = data.draw(st.permutations(range(len(wordings))))
    again = compare(base, [wordings[wording] for wording in order]).merge(
        {number: order.index(choice) if isinstance(choice, int) else choice for number, choice in choices.items()},
        without={order.index(wording) for wording in without},
    )
    assert again.text == merged.text


@given(alone)
def test_one_wording_alone_comes_in_to_the_character(drawn):
    base, [wording] = drawn
    assert compare(base, [wording]).merge({}).text == wording
    assert compare(base, [wording]).merge({}, without=[0]).text == base
    assert carry_over(wording, base=base, text=base).text == carry_over(base, base=base, text=wording).text == wording


def test_a_conflict_has_to_be_decided_and_each_piece_says_whose_words_it_has():
    comparison = compare(TEXT, [TEXT.replace("annonce", word) for word in ("dit", "écrit", "dit")])
    with pytest.raises(KeyError):
        comparison.merge({})
    before, after = (Piece(words) for words in TEXT.split("annonce "))
    assert comparison.merge({1: 2}).pieces == (before, Piece("dit ", (0, 2)), after)
    assert comparison.merge({1: 2}, without=[0]).pieces == (before, Piece("dit ", (2,)), after)
    assert comparison.merge({}, without=[0, 2]).pieces == (before, Piece("écrit ", (1,)), after)
    assert comparison.merge({1: "lit"}).pieces == (before, Piece("lit ", (0, 1, 2), typed=True), after)


words, marks = st.sampled_from(["agent", "chef", "le"]), st.sampled_from([",", "/", "'", "!", "\n"])
words_and_marks = st.lists(st.tuples(words, marks), min_size=2, max_size=5)


@st.composite
def spaced(draw, words):
    """The same words and marks, with any spaces between them."""
    return joined([(word, draw(st.sampled_from(["", " ", "  "]))) for word in itertools.chain(*words) if word])


@given(words_and_marks, st.data())
def test_spaces_never_compete(words, data):
    base, *wordings = (data.draw(spaced(words)) for _ in range(4))
    assert compare(base, wordings).groups == ()
    assert tokenise(compare(base, wordings).merge({}).text).keys == tokenise(base).keys


@given(words_and_marks, st.data())
def test_two_words_are_never_glued(words, data):
    """Everyone changes spaces and marks, no word; what is typed is a mark, or nothing."""
    change = st.sampled_from([lambda mark: mark, lambda _mark: "", lambda _mark: ":"])
    changed = [[(word, data.draw(change)(mark)) for word, mark in words] for _ in range(3)]
    base, *wordings = (data.draw(spaced(text)) for text in (words, *changed))
    comparison = compare(base, wordings)
    choices = {g.number: data.draw(st.sampled_from([None, 0, 1, 2, "", "?"])) for g in comparison.conflicts}
    assert words_of(comparison.merge(choices).text) == words_of(base)


@pytest.mark.parametrize(
    ("base", "wordings", "choices", "merged"),
    [
        ("Ici ; les délais", ["Ici; les délais", "Ici « tous » les délais"], {}, "Ici « tous » les délais"),
        ("Il porte 12,5kg au plus.", ["Il porte 13,5kg au plus."], {}, "Il porte 13,5kg au plus."),
        ("Il y en a x, 9 h.", ["Il y en a x,9 h.", "Il y en a 12, 9 h."], {}, "Il y en a 12 ,9 h."),
        ("Il y en a x;9.", ["Il y en a 3;9.", "Il y en a x,9."], {}, "Il y en a 3, 9."),
        ("Voir 3 , 5 ici.", ["Voir 3, 5 ici.", "Voir 3 ,5 ici."], {}, "Voir 3, 5 ici."),
        ("Ici ; là-bas", ["Ici; là-bas", "Ici , là-bas", "Ici ! là-bas"], {1: "(ou)"}, "Ici (ou) là-bas"),
        ("Voir l'agent.", ["Voir l'ancien agent.", "Voir l'autre agent."], {1: "ex,"}, "Voir l'ex, agent."),
        ("Un chef.", ["Un chef très , là.", "Un chef très, là."], {}, "Un chef très , là."),
        ("Un chef.", ["Un chef très, là.", "Un chef très , là."], {}, "Un chef très , là."),
        ("Un. Fin.", ["A.\nUn. Fin là.", "B.\nUn. Fin."], {1: None}, "Un. Fin là."),
        ("Un chef agit bien ici.", ["Un chef dit.", "Un chef agit mal ici."], {1: 1}, "Un chef agit mal ici."),
        ("Le chef décide.", ["Hop.\nLe maire ira seul.", "Le bel élu vote."], {2: 1}, "Hop.\nLe bel élu vote."),
        ("Un.\nDeux.", ["Un.\nA.\nDeux.", "Un.\nB.\nDeux."], {1: "Et."}, "Un.\nEt.\nDeux."),
        ("- Un.\n- Deux.", ["- Un.\n- A.\n- Deux.", "- Un.\n- B.\n- Deux."], {1: "Et."}, "- Un.\n- Et.\n- Deux."),
        ("- Un.\n- Deux.", ["- Un.", "- Un.\n- Rien."], {1: "- Et."}, "- Un.\n- Et."),
        ("Un.", ["A.\nUn.", "B.\nUn."], {1: "Et."}, "Et.\nUn."),
    ],
)  # fmt: skip
def test_spaces_and_paragraphs_of_what_is_merged(base, wordings, choices, merged):
    assert compare(base, wordings).merge(choices).text == merged


@given(pairs)
def test_what_is_carried_over_keeps_its_own_words_and_says_whether_they_changed(drawn):
    base, (wording, text) = drawn
    comparison, carried = compare(base, [wording, text]), carry_over(wording, base=base, text=text)
    assert carried.is_touched == any(itertools.starmap(asks_for_the_same, itertools.combinations(comparison.hunks, 2)))
    decided = {group.number: min(group.wordings) for group in comparison.groups}
    assert words_of(carried.text) == words_with(comparison, decided)


def changes_of(comparison, wording):
    return [(h.start, h.end, h.new_start, h.new_end) for h in comparison.hunks if h.wording == wording]


def verdict(comparison, alignment=SequenceMatcher):
    """Where version control finds a conflict, where both ask for the same, and the words that it makes."""
    base, one, other = comparison.base.keys, *(tokens.keys for tokens in comparison.wordings)
    merge = Merge3(base, one, other, sequence_matcher=alignment)
    conflicts = [region[1:3] for region in merge.merge_regions() if region[0] == "conflict"]
    around = itertools.pairwise([(0,) * 6, *merge.find_sync_regions()])
    same = [(start, end) for (_, start, _, a, _, c), (end, _, b, _, d, _) in around if one[a:b] == other[c:d]]
    return conflicts, same, [key for key in merge.merge_lines() if words_of(key)]


def agree_with_version_control(comparison, alignment):
    """Each of our conflicts is in one of its own, or where both ask for the same (repeated words, matched otherwise).

    In each of its own is one of ours, or a place where two wordings replace words side by side: these compete for it
    alone. When neither finds any, both make the same words.
    """
    theirs, same, words = verdict(comparison, alignment)
    ours = [(group.start, group.end) for group in comparison.conflicts]
    ends = {(hunk.end, 1 - hunk.wording) for hunk in comparison.hunks}
    side_by_side = [(h.start, h.start) for h in comparison.hunks if (h.start, h.wording) in ends]
    for start, end in ours:
        assert any(first <= start and end <= last for first, last in theirs + same)
    for first, last in theirs:
        assert any(first <= start and end <= last for start, end in ours + side_by_side)
    if not theirs and not ours:
        assert words_of(comparison.merge({}).text) == words


@given(pairs)
def test_version_control_agrees_on_any_text_when_it_is_given_our_changes(drawn):
    comparison = compare(*drawn)

    class OurChanges:
        def __init__(self, _is_junk, base, other):
            wording = next(number for number, tokens in enumerate(comparison.wordings) if tokens.keys is other)
            around = itertools.pairwise([(0,) * 4, *changes_of(comparison, wording), (len(base), 0, len(other), 0)])
            self.same = [(end, new_end, start - end) for (_, end, _, new_end), (start, *_) in around if start > end]
            self.same.append((len(base), len(other), 0))

        def get_matching_blocks(self):
            return self.same

    agree_with_version_control(comparison, OurChanges)


@st.composite
def duels(draw):
    """A text where each word is there once; and two wordings that change two words at most of each sentence."""
    words = iter(draw(st.permutations(VOCABULARY.split())))
    slots, changed = [], ({}, {})
    for _ in range(draw(st.integers(1, 3))):
        first, *others = (f" {next(words)}" for _ in range(7))
        slots += [first.title(), *others, "."]
        places = range(len(slots) - 1 - 7, len(slots) - 1)
        for share in changed:
            for place in draw(st.sets(st.sampled_from(places), max_size=2)):
                share[place] = draw(edits(slots[place], draw(st.sampled_from([" enfin", " jamais"]))))
    return written(slots, {}), [written(slots, share) for share in changed]


@given(duels())
def test_version_control_finds_our_changes_and_agrees_where_nothing_repeats_nor_is_mostly_rewritten(drawn):
    comparison = compare(*drawn)
    for number, tokens in enumerate(comparison.wordings):
        theirs = SequenceMatcher(None, comparison.base.keys, tokens.keys).get_opcodes()
        assert changes_of(comparison, number) == [tuple(places) for kind, *places in theirs if kind != "equal"]
    agree_with_version_control(comparison, SequenceMatcher)


def test_words_replaced_side_by_side_are_a_conflict_of_version_control_alone():
    comparison = compare(TEXT, [TEXT.replace("annonce", "dit"), TEXT.replace("ses", "toutes")])
    assert verdict(comparison)[0] == [(3, 5)]
    assert comparison.conflicts == []
