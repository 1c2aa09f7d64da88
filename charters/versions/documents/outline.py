"""What a document says of a version, in order: every format writes these passages, so that all say the same.

The words of the charter are in its language, the labels in that of the reader. All of them have the typography of
their language, and hold no character that a document cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from charters.text.models import Audience
from charters.versions.content import ClauseContent, Content, SectionContent
from charters.versions.documents.around import Around
from charters.versions.models import Version
from governance.plain_text import paragraphs, printable, typographic
from governance.templatetags.french import day

Style = Literal["title", "draft", "fact", "seal", "heading", "label", "text", "remark", "line", "end"]


class Passage(NamedTuple):
    """Some words, and what they are. ``key`` says which, and is the same in all the versions of a charter.

    ``words`` is plain text: one line, except in "text" and "remark", which may hold paragraphs and lists. ``lead`` is
    what comes before, apart: the code of a clause, the name of a fact. ``own`` says that the words are those of the
    charter; otherwise they are labels, in the language of the reader. A lead is a code or a label.
    """

    key: str
    style: Style
    words: str
    lead: str = ""
    level: int = 0
    own: bool = True
    hue: str = ""


class Line(NamedTuple):
    """One paragraph of a document. ``lead`` is printed as it is, just before the words."""

    style: str
    lead: str
    words: str
    own: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document. ``language`` is that of the charter, ``labels`` that of the labels."""

    version: Version
    around: Around
    title: str
    reference: str
    language: str
    labels: str
    passages: tuple[Passage, ...]

    @property
    def number(self) -> int | None:
        return self.around.validation.number if self.around.validation else None

    @property
    def is_draft(self) -> bool:
        return self.around.validation is None

    @property
    def moment(self) -> Any:
        """When it became what it is: the only date that its files carry."""
        return self.around.validation.at if self.around.validation else self.version.submitted_at


def lines_of(passage: Passage, labels: str) -> list[Line]:
    """A passage as paragraphs: one, or as many as its text has. ``labels`` is the language of the labels."""
    style = f"{passage.style}-{passage.level}" if passage.level else passage.style
    if passage.style in ("text", "remark"):
        return [
            Line(f"{style}-item" if in_list else style, "", words, passage.own)
            for in_list, words in paragraphs(passage.words)
        ]
    lead = passage.lead
    if lead:
        lead += " " if passage.style == "heading" else typographic(" : ", "fr") if labels == "fr" else ": "
    return [Line(style, lead, passage.words.replace("\n", " "), passage.own)]


def outline_of(version: Version, content: Content, around: Around) -> Outline:
    """What documents say of a version, with labels in the active language. No query."""
    labels = (get_language() or "fr")[:2]
    say = _Wording(content.language, labels)
    reference = say.label(_reference(version, around))
    return Outline(
        version=version,
        around=around,
        title=say.own(content.title),
        reference=reference,
        language=content.language,
        labels=labels,
        passages=tuple(_passages(say, version, content, around, reference)),
    )


class _Wording:
    """Words made ready to be printed, each in its language; labels that come back at each clause are made once."""

    def __init__(self, language: str, labels: str) -> None:
        self.language, self.labels = language, labels
        self.long = [
            ("note", self.label(_("Explanatory note"))),
            ("indicators", self.label(_("Observable practices"))),
            ("hr_job_description", self.label(_("In a job description"))),
            ("hr_mission_letter", self.label(_("In a mission letter"))),
            ("hr_interview", self.label(_("In the yearly interview"))),
            ("reason", self.label(_("Why it rests on no experience yet"))),
        ]
        self.audience = self.label(_("Whom it addresses"))
        self.competences = self.label(_("Competences it calls on"))
        self.revision = self.label(_("Revision"))
        self.audiences = {code: str(name).lower() for code, name in Audience.choices}

    def own(self, text: str) -> str:
        return printable(typographic(text, self.language))

    def label(self, text: str) -> str:
        return printable(typographic(str(text), self.labels))


def _reference(version: Version, around: Around) -> str:
    if (step := around.validation) is None:
        return _("Text submitted on %(day)s, not validated") % {"day": day(version.submitted_at)}
    facts = {"number": step.number, "day": day(step.at), "body": step.validating_body or step.by_function}
    return _("Version %(number)s, validated on %(day)s by: %(body)s") % facts


