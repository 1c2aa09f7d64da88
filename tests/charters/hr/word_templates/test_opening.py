"""A Word file is hostile until proved otherwise: each way of being so is refused, with its own sentence."""

from __future__ import annotations

import io
import resource
import tracemalloc
import zipfile

import pytest

from charters.hr.word_templates import content_types, findings, opening, starter
from charters.hr.word_templates.opening import FILLED, MEGABYTE, judge
from governance.refusals import Refused
from tests.charters.hr.word_templates import making
from tests.charters.hr.word_templates.making import (
    BODY,
    FILES,
    JPEG,
    PNG,
    RELATION,
    RELATIONS,
    TYPES,
    packed,
    parts_of,
    template,
    with_body,
    with_changed,
    with_parts,
    with_relation,
    with_type,
)

pytestmark = pytest.mark.usefixtures("english")

MAIN = "application/vnd.ms-word.{}.macroEnabledMain+xml"
HEAD = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
WIDE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
NEST = "<w:sdt><w:sdtContent>"


def declared(part: str, definition: str) -> str:
    """A part whose XML begins with definitions."""
    head, stop, rest = part.partition("?>")
    return f"{head}{stop}{definition}{rest}"


def with_default(ending: str, kind: str) -> bytes:
    """A good template, whose parts of an ending are said to be of a kind."""
    default = f'<Default Extension="{ending}" ContentType="{kind}"/>'
    return with_changed(TYPES, lambda xml: xml.replace("</Types>", f"{default}</Types>"))


def in_utf_16(part: str) -> bytes:
    return part.replace("UTF-8", "UTF-16").encode("utf-16")


def doubled() -> bytes:
    parts = list(parts_of(template()).items())
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed([*parts, (BODY, b"<other/>")])


