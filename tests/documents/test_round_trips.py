"""The files of versions, opened by LibreOffice: every sentence is there, tracked changes do what they say.

These are not part of the tests of every day, for they need LibreOffice: ``make documents``.
"""

from __future__ import annotations

import io
import random
import re
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
from django.utils import translation

from charters.versions.documents.opendocument_file import write_odt
from charters.versions.documents.outline import lines_of, outline_of
from charters.versions.documents.tracked_file import write_tracked
from charters.versions.documents.word_file import write_docx
from tests.charters.versions.documents.conftest import hostile, rich, stored
from tests.charters.versions.documents.contents import content, outline, revised
from tests.charters.versions.documents.revisions import paragraphs
from tests.documents.office import ACCEPT, REFUSE, Order, follow

WRITERS = {"docx": write_docx, "odt": write_odt}


def plain(text: str) -> str:
    """Words alone: a page breaks its lines, and cuts a long word, where it wants."""
    return re.sub(r"\s+", "", text.replace("\u200b", "").replace("\ufeff", ""))


def sentences(of):
    return [line.lead + line.words for passage in of.passages for line in lines_of(passage, of.labels)]


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_file_opens_and_every_sentence_is_there(world, tmp_path: Path, ending: str, language: str):
    version = hostile(rich(world)).validate()
    with translation.override(language):
        said = outline_of(*stored(version))
        source = tmp_path / f"version.{ending}"
        source.write_bytes(WRITERS[ending](said))
    follow([Order(source, tmp_path / "read.txt"), Order(source, tmp_path / "read.pdf")], tmp_path)

    text = plain((tmp_path / "read.txt").read_text(encoding="utf-8"))
    for sentence in sentences(said):
        assert plain(sentence) in text, sentence
    pages = pypdf.PdfReader(io.BytesIO((tmp_path / "read.pdf").read_bytes())).pages
    printed = plain("".join(page.extract_text() for page in pages))
    for sentence in ("Plan together", "First words.", version.content_hash, "We answer within two days."):
        assert plain(sentence) in printed, sentence


def test_accepted_or_refused_the_text_is_exactly_one_version_or_the_other(tmp_path: Path):
    """A dozen histories by chance: paragraphs, their looks and every word of them."""
    orders, expected = [], {}
    for seed in range(30):
        chance = random.Random(seed)
        before = content(chance)
        after = revised(chance, before)
        with translation.override(chance.choice(["fr", "en"])):
            old, new = outline(before, 1, "Un message."), outline(after, 2)
            changes = tmp_path / f"{seed}.docx"
            changes.write_bytes(write_tracked(old, new))
            for command, name, side in ((ACCEPT, "accepted", new), (REFUSE, "refused", old)):
                target = tmp_path / f"{seed}-{name}.docx"
                orders.append(Order(changes, target, command))
                expected[target] = paragraphs(write_docx(side))
    follow(orders, tmp_path)

    for target, words in expected.items():
        found = [("" if style == "Normal" else style, text) for style, text in paragraphs(target.read_bytes())]
        assert found == words, target.name


def test_the_life_of_a_charter_is_followed_version_by_version(world, tmp_path: Path):
    """As plain text, which is what people paste and compare."""
    rich(world)
    versions = [world.validate()]
    world.rewrite(text="We answer within one day, whoever asks.\n\n- First we listen.\n- Then we say.")
    world.add("Another clause", section="values")
    versions.append(world.validate())
    hostile(world)
    world.rewrite(text="- First we listen.\nThen we say: in one day.")
    versions.append(world.validate())

    with translation.override("fr"):
        outlines = [outline_of(*stored(version)) for version in versions]
    orders = []
    for place, (old, new) in enumerate(pairwise(outlines)):
        files = {"changes": write_tracked(old, new), "old": write_docx(old), "new": write_docx(new)}
        for name, written in files.items():
            (tmp_path / f"{place}-{name}.docx").write_bytes(written)
        for name, command in (("changes", ACCEPT), ("changes", REFUSE), ("old", ""), ("new", "")):
            target = tmp_path / f"{place}-{name}{command[5:11]}.txt"
            orders.append(Order(tmp_path / f"{place}-{name}.docx", target, command))
    follow(orders, tmp_path)

    for place in range(len(outlines) - 1):
        read = {
            name: (tmp_path / f"{place}-{name}.txt").read_text(encoding="utf-8")
            for name in ("changesAccept", "changesReject", "old", "new")
        }
        assert read["changesAccept"] == read["new"]
        assert read["changesReject"] == read["old"]
        assert read["old"] != read["new"]