def _passages(say: _Wording, version: Version, content: Content, around: Around, reference: str) -> Iterator[Passage]:
    if around.validation is None:
        words = say.label(_("Draft.") + " " + _("This text is not validated: it commits nobody."))
        yield Passage("draft", "draft", words, own=False)
    yield Passage("title", "title", say.own(content.title))
    yield Passage("reference", "fact", reference, own=False)
    if version.is_erratum:
        words = say.label(_("Erratum: this version only corrects an error of the one before."))
        yield Passage("erratum", "fact", words, own=False)
    for place, opinion in enumerate(around.opinions):
        lead = say.label(pgettext("of a committee", "Opinion"))
        yield Passage(f"opinion/{place}", "fact", say.label(opinion.sentence), lead=lead, own=False)
        if opinion.words:
            yield Passage(f"opinion/{place}/words", "remark", say.own(opinion.words))
    yield from _seals(say, version, around)
    for key, label, words in (
        ("message", _("What this version brings"), version.message),
        ("preamble", _("Preamble"), content.preamble),
        ("scope", _("Whom and what it applies to"), content.scope),
    ):
        if words:
            yield Passage(f"{key}/heading", "heading", say.label(label), level=1, own=False)
            yield Passage(key, "text", say.own(words))
    for section in content.sections:
        yield from _section(say, section, version.reasons_without_experience)
    yield from _scale(say, content.competence_scale)
    words = _(
        "Only the text that the application keeps is authoritative. Any copy can be compared with it by its hash."
    )
    yield Passage("end", "end", say.label(words), own=False)


def _seals(say: _Wording, version: Version, around: Around) -> Iterator[Passage]:
    seals = [("content-hash", _("Content hash (SHA-256)"), version.content_hash)]
    if around.validation:
        seals.append(("chain-hash", _("Chain hash"), around.validation.chain_hash))
    if around.anchor:
        seals.append(("anchor", _("Sealed rows and hash of the last, to be kept elsewhere"), around.anchor))
    for key, label, words in seals:
        yield Passage(key, "seal", printable(words), lead=say.label(label), own=False)


def _section(say: _Wording, section: SectionContent, reasons: dict[str, str]) -> Iterator[Passage]:
    key = f"section-{section.code}"
    number = f"{section.position}."
    yield Passage(f"{key}/heading", "heading", say.own(section.title), lead=number, level=1, hue=section.kind)
    if section.summary:
        yield Passage(f"{key}/summary", "text", say.own(section.summary))
    if not section.clauses:
        yield Passage(f"{key}/empty", "line", say.label(_("This section has no clause in this version.")), own=False)
    for clause in section.clauses:
        yield from _clause(say, clause, section.kind, reasons.get(clause.code, ""))


def _clause(say: _Wording, clause: ClauseContent, kind: str, reason: str) -> Iterator[Passage]:
    key = clause.code
    yield Passage(f"{key}/title", "heading", say.own(clause.title), lead=key, level=2, hue=kind)
    yield Passage(f"{key}/text", "text", say.own(clause.text))
    for name, label in say.long:
        if name == "indicators":
            words = "\n".join(f"- {line}" for line in clause.indicators)
        else:
            words = reason if name == "reason" else getattr(clause, name)
        if words:
            yield Passage(f"{key}/{name}/label", "label", label, own=False)
            yield Passage(f"{key}/{name}", "remark", say.own(words))
    if clause.audience:
        line = capfirst(", ".join(say.audiences.get(code, code) for code in clause.audience))
        yield Passage(f"{key}/audience", "line", say.label(line), lead=say.audience, own=False)
    if clause.competences:
        yield Passage(f"{key}/competences", "line", ", ".join(clause.competences), lead=say.competences, own=False)
    yield Passage(f"{key}/revision", "line", str(clause.revision), lead=say.revision, own=False)


def _scale(say: _Wording, scale: dict[str, Any]) -> Iterator[Passage]:
    """The competence scale; each behaviour says the level it is of."""
    if not scale.get("competences"):
        return
    yield Passage("scale/heading", "heading", say.label(_("Competence scale")), level=1, own=False)
    levels = {str(level["rank"]): level["label"] for level in scale.get("levels", ())}
    for level in scale.get("levels", ()):
        lead = say.own(f"{level['rank']}. {level['label']}")
        yield Passage(f"scale/level-{level['rank']}", "line", say.own(level["meaning"]), lead=lead)
    for competence in scale["competences"]:
        key = f"scale/{competence['code']}"
        yield Passage(f"{key}/label", "heading", say.own(competence["label"]), lead=competence["code"], level=2)
        yield Passage(f"{key}/definition", "text", say.own(competence["definition"]))
        for name, label in (("agent_levels", _("For an agent")), ("manager_levels", _("For a manager"))):
            if competence.get(name):
                yield Passage(f"{key}/{name}/label", "label", say.label(label), own=False)
            for rank, words in enumerate(competence.get(name, ()), start=1):
                called = levels.get(str(rank), "")
                lead = say.own(f"{rank}. {called}" if called else f"{rank}.")
                yield Passage(f"{key}/{name}/{rank}", "line", say.own(words), lead=lead)
