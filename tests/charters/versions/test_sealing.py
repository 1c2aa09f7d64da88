"""Hashes that anyone can compute again. The oracle below is written from the docstring, not from the code."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
import uuid

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from charters.models import Charter, Clause, Section, Version, VersionStep
from charters.versions import sealing
from charters.versions.content import frozen_content, working_content
from governance.canonical import instant
from tests.factories import ClauseFactory

# --- An independent reading of the page "The seal of a version" ------------------------------------


def form(value: object) -> str:
    """The canonical form, as a text whose UTF-8 is hashed."""
    if value is None:
        return "n;"
    if isinstance(value, bool):
        return f"b{int(value)};"
    if isinstance(value, int):
        return f"i{value};"
    if isinstance(value, str):
        return f"t{len(value.encode('utf-8'))}:{value}"
    if isinstance(value, list):
        return f"l{len(value)}:" + "".join(map(form, value))
    keys = sorted(value, key=lambda key: key.encode("utf-8"))
    return f"m{len(keys)}:" + "".join(form(key) + form(value[key]) for key in keys)


def digest(*values: object) -> str:
    return hashlib.sha256("".join(map(form, values)).encode("utf-8")).hexdigest()


def plain(value: object) -> object:
    """A database value as the page says to write it."""
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    return [plain(item) for item in value] if isinstance(value, list) else value


CLAUSE = "position code revision title text note indicators audience"
CLAUSE += " hr_job_description hr_mission_letter hr_interview competences"


def content_hash_by_hand(version: Version) -> str:
    """Straight from the tables, without the project's own reading."""
    return digest(
        {
            "format": f"cooperation-charter-version/{version.form}",
            "submission": version.submission,
            "based_on": version.based_on.content_hash if version.based_on else None,
            **{name: plain(getattr(version, name)) for name in ["title", "language", "preamble", "scope", "message"]},
            "competence_scale": version.competence_scale,
            **{name: plain(getattr(version, name)) for name in ["prepared_by", "submitted_by", "submitted_at"]},
            "sections": [
                {
                    **{name: getattr(section, name) for name in ["position", "code", "kind", "title", "summary"]},
                    "clauses": [
                        {name: getattr(clause, name) for name in CLAUSE.split()}
                        for clause in section.clauses.order_by("position")
                    ],
                }
                for section in version.sections.order_by("position")
            ],
            **(since_form_2(version) if version.form == 2 else {}),
        }
    )


def since_form_2(version: Version) -> dict[str, object]:
    days = {name: getattr(version, name) for name in ("counted_upto", "answer_expected_on")}
    return {
        "reasons_without_experience": version.reasons_without_experience,
        "is_erratum": version.is_erratum,
        "kept_for_later": version.kept_for_later,
        **{name: str(day) if day else None for name, day in days.items()},
    }


def history_by_hand(charter: Charter, after: dict, upto: dict) -> str:
    parts: list[object] = ["cooperation-charter-history/1"]
    keys = {"charter": "id", "section": "charter_id", "clause": "charter_id"}
    for name, key in keys.items():
        columns = ", ".join(f'"{column}"' for column in sealing.HISTORY_COLUMNS[name])
        parts += [name, after.get(name, 0), upto.get(name, 0)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns} FROM charters_historical{name} WHERE {key} = %s AND history_id > %s "
                "AND history_id <= %s ORDER BY history_id",
                [charter.pk, after.get(name, 0), upto.get(name, 0)],
            )
            parts += [[plain(value) for value in row] for row in cursor.fetchall()]
    return digest(*parts)


def test_the_example_of_the_page():
    assert sealing.canonical(["M3", 12, None]) == b"l3:t2:M3i12;n;"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
@example(["é", {"b": 1, "a": True}, "", -1])
def test_the_form_is_the_one_described(value):
    assert sealing.canonical(value) == form(value).encode("utf-8")


@given(JSON, JSON)
@example(["a", "b"], ["ab", ""])
@example(["t1:a"], ["a"])
@example(1, True)
@example({"a": "b"}, ["a", "b"])
@example(["1"], [1])
@example([[], ["a"]], [["a"], []])
@example("", None)
def test_two_values_never_have_the_same_form(one, other):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    form_of_one, form_of_other = sealing.canonical(one), sealing.canonical(other)

    assert (form_of_one == form_of_other) == same
    assert form_of_one.startswith(form_of_other) == same  # nor is one the beginning of the other


TEXTS = st.text(alphabet="a1:;tl", max_size=6)


@given(st.lists(TEXTS, max_size=5), st.lists(TEXTS, max_size=5))
def test_no_word_slips_from_one_text_to_the_next(one, other):
    """Texts that look like lengths and marks: only the declared length tells where a text ends."""
    assert (sealing.canonical(one) == sealing.canonical(other)) == (one == other)


@pytest.mark.parametrize("value", [1.5, b"bytes", {1: "a"}, {"a", "b"}])
def test_what_has_no_form_is_refused(value):
    with pytest.raises((TypeError, AttributeError)):
        sealing.canonical(value)


