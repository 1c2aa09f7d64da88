"""Reading the minutes of a workshop: its question, its summary, what it proposes, and what was said, one by one.

A pure function of a text. Nothing is lost in silence: what cannot be placed is in ``unplaced``, and lines that
name people, and the headers of mails, are in ``left_out``, which nobody keeps. What is kept has a mark in the place of
names and of addresses, and reads the same.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from feedback.workshops.minutes_days import day_in, workshop_day
from feedback.workshops.minutes_lines import Said, bullet, give_parents, goes_on, joined, written_in
from feedback.workshops.minutes_mail import OTHER_MAIL, Mail
from feedback.workshops.minutes_words import (
    Kind,
    Part,
    asks,
    first_form,
    heading,
    label,
    lists_ideas,
    next_time,
    plain,
)
from feedback.workshops.models import LONGEST_MINUTES, Statement
from governance.plain_text import clean_plain_text
from governance.refusals import Refused

SOMEONE = "(…)"  # in the place of each line of names
MOST_STATEMENTS = 400
LONGEST_TITLE = 200
_TITLE_WORDS = re.compile(r"\b(?:atelier|workshop|compte[- ]rendu|seance|session|reunion)\b")
_MAIL_LINE = re.compile(r"(?:de|from|a|to|cc|copie|cci|bcc) ?:")
_MAIL_END = re.compile(r"(?:bien )?(?:cordialement|a vous)|bonne (?:journee|lecture|soiree)|a bientot|--|best regards")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as the minutes tell it. ``parent`` is the place, in the list, of what it is a detail of."""

    kind: str
    part: str
    said: str
    text: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """What was read in the minutes."""

    title: str = ""
    held_on: datetime.date | None = None
    site: str = ""
    question: str = ""
    summary: str = ""
    proposal: str = ""
    statements: tuple[Told, ...] = ()
    unplaced: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    kept: str = ""

    def counts_by_kind(self) -> list[tuple[str, int]]:
        """How many statements of each kind there are, in the order of the kinds."""
        counted = Counter(each.kind for each in self.statements)
        return [(str(kind.label), counted[kind.value]) for kind in Kind if counted[kind.value]]


def read_minutes(text: str) -> Minutes:
    """The minutes, part by part. Raises Refused when there is nothing to read, or too much."""
    if len(text) > LONGEST_MINUTES:
        raise Refused(
            _("These minutes have %(length)s characters and the limit is %(limit)s. Import them in several parts.")
            % {"length": len(text), "limit": LONGEST_MINUTES}
        )
    try:
        whole = clean_plain_text(set_out(text))
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    if not whole:
        raise Refused(_("There is no text in these minutes. Choose another file, or paste their words."))
    mail = Mail(whole)
    return _Reading(mail, "\n".join(mail.lines)).minutes()


def set_out(text: str) -> str:
    """The text with its indentation in spaces: a tab says how deep a line is, before it is a space like another."""
    pages = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return "\n".join(line.expandtabs(4) for line in pages.split("\n"))


