"""How many pages blocks surely take: never fewer than LibreOffice does (``make documents`` compares)."""

from charters.hr.documents.fitting import PAGE, height_of, height_of_row, holds, is_short, pages
from charters.hr.documents.outline import Card, Cell, Heading, Row, Table, Text


def table(rows, *, small=False, blank=0):
    return Table(
        ("Name", "Words"), tuple(Row((Cell("a", blank=blank), Cell("words"))) for _ in range(rows)), "t", (1, 1), small
    )


def test_nothing_takes_a_page_and_text_takes_as_many_as_it_needs():
    assert pages([]) == 1
    assert pages([Text("word")]) == 1
    assert pages([Text("\n".join(["word"] * 200))]) > 4


def test_more_words_never_take_less_room():
    heights = [height_of(Text("word " * count)) for count in range(1, 200)]
    assert heights == sorted(heights)


def test_wide_letters_take_more_room_than_thin_ones():
    thin, wide, broad = (height_of(Text(letter * 400)) for letter in ("i", "M", "中"))
    assert thin < wide <= broad


def test_a_card_goes_whole_to_the_next_page_unless_no_page_can_hold_it():
    half = Text("\n".join(["word"] * 20))
    card = Card((Heading("A heading"), table(20)))
    assert holds(card)
    assert height_of(half) + height_of(card) > PAGE
    assert pages([half, card]) == 2
    long = Card((Heading("A heading"), table(100)))
    assert not holds(long)
    assert pages([half, long]) == pages([half, *long.blocks])


def test_room_to_write_by_hand_counts():
    (one,), (three,) = (table(1, blank=blank).rows for blank in (1, 3))
    assert height_of_row(three, table(1)) - height_of_row(one, table(1)) > 35


def test_only_a_small_number_of_airy_rows_stays_in_one_piece():
    assert is_short(table(3))
    assert not is_short(table(3, small=True))
    assert not is_short(table(30))