def test_a_moment_is_written_in_utc_with_six_decimals():
    paris = datetime.timezone(datetime.timedelta(hours=1))
    moment = datetime.datetime(2026, 12, 1, 0, 30, tzinfo=paris)

    assert instant(moment) == "2026-11-30T23:30:00.000000Z"


# --- On stored rows --------------------------------------------------------------------------------


def test_the_content_hash_can_be_computed_by_hand(world):
    world.add("Plan together", section="values", indicators=["One", "Two"], note="Éàœ — « words »")
    first = world.validate()
    world.rewrite(text="We answer within one day.")
    second = world.submit(message="Faster.")

    for version in (first, second):
        stored = Version.objects.get(pk=version.pk)
        assert sealing.content_hash(stored) == stored.content_hash == content_hash_by_hand(stored)
    assert stored.based_on_id == first.pk


def test_the_chain_can_be_computed_by_hand(world):
    for text in ("One.", "Two.", "Three."):
        world.rewrite(text=text)
        world.validate()

    previous, after = "", {}
    for number, step in enumerate(VersionStep.objects.filter(kind="validated").order_by("number"), start=1):
        assert step.history_digest == history_by_hand(world.charter, after, step.history_upto)
        assert step.previous_hash == previous
        assert step.chain_hash == digest(
            [
                "cooperation-charter-chain/1",
                number,
                step.content_hash,
                previous,
                plain(step.at),
                str(world.executive.pseudonym),
                world.executive.function,
                "Executive committee",
                "",
                step.history_digest,
            ]
        )
        previous, after = step.chain_hash, step.history_upto
    assert number == 3


def test_the_digest_covers_everything_that_history_records():
    """A column added to a history must be sealed from a new format on: this list cannot change in silence."""
    for name, model in (("charter", Charter), ("section", Section), ("clause", Clause)):
        recorded = {field.attname for field in model.history.model._meta.concrete_fields}
        assert recorded == set(sealing.HISTORY_COLUMNS[name]) == recorded


def test_the_digest_follows_every_row_since_the_last_validation(world):
    bounds = sealing.history_bounds(world.charter)
    before = sealing.history_digest(world.charter, after={}, upto=bounds)
    world.rewrite(text="Other words.")

    assert sealing.history_digest(world.charter, after={}, upto=bounds) == before
    now = sealing.history_bounds(world.charter)
    assert now["clause"] > bounds["clause"]
    assert sealing.history_digest(world.charter, after={}, upto=now) != before
    assert sealing.history_digest(world.charter, after=bounds, upto=now) == history_by_hand(world.charter, bounds, now)


def test_the_digest_reads_history_a_few_rows_at_a_time(world, monkeypatch):
    monkeypatch.setattr(sealing, "_ROWS_AT_A_TIME", 2)
    for number in range(7):
        world.rewrite(text=f"Text {number}.")
    bounds = sealing.history_bounds(world.charter)

    with CaptureQueriesContext(connection) as queries:
        found = sealing.history_digest(world.charter, after={}, upto=bounds)

    assert found == history_by_hand(world.charter, {}, bounds)
    assert len(queries) <= 3


def test_another_charter_leaves_the_digest_as_it_is(world):
    bounds = sealing.history_bounds(world.charter)
    before = sealing.history_digest(world.charter, after={}, upto=bounds)
    ClauseFactory()

    assert sealing.history_bounds(world.charter) == bounds
    assert sealing.history_digest(world.charter, after={}, upto=bounds) == before


def test_submitted_words_are_in_nfc_however_they_came(world):
    composed, decomposed = "Décidé à l'été", unicodedata.normalize("NFD", "Décidé à l'été")
    world.rewrite(text=decomposed)

    version = world.submit()

    assert version.clauses.get(code="M1").text == composed
    assert sealing.content_hash(Version.objects.get(pk=version.pk)) == version.content_hash


def test_the_fingerprint_of_what_is_frozen_is_that_of_what_was_read(world):
    world.add("In values", section="values")
    read = working_content(world.charter)

    assert sealing.fingerprint(frozen_content(world.submit())) == sealing.fingerprint(read)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("versionclause", "text", "'Other.'"),
        ("versionclause", "note", "'x'"),
        ("versionclause", "revision", "9"),
        ("versionclause", "position", "9"),
        ("versionclause", "code", "'M9'"),
        ("versionclause", "audience", "'{}'"),
        ("versionclause", "indicators", "'{a}'"),
        ("versionclause", "competences", "'{C1}'"),
        ("versionclause", "hr_interview", "'x'"),
        ("versionsection", "title", "'x'"),
        ("versionsection", "position", "position + 10"),
        ("version", "preamble", "'x'"),
        ("version", "message", "'x'"),
        ("version", "language", "'en'"),
        ("version", "submission", "7"),
        ("version", "competence_scale", "'{}'"),
        ("version", "submitted_at", "submitted_at + interval '1 microsecond'"),
        ("version", "prepared_by", "gen_random_uuid()"),
    ],
)
def test_a_changed_column_changes_the_hash(world, as_owner, table, column, value):
    """As the owner of the tables, triggers ignored: nobody else could."""
    version = world.submit(message="Hello")
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE charters_{table} SET {column} = {value}")

    assert sealing.content_hash(Version.objects.get(pk=version.pk)) != version.content_hash