@dataclass(slots=True)
class _Reading:
    """The state of one reading, line after line."""

    mail: Mail
    whole: str
    part: Part = Part.HEAD
    kind: Kind | None = None
    head: list[str] = field(default_factory=list)
    texts: dict[Part, list[str]] = field(default_factory=dict)
    sections: list[tuple[Part, Kind | None, list[Said]]] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    held_on: datetime.date | None = None
    site: str = ""
    named: bool = False  # someone was named under the present heading
    after_blank: bool = False
    next_time: bool = False  # the line above was about the next meeting
    words: frozenset[str] = frozenset()

    def minutes(self) -> Minutes:
        for place, line in enumerate(self.mail.lines):
            if place in self.mail.headers:
                self._leaves_mail(line)
            else:
                self._read(line, place)
        title = self._title()
        statements = tuple(self._statements())
        if len(statements) > MOST_STATEMENTS:
            raise Refused(
                _("%(count)s statements were read, and a workshop keeps at most %(most)s. Import it in several parts.")
                % {"count": len(statements), "most": MOST_STATEMENTS}
            )
        return Minutes(
            title=title,
            held_on=self.held_on,
            site=self.site,
            question="\n".join(self.texts.get(Part.QUESTION, [])).strip(),
            summary="\n".join(self.texts.get(Part.SUMMARY, [])).strip(),
            proposal="\n".join(self.texts.get(Part.PROPOSAL, [])).strip(),
            statements=statements,
            unplaced=tuple(self.unplaced),
            headings=tuple(self.headings),
            left_out=tuple(self.left_out),
            kept="\n".join(self.kept).strip("\n"),
        )

    # --- Line by line --------------------------------------------------------------------------------

    def _leaves_mail(self, line: str) -> None:
        """A header: another mail begins. What it holds is placed by its own headings, not by those above."""
        self.left_out.append(line.strip())
        self.next_time = False
        if self.part is not Part.HEAD:
            if self.kept[-1:] != [OTHER_MAIL]:
                self.kept.append(OTHER_MAIL)
            self.part, self.kind, self.named = Part.OTHER, None, False

    def _read(self, line: str, place: int) -> None:
        if line.strip() == OTHER_MAIL and self.part is not Part.HEAD:
            self.kept.append(OTHER_MAIL)
            self.part, self.kind, self.named = Part.OTHER, None, False
            return
        if not line.strip():
            self.kept.append("")
            self.after_blank, self.next_time = True, False
            if self.part is Part.PEOPLE and self.named:
                self.part = Part.OTHER
            return
        if not self._opens(line, place):
            self._goes_on(line)
        self.after_blank = False

    def _opens(self, line: str, place: int) -> bool:
        """Whether the line opens a part; then the part is open, with what the line says beyond its heading."""
        if self._closes_mail(line):
            return True
        marked = bullet(line)
        if marked and self.part not in (Part.HEAD, Part.SUMMARY, Part.OTHER) and not _stands_alone(line):
            return False
        found = heading(marked[2] if marked and self.part is Part.SUMMARY else line)
        if found is None:
            if line.lstrip().startswith("#") and self.part is not Part.HEAD:
                self.part, self.kind, self.named = Part.OTHER, None, False
            return False
        part, kind, rest = found
        if part is Part.SUMMARY and self.part in (Part.DISCUSSED, Part.TO_EXPLORE) and rest and not self.after_blank:
            return False
        if part is Part.PEOPLE and _MAIL_LINE.match(plain(line)):
            if self.part is not Part.HEAD:
                return False
            self.left_out.append(line.strip())
            return True
        if rest and part in (Part.TITLE, Part.DAY, Part.SITE):
            self._say_once(part, rest, line)
            return True
        among_said = part is Part.PROPOSAL and self.part in (Part.DISCUSSED, Part.TO_EXPLORE)
        if among_said and lists_ideas(line) and (rest or self._is_above_a_list(place)):
            part, kind = Part.DISCUSSED, Kind.IDEA
        self._open(part, kind, rest, line)
        return True

    def _is_above_a_list(self, place: int) -> bool:
        lines = self.mail.lines
        below = next((lines[each] for each in range(place + 1, len(lines)) if lines[each].strip()), "")
        return bullet(below) is not None

    def _closes_mail(self, line: str) -> bool:
        among_names = self.part is Part.OTHER and self.named
        if self.part is Part.HEAD or among_names or not _MAIL_END.fullmatch(plain(line).rstrip(" ,.!")):
            return False
        self.part, self.named, self.next_time = Part.PEOPLE, False, False
        self.kept.append(line)
        self.headings.append(line.strip())
        return True

    def _say_once(self, part: Part, rest: str, line: str) -> None:
        """A line that says by itself the subject, the day or the place."""
        self.kept.append(line)
        if part is Part.SITE and not self.site and len(rest) <= 120:
            self.site = rest
        elif part is Part.TITLE and self.part is Part.HEAD:
            self.titles.append(re.sub(r"^(?:(?:re|tr|fw|fwd) ?: ?)+", "", rest, flags=re.IGNORECASE))
        elif part is Part.DAY and self.held_on is None and (day := day_in(rest, sent_on=self.mail.sent_on)):
            self.held_on = day
            self.headings.append(line.strip())
            return
        else:
            self.unplaced.append(line.strip())
            return
        self.headings.append(line.strip())

    def _open(self, part: Part, kind: Kind | None, rest: str, line: str) -> None:
        if part is Part.PEOPLE:
            name = line.strip().removesuffix(rest).strip()
            self.headings.append(name)
            self.kept.append(f"{name} {SOMEONE}" if rest else line)
            self.left_out += [rest] if rest else []
            self.part, self.named = part, bool(rest)
            return
        self.kept.append(line)
        self.headings.append(line.strip().removesuffix(rest).strip())
        if kind is not None and self.part is Part.TO_EXPLORE or kind is Kind.IDEA:
            part = Part.TO_EXPLORE
        self.named = False
        self.next_time = False
        self.part, self.kind = part, kind or (Kind.IDEA if part is Part.TO_EXPLORE else None)
        if part in (Part.DISCUSSED, Part.TO_EXPLORE):
            self.sections.append((part, self.kind, []))
        self.after_blank = True
        if rest:
            self._goes_on(rest, keep=False)

    def _goes_on(self, line: str, *, keep: bool = True) -> None:
        """A line of the part that is open."""
        if self._is_of_the_next_time(line):
            self.kept += [line] if keep else []
            self.unplaced.append(line.strip())
            return
        if self.part is Part.PEOPLE or (self.part is Part.OTHER and self.named and _only_names(line)):
            self.left_out.append(line.strip())
            self.kept.append(SOMEONE)
            self.named = True
            return
        if keep:
            self.kept.append(line)
        if self.part is Part.HEAD:
            self.head.append(line)
        elif self.part in (Part.QUESTION, Part.SUMMARY, Part.PROPOSAL):
            self._add_to_text(self.texts.setdefault(self.part, []), line)
        elif self.part in (Part.DISCUSSED, Part.TO_EXPLORE):
            self._add_to_statements(self.sections[-1][2], line)
        else:
            self.unplaced.append(line.strip())

    def _is_of_the_next_time(self, line: str) -> bool:
        """Whether the line is about the next meeting, or goes on from one that is."""
        marked = bullet(line)
        said = next_time(marked[2] if marked else line)
        if said is None:
            self.next_time = self.next_time and not marked and self.part is not Part.PEOPLE
            return self.next_time
        self.next_time = True
        if not said and self.part is not Part.HEAD:
            self.part, self.kind, self.named = Part.OTHER, None, False
        return True

    def _add_to_text(self, lines: list[str], line: str) -> None:
        marked = bullet(line)
        if marked:
            lines.append(f"- {' '.join(marked[2].split())}")
        elif not lines:
            lines.append(_bare(line))
        elif self.after_blank and not (
            lines[-1].startswith("- ") and goes_on(lines[-1], line, after_blank=True, bulleted=True)
        ):
            lines += ["", _bare(line)]
        else:
            lines[-1] = joined(lines[-1], line, self._written)

    def _add_to_statements(self, items: list[Said], line: str) -> None:
        marked = bullet(line)
        if marked:
            indent, sign, words = marked
            items.append(Said(_bare(words), indent=indent, sign=sign, after_blank=self.after_blank))
        elif items and goes_on(items[-1].words, line, after_blank=self.after_blank, bulleted=bool(items[-1].sign)):
            items[-1].words = joined(items[-1].words, line, self._written)
        else:
            items.append(Said(_bare(line), after_blank=self.after_blank))

    def _written(self) -> frozenset[str]:
        """The words of the minutes, read once, when a word is first found cut."""
        self.words = self.words or written_in(self.whole)
        return self.words

    # --- Once all is read ----------------------------------------------------------------------------

    def _title(self) -> str:
        """The line that says it is a workshop, else the subject of the mail, else the first line."""
        lines = [_bare(line) for line in self.head]
        likely = [line for line in lines if _is_of_a_workshop(line)] + self.titles + lines
        title = next((line for line in likely if len(line) <= LONGEST_TITLE), "")
        if title in lines:
            lines.remove(title)
        self.unplaced[:0] = lines + [f for f in self.titles if f != title]
        if self.held_on is None:
            self.held_on = self._day()
        return title

    def _day(self) -> datetime.date | None:
        """The day that the title or the first lines say the workshop was held; that of a mail is not it."""
        sent_on = self.mail.sent_on
        if day := workshop_day([*self.titles, *self.head], sent_on=sent_on):
            return day
        days = (day_in(line) for line in self.head if "prochain" not in plain(line))
        return next((day for day in days if day and (sent_on is None or day < sent_on)), None)

    def _statements(self) -> Iterator[Told]:
        start = 0
        for part, kind, items in self.sections:
            give_parents(items)
            for item in items:
                yield _told(item, part, kind, start)
            start += len(items)


