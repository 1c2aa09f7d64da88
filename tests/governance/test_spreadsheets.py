"""Tables that Excel opens in French, and that run nothing."""

import io

import pytest

from governance.spreadsheets import inert, write_table


def test_a_table_has_a_mark_semicolons_and_lines_of_windows():
    to = io.StringIO(newline="")
    write_table(to, columns=("un", "deux"), rows=[("a;b", "l'été"), ("", "=1+1")])

    assert to.getvalue() == "\ufeffun;deux\r\n\"a;b\";l'été\r\n;'=1+1\r\n"


@pytest.mark.parametrize("typed", ["=1+1", "+33", "-1", "@sum", " =1", "\u00a0=1", "\u202f-2", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_words(typed):
    assert inert(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "1 = 1", "a-b", "'=1"])
def test_other_words_stay_as_they_are(typed):
    assert inert(typed) == typed
