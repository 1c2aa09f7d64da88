"""What a pasted mail adds to minutes: headers, marks of quoting, addresses. None of it was said in a workshop."""

from __future__ import annotations

import datetime
import re

from feedback.workshops.minutes_days import day_in
from feedback.workshops.minutes_words import plain

ADDRESS = "[adresse]"  # in the place of each e-mail address; stored words stay in their own language
OTHER_MAIL = "[…]"  # where a mail begins in the middle of the minutes, in the place of its headers
# looked for from where an address can begin, not from each of its letters
_ADDRESS = re.compile(r"<?(?:mailto:)?(?<![\w.+%'-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+>?")
_HEADER = re.compile(
    r"[*_]*(?P<name>de|from|expediteur|a|to|destinataires?|cc|copie|copie a|cci|bcc|envoye|envoye le|sent|date|objet|"
    r"subject|reply-to|repondre a|importance|pieces? jointes?|attachments?)[*_]* ?:[*_]* ?(?P<rest>.*)"
)
_SENDERS, _DAYS = frozenset(["de", "from", "expediteur"]), frozenset(["envoye", "envoye le", "sent", "date"])
_SUBJECTS = frozenset(["objet", "subject"])
_WROTE = re.compile(r"(?:le|on|.{0,80}<?\[adresse\]) .*(?:a ecrit|wrote)(?: \(.{0,60}\))? ?:")
_BEGINS_WROTE = re.compile(r"(?:le|on) .*\d")
_FORWARDED = re.compile(
    r"[-_ ]*(?:message d'origine|message transfere|debut du message (?:transfere|reexpedie)|original message|"
    r"forwarded message|begin forwarded message)[-_ ]*:?"
)
_LINES_OF_WROTE = 3


class Mail:
    """The lines of minutes as pasted mails leave them: which ones are headers, and when the first mail was sent."""

    def __init__(self, whole: str) -> None:
        said = [line.lstrip("> ") for line in whole.split("\n")]
        self._addressed = [bool(_ADDRESS.search(line)) for line in said]
        self._said = [plain(without_addresses(line)) for line in said]
        self._named = [_HEADER.fullmatch(words) for words in self._said]
        self.headers = self._wrote() | self._heads()
        self.sent_on = self._sent_on()
        self.lines = [without_addresses(line) for line in self._without_quoting(whole.split("\n"))]

    def _wrote(self) -> set[int]:
        """Lines such as "Le 2 novembre 2026 à 10:12, … a écrit :", cut in several or not."""
        found: set[int] = set()
        for place, words in enumerate(self._said):
            if _FORWARDED.fullmatch(words):
                found.add(place)
            for end in range(place + 1, place + 1 + _LINES_OF_WROTE):
                lines = self._said[place:end]
                if not all(lines) or (end > place + 1 and not _BEGINS_WROTE.match(words)):
                    break
                joined = " ".join(lines)
                if _WROTE.fullmatch(joined) and re.search(r"\d|\[adresse\]", joined):
                    found.update(range(place, end))
                    break
        return found

    def _heads(self) -> set[int]:
        """Lines such as "De : …", in a block with a sender or alone with an address; the subject is no part of them."""
        found: set[int] = set()
        place = 0
        while place < len(self._said):
            end = place
            while end < len(self._said) and self._is_of_a_block(end, started=end > place):
                end += 1
            block = range(place, end)
            names = {named["name"] for each in block if (named := self._named[each]) and named["rest"]}
            whole = bool(names & _SENDERS) and len(names) > 1 and not self._says_hours(block)
            for each in block:
                named = self._named[each]
                name = named["name"] if named else ""
                alone = self._addressed[each] or (name in _DAYS - {"date"} and bool(re.search(r"\d", self._said[each])))
                if name not in _SUBJECTS and (whole or (named and alone)):
                    found.add(each)
            place = max(end, place + 1)
        return found

    def _is_of_a_block(self, place: int, *, started: bool) -> bool:
        return bool(self._named[place]) or (started and self._addressed[place])

    def _says_hours(self, block: range) -> bool:
        """ "De : 9 h à 12 h" is no sender."""
        heads = (self._named[each] for each in block)
        return any(named["name"] in _SENDERS and named["rest"][:1].isdigit() for named in heads if named)

    def _sent_on(self) -> datetime.date | None:
        for place in sorted(self.headers):
            named = self._named[place]
            if (named is None or named["name"] in _DAYS) and (day := day_in(self._said[place])):
                return day
        return None

    def _without_quoting(self, lines: list[str]) -> list[str]:
        """The lines of a mail that was answered without their marks of quoting; other lines as they are."""
        quoted = sum(line.startswith(">") for line in lines)
        if quoted and (self.headers or 2 * quoted >= sum(1 for line in lines if line.strip()) - 12):
            return [re.sub(r"^(?:> ?)+", "", line) for line in lines]
        return lines


def without_addresses(line: str) -> str:
    return _ADDRESS.sub(ADDRESS, line) if "@" in line else line