def _told(item: Said, part: Part, section_kind: Kind | None, start: int) -> Told:
    """A statement with its kind: what it says of itself, else its heading, else its form.

    A question mark makes a question, and a verb in the infinitive an idea. What remains is a finding.
    """
    labelled = label(item.words)
    if labelled:
        kind, text = labelled
    else:
        text = item.words
        form = Kind.QUESTION if asks(text) else Kind.IDEA if first_form(text) == "verb" else Kind.FINDING
        kind = section_kind or form
    where = Statement.Part.TO_EXPLORE if part is Part.TO_EXPLORE else Statement.Part.DISCUSSED
    parent = None if item.parent is None else start + item.parent
    return Told(kind=kind, part=where, said=item.words, text=text, parent=parent)


def _is_of_a_workshop(line: str) -> bool:
    """Whether a line names a workshop: a sentence ("here are my notes of the workshop.") only speaks of one."""
    return bool(_TITLE_WORDS.search(plain(line))) and not line.endswith((".", ",", "!", ";"))


def _bare(line: str) -> str:
    return " ".join(re.sub(r"^#+ ", "", line.strip()).split())


def _stands_alone(line: str) -> bool:
    """Whether a numbered line is nothing but a heading: "2. Synthèse"."""
    found = heading(line)
    return bool(found and not found[2] and re.match(r"\s*(?:\d{1,2}|[A-Z])[.)]", line))


def _only_names(line: str) -> bool:
    words = line.replace(",", " ").split()
    return len(words) <= 4 and all(word[:1].isupper() or not word[:1].isalpha() for word in words)