HOSTILE = {
    # what a file may be, and is no Word document
    "nothing": (b"", "no Word document"),
    "no zip": (b"%PDF-1.7", "no Word document"),
    "cut in the middle": (template()[:9000], "no Word document"),
    "another zip": (packed([("a.xml", b"<a/>")]), "no Word document"),
    "old Word, or a password": (b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
    "too large": (b"PK\x03\x04" + bytes(2 * MEGABYTE), "2 megabytes"),
    "an encrypted part": (making.marked_as_encrypted(template()), "password"),
    "another compression": (packed(parts_of(template()).items(), method=zipfile.ZIP_BZIP2), "damaged"),
    "another compression, LZMA": (packed(parts_of(template()).items(), method=zipfile.ZIP_LZMA), "damaged"),
    "a Word template": (with_type(content_types.TEMPLATE), ".dotx"),
    # what swells
    "a bomb of a thousand to one": (with_parts({"word/media/image1.png": bytes(5 * MEGABYTE)}), "far larger"),
    "a part beyond all": (with_parts({"word/media/image1.png": bytes(7 * MEGABYTE)}), "far larger"),
    "many small bombs": (
        with_parts({f"word/media/image{n}.png": PNG + bytes(100_000) for n in range(300)}), "far larger"
    ),
    "too many parts": (with_parts({f"word/media/i{n}.png": b"" for n in range(500)}), "far larger"),
    "a size that lies": (
        making.lying_about_sizes(with_parts({"word/media/image1.png": bytes(5 * MEGABYTE)})), "damaged"
    ),
    "fifty thousand runs": (with_body("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 50_000 + "</w:p>"), "far larger"),
    "a huge attribute": (with_body(f'<w:p w:rsidR="{"A" * 200_000}"/>'), "far larger"),
    "a huge word": (with_body(f"<w:p><w:r><w:t>{'A' * 200_000}</w:t></w:r></w:p>"), "far larger"),
    "a deep nest": (with_body(NEST * 60 + "</w:sdtContent></w:sdt>" * 60), "not built as"),
    "a thousand attributes": (with_body("<w:p " + " ".join(f'w:a{n}="1"' for n in range(99)) + "/>"), "not built as"),
    # names
    "a name that climbs": (with_parts({"word/../../etc/passwd.xml": b"<a/>"}), "leads out of it"),
    "an absolute name": (with_parts({"/etc/cron.d/job.xml": b"<a/>"}), "leads out of it"),
    "a backslash": (with_parts({"word\\..\\evil.xml": b"<a/>"}), "leads out of it"),
    "a drive": (with_parts({"C:/evil.xml": b"<a/>"}), "leads out of it"),
    "a part twice": (doubled(), "same name"),
    "a part twice, in capitals": (with_parts({"WORD/DOCUMENT.XML": b"<a/>"}), "same name"),
    "the file in itself": (with_parts({"r/r.zip": template()}), "neither text"),
    "a program": (with_parts({"word/setup.exe": b"MZ"}), "neither text"),
    # what runs
    "macros by their type": (with_type(MAIN.format("document")), "macros"),
    "macros by their type, as a template": (with_type(MAIN.format("template")), "macros"),
    "macros by their part": (with_parts({"word/vbaProject.bin": b"\0"}), "macros"),
    "macros by their relation": (with_relation("vbaProject", "x.xml", external=False), "macros"),
    "keys tied to macros": (with_parts({"word/customizations.xml": b"<a/>"}), "macros"),
    "buttons": (with_parts({"customUI/customUI.xml": b"<a/>"}), "macros"),
    "a control": (with_parts({"word/activeX/activeX1.xml": b"<a/>"}), "ActiveX"),
    "a control in the page": (with_body("<w:p><w:r><w:object><w:control/></w:object></w:r></w:p>"), "ActiveX"),
    "an object": (with_parts({"word/embeddings/oleObject1.bin": b"\0"}), "embedded object"),
    "a workbook": (with_parts({"word/embeddings/Microsoft_Excel.xlsx": b"PK"}), "embedded object"),
    "an object by its relation": (with_relation("oleObject", "file:///c:/x.doc"), "embedded object"),
    "an object in the page": (
        with_body('<w:p><w:r><w:object xmlns:o="urn:o"><o:OLEObject Type="Link"/></w:object></w:r></w:p>'),
        "embedded object",
    ),
    "a page of HTML": (with_parts({"word/afchunk.htm": b"<script>"}), "another document"),
    "a piece of another document": (with_body("<w:altChunk/>"), "another document"),
    "a document inside": (with_relation("subDocument", "other.docx"), "another document"),
    # what fetches
    "a template elsewhere": (with_relation("attachedTemplate", "https://evil.example/t.dotm"), "Normal"),
    "a picture elsewhere": (with_relation("image", "https://evil.example/p.png"), "fetches something"),
    "a picture on a share": (with_relation("image", r"\\evil.example\p.png", external=False), "fetches something"),
    "a frame elsewhere": (with_relation("frame", "https://evil.example/"), "another document"),
    "a link to a file": (with_relation("hyperlink", "file:///etc/passwd"), "fetches something"),
    "a link that runs": (with_relation("hyperlink", "javascript:alert(1)"), "fetches something"),
    "an older picture elsewhere": (
        with_body('<w:p><w:r><w:pict xmlns:v="urn:v"><v:imagedata src="http://evil.example/p"/></w:pict></w:r></w:p>'),
        "fetches something",
    ),
    "an older picture with two addresses": (
        with_body(
            '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:x">'
            '<v:imagedata src="http://evil.example/p" x:src="a.png"/></w:pict></w:r></w:p>'
        ),
        "fetches something",
    ),
    "a picture whose address is of nobody's": (
        with_body('<w:p xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:x"><v:fill x:src="a.png"/></w:p>'),
        "not built as",
    ),
    "a reference of nobody's": (
        with_body('<w:p xmlns:x="urn:x"><w:hyperlink x:id="rId1"/></w:p>'), "not built as"
    ),
    "a shape tied to a file": (
        with_body('<w:p xmlns:v="urn:schemas-microsoft-com:vml"><v:shape href="file:///c:/x.exe"/></w:p>'),
        "fetches something",
    ),
    "a relation that says two things": (
        with_changed(RELATIONS, lambda xml: xml.replace(
            "</Relationships>",
            f'<Relationship xmlns:x="urn:x" Id="rId99" Type="{RELATION}image" Target="http://evil.example/p.png" '
            'TargetMode="External" x:TargetMode="Internal" x:Target="a.png"/></Relationships>')),
        "not built as",
    ),
    "a relation of nobody's": (
        with_changed(RELATIONS, lambda xml: xml.replace(
            "</Relationships>", '<x:Relationship xmlns:x="urn:x" Id="rId99" Target="a.png"/></Relationships>')),
        "not built as",
    ),
    "a mail merge": (with_relation("mailMergeSource", "file:///c:/people.xlsx"), "mail merge"),
    "a drawing with a script": (
        with_parts({"word/media/image1.svg": b"<svg><script>alert(1)</script></svg>"}), "not built as"
    ),
    # what swells or reads when it is read
    "definitions": (with_changed(BODY, lambda part: declared(part, "<!DOCTYPE w:document>")), "DTD"),
    "a file read": (
        with_changed(BODY, lambda part: declared(part, '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')), "DTD"
    ),
    "a billion laughs": (with_changed(BODY, lambda part: declared(part, LAUGHS)), "DTD"),
    "a billion laughs in the list of parts": (with_changed(TYPES, lambda part: declared(part, LAUGHS)), "DTD"),
    "UTF-16": (with_parts({BODY: in_utf_16(parts_of(template())[BODY].decode())}), "UTF-8"),
    "UTF-16 without its mark": (
        with_parts({BODY: parts_of(template())[BODY].decode().encode("utf-16-le")}), "UTF-8"
    ),
    "UTF-7": (with_changed(BODY, lambda part: part.replace("UTF-8", "UTF-7")), "UTF-8"),
    "broken XML": (with_body("<w:p>"), "no Word document"),
    "a hidden remark": (with_body("<!-- {{ x }} -->"), "not built as"),
    "a text under the name of a picture": (with_type(WIDE, "/word/media/image1.png"), "not built as"),
    "a head under the ending of pictures": (with_default("png", HEAD), "not built as"),
    "a program under the ending of pictures": (with_default("png", "application/x-msdownload"), "not built as"),
    "an object under the ending of pictures": (
        with_default("tif", "application/vnd.openxmlformats-officedocument.oleObject"), "not built as"
    ),
    "documents without a name": (with_default("xml", content_types.DOCUMENT), "not built as"),
    "a kind that nobody knows": (with_type("application/x-unknown+xml", "/word/x.xml"), "not built as"),
    "a head outside of Word's folder": (with_type(HEAD, "/customXml/header9.xml"), "not built as"),
    "a program as a picture": (with_parts({"word/media/a.png": b"MZ" + bytes(900)}), "not what its name says"),
    "an object as a picture": (
        with_parts({"word/media/a.tif": b"\xd0\xcf\x11\xe0" + bytes(900)}), "not what its name says"
    ),
    "a sound as a picture": (with_parts({"word/media/a.webp": b"RIFF\0\0\0\0WAVE"}), "not what its name says"),
    "a program as a drawing": (with_parts({"word/media/a.emf": b"\x01\0\0\0" + bytes(99)}), "not what its name says"),
    "a program as a font": (with_parts({"word/fonts/a.ttf": b"MZ" + bytes(99)}), "not what its name says"),
    "two documents": (
        with_type("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "/word/b.xml"),
        "not built as",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(case: str):
    content, words = HOSTILE[case]
    with pytest.raises(Refused, match=words):
        judge(content)


def test_no_sentence_is_without_a_way_out():
    for content, _words in HOSTILE.values():
        with pytest.raises(Refused) as refused:
            judge(content)
        assert "then send" in str(refused.value), str(refused.value)


@pytest.mark.parametrize("case", ["a bomb of a thousand to one", "many small bombs", "fifty thousand runs"])
def test_what_swells_costs_little_memory(case: str):
    content, _words = HOSTILE[case]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    with pytest.raises(Refused):
        judge(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30 * MEGABYTE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


GOOD = {
    "python-docx": template("Des mots, et {{ fiche.intitule }}."),
    "a link to read": with_relation("hyperlink", "https://www.example.org/charte"),
    "a link to write": with_relation("hyperlink", "mailto:rh@aubrelle.example"),
    "a picture of its own": with_parts({"word/media/image1.png": PNG}),
    "pictures of each kind": with_parts({
        "word/media/a.jpg": JPEG, "word/media/a.gif": b"GIF89a", "word/media/a.bmp": b"BM",
        "word/media/a.tif": b"II*\0",
        "word/media/a.emf": b"\x01\0\0\0" + bytes(36) + b" EMF", "word/media/a.wmf": b"\xd7\xcd\xc6\x9a",
        "word/media/a.webp": b"RIFF\0\0\0\0WEBP",
    }),
    "the kinds that Word says": with_default("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
    "an ending that no part has": with_default("bin", "application/vnd.ms-office.any"),
    "an older picture of its own": with_body(
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shape id="a" href="https://example.org/"><v:imagedata r:id="rId1" o:title="a"/></v:shape>'
        "</w:pict></w:r></w:p>"
    ),
    "tracked changes": with_body('<w:p><w:ins w:id="1" w:author="RH"><w:r><w:t>mot</w:t></w:r></w:ins></w:p>'),
    "the mark of UTF-8": with_changed(BODY, lambda part: "\ufeff" + part),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_what_a_word_processor_writes_is_taken(case: str):
    assert judge(GOOD[case])


@pytest.mark.parametrize("path", sorted(FILES.glob("*.docx")), ids=lambda path: path.name)
def test_files_that_libreoffice_saved_are_taken(path):
    assert judge(path.read_bytes())


def test_what_was_judged_before_is_not_read_again(monkeypatch):
    content = starter.write_starter()
    known = judge(content)
    read = []
    monkeypatch.setattr(opening, "judge_part", lambda name, part, **more: read.append(name) or 0)
    judge(making.with_parts({"word/new.xml": b"<a/>"}, content), FILLED, judged=known)
    assert read == ["word/new.xml"]


def test_a_name_is_shown_without_what_no_reader_sees():
    assert findings.shown("a\u202eb\nc" * 40) == ("abc" * 40)[:80]


def test_fields_are_judged_in_every_part():
    evil = '<w:ftr xmlns:w="w"><w:p><w:fldSimple w:instr="DDE cmd"/></w:p></w:ftr>'
    with pytest.raises(Refused, match="DDE"):
        judge(with_parts({"word/footer9.xml": evil.encode()}))


def test_an_entry_is_read_from_the_folder_alone():
    """Bytes before and after the folder change nothing of what is read."""
    content = template()
    assert judge(content + b"\0" * 10) == judge(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert len(judge(content)) == len(package.namelist())
