"""The sample is sound; each way of spoiling a file is refused with its line and its key."""

import json

import pytest

from charter_site.exchange.checking import check
from charter_site.exchange.problems import MOST_PROBLEMS, RefusedFile

from .conftest import SAMPLE, as_file, problems_of


def test_the_sample_is_sound():
    document = check(SAMPLE)

    assert document.content == json.loads(SAMPLE)
    assert document.line_of(("meta", "schema_version")) == 3


def test_a_sound_file_may_say_version_one_point_one(sample):
    sample["meta"]["schema_version"] = "1.1"

    assert problems_of(as_file(sample)) == []


def test_the_lists_may_come_in_any_order(sample):
    for key in ("comments", "amendments", "project_feedback", "committees", "deployment_plan", "tools"):
        sample[key].reverse()
    sample["charter"]["sections"].reverse()

    assert problems_of(as_file(sample)) == []


def test_a_file_that_is_wrong_in_several_places_hears_of_all(sample):
    sample["tools"][3]["kind"] = "machine"
    sample["amendments"][2]["channel"] = "fax"
    sample["decisions"][0]["review_on"] = "2020-01-01"

    assert [problem.path for problem in problems_of(as_file(sample))] == [
        ("decisions", 0, "review_on"),
        ("tools", 3, "kind"),
        ("amendments", 2, "channel"),
    ]


def test_a_slip_in_one_list_does_not_hide_what_is_wrong_in_another(sample):
    sample["tools"][3]["kind"] = "machine"
    del sample["charter"]["scope"]
    sample["comments"][2]["author"]["direction"] = "ZZ"
    sample["comments"][4]["reply_to"] = "CO-99"

    assert [problem.path for problem in problems_of(as_file(sample))] == [
        ("charter", "scope"),
        ("tools", 3, "kind"),
        ("comments", 2, "author", "direction"),
        ("comments", 4, "reply_to"),
    ]


@pytest.mark.parametrize("key", json.loads(SAMPLE))
def test_a_key_that_is_missing_is_the_only_thing_to_put_right(sample, key):
    del sample[key]

    assert [problem.path for problem in problems_of(as_file(sample))] == [(key,)]


def test_a_file_that_is_wrong_everywhere_hears_of_fifty_things(sample):
    sample["cooperation_modes"] = [{"code": "UPPER", "label": ""} for _ in range(90)]

    with pytest.raises(RefusedFile) as refused:
        check(as_file(sample))

    assert len(refused.value.problems) == MOST_PROBLEMS
    assert "There are others" in str(refused.value)


def test_what_is_kept_is_in_the_form_in_which_texts_are_stored(sample):
    sample["charter"]["title"] = "Charte de coope\u0301ration\u00a0: l’essai "

    assert check(as_file(sample)).content["charter"]["title"] == "Charte de coopération : l'essai"


def test_two_acronyms_that_will_be_stored_alike_are_one(sample):
    sample["committees"][3]["acronym"] = "CODIR "

    assert [problem.path for problem in problems_of(as_file(sample))] == [("committees", 3, "acronym")]


def test_a_whole_number_may_be_written_with_a_decimal_point():
    document = check(SAMPLE.replace(b'"headcount": 1180', b'"headcount": 1.18e3'))

    assert repr(document.content["organization"]["headcount"]) == "1180"


# --- bytes that are no document -------------------------------------------------------------------

UNREADABLE = {
    "empty": (b"", 1, "an empty file"),
    "spaces": (b" \n\n ", 1, "an empty file"),
    "byte order mark": (b"\xef\xbb\xbf{}", 1, "byte order mark"),
    "utf-16": ("{}".encode("utf-16"), 1, "UTF-8"),
    "latin-1": ('{\n"a": "été"}'.encode("latin-1"), 2, "UTF-8"),
    "a NUL byte": (b'{\n\n"a": "\x00"}', 3, "NUL"),
    "truncated": (SAMPLE[:80_000], SAMPLE[:80_000].count(b"\n") + 1, "the end of the file"),
    "not JSON": (b"<html>", 1, "a value"),
    "text after the end": (b"{}\n{}", 2, "the end of the file"),
    "a comma too many": (b'{\n"a": 1,\n}', 3, "a key between quotation marks"),
    "a comma missing": (b'{\n"a": 1\n"b": 2}', 3, "a comma"),
    "a colon missing": (b'{\n"a" 1}', 2, "a colon"),
    "a line feed in a text": (b'{\n"a": "x\ny"}', 2, "control characters"),
    "a backslash alone": (b'{"a": "\\q"}', 1, "backslashes"),
    "a word": (b'{"a": nul}', 1, "a value"),
    "lists without end": (b"[" * 6000, 1, "at most 32 levels"),
    "objects without end": (b'{"a":' * 6000, 1, "at most 32 levels"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_bytes_that_are_no_document_get_one_sentence(case):
    data, line, words = UNREADABLE[case]

    (problem,) = problems_of(data)

    assert problem.line == line
    assert words in str(problem)


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("charter_site.exchange.reading.LARGEST_FILE", 1000)

    (problem,) = problems_of(SAMPLE)

    assert "at most 1000 bytes" in str(problem)


# --- values that JSON allows to write but not to mean ------------------------------------------------

ODD_VALUES = {
    "a key twice": (b'"level": 1,', b'"level": 1, "level": 1,', ("competency_scale", 0, "level"), "once"),
    "not a number": (b'"level": 1,', b'"level": NaN,', ("competency_scale", 0, "level"), "NaN"),
    "infinity": (b'"level": 1,', b'"level": -Infinity,', ("competency_scale", 0, "level"), "-Infinity"),
    "overflow": (b'"level": 1,', b'"level": 1e999,', ("competency_scale", 0, "level"), "reasonable"),
    "a huge number": (
        b'"level": 1,',
        b'"level": %s,' % (b"9" * 9000),
        ("competency_scale", 0, "level"),
        "reasonable",
    ),
    "half a pair": (
        '"label": "Découverte"'.encode(),
        b'"label": "\\ud83d"',
        ("competency_scale", 0, "label"),
        "pair",
    ),
    "NUL, escaped": (
        '"label": "Découverte"'.encode(),
        b'"label": "a\\u0000"',
        ("competency_scale", 0, "label"),
        "u0000",
    ),
}


@pytest.mark.parametrize("case", ODD_VALUES)
def test_a_value_that_means_nothing_is_refused_where_it_stands(case):
    before, after, path, words = ODD_VALUES[case]
    assert before in SAMPLE
    data = SAMPLE.replace(before, after, 1)

    problem = problems_of(data)[0]

    assert problem.path == path
    assert problem.line == SAMPLE[: SAMPLE.index(before)].count(b"\n") + 1
    assert words in str(problem)
