"""The interview grid and its guide, on four pages at most: made to be filled by hand, and never typed back here.

When there is too much for four pages, the competences that most clauses call on come first, and the paper says which
ones are left to the page of the scale.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import accumulate, takewhile

from django.utils.translation import gettext as _

from charters.hr import wordings
from charters.hr.documents.fitting import height_of_row, pages
from charters.hr.documents.framing import Around, in_a_line, kept_elsewhere, post_facts, reference_of
from charters.hr.documents.outline import Block, Card, Cell, Row, Table, Wording
from charters.hr.kinds import Wording as Said
from charters.hr.sheets import Line, Sheet
from charters.hr.targets import RANKS, Target

Attempt = Callable[[], list[Block]]
MOST_PAGES = 4
ROOM_FOR_QUESTIONS = 180.0  # points that they have at least, whatever the number of competences
LONGEST_NAME = 60


def matter(sheet: Sheet, around: Around) -> Iterable[Block]:
    """The guide, what to talk about, then the grid: as much of it as four pages hold."""
    say = Wording(sheet.language)
    guide = list(_guide(say, sheet))
    attempts = _attempts(say, sheet)

    def fits(attempt: Attempt) -> bool:
        return pages([*around.before, *guide, *attempt(), *around.after]) <= MOST_PAGES

    # Each takes less room than the one before, and the last one hardly any.
    chosen = attempts[min(bisect_left(attempts, True, key=fits), len(attempts) - 1)]
    return [*guide, *chosen()]


def _attempts(say: Wording, sheet: Sheet) -> list[Attempt]:
    """All of it in full, then without details; then fewer things to talk about, and then fewer competences."""
    lines = sheet.lines_in(Said.INTERVIEW)
    # what was decided for the post is the last to be left out
    in_order = sorted(sheet.targets, key=lambda found: (not found[0].decided, -len(found[1])))
    by_use = [target.code for target, _codes in in_order]
    least = _least(say, lines)
    sizes = [(count, len(by_use)) for count in range(len(lines), least, -1)]
    sizes += [(least, count) for count in range(len(by_use), -1, -1)]

    def attempt(questions: int, competences: int, *, in_full: bool) -> list[Block]:
        shown = set(by_use[:competences])
        return [
            *_questions(say, lines, questions, in_full=in_full),
            *_grid(say, sheet, shown, in_full=in_full),
        ]

    return [
        partial(attempt, len(lines), len(by_use), in_full=True),
        *(partial(attempt, questions, competences, in_full=False) for questions, competences in sizes),
    ]


def _guide(say: Wording, sheet: Sheet) -> Iterator[Block]:
    _title, *where = post_facts(sheet)
    if where:
        yield say.text(in_a_line(where), "fact")
    yield say.heading(_("How to hold this exchange"))
    advice = (
        _("The direct superior holds the interview; the job description goes with the summons."),
        _("Speak of facts that both could see during the year, never of personality."),
        _("Write one example before you tick a level: without an example, tick “not observed”."),
        _("“Not observed” is not a fault: the occasion did not arise, and that too is worth talking about."),
        _("The target level is that of the post. Level 4 is not expected from everyone."),
        _("No sum, no average, no ranking: levels are not marks, and people are not compared."),
        _("Let the agent speak first, and write down what the agent says of the means and of the organisation."),
    )
    yield say.text("\n".join(f"- {words}" for words in advice))
    yield say.text(wordings.about_levels(), "remark")
    yield say.text(kept_elsewhere(), "remark")


def _questions(say: Wording, lines: list[Line], count: int, *, in_full: bool) -> list[Block]:
    """What the first clauses give to talk about; in full, with examples of facts."""
    if not lines:
        return []
    blocks: list[Block] = [say.heading(_("What to talk about"))]
    if count:
        blocks.append(_questions_table(say, lines[:count], in_full))
    if left := [line.clause.code for line in lines[count:]]:
        words = _("For want of room, these clauses are not here; the charter gives their words: %(codes)s.")
        blocks.append(say.text(words % {"codes": ", ".join(left)}, "remark"))
    return blocks


def _questions_table(say: Wording, lines: list[Line], in_full: bool) -> Table:
    return say.table(
        (_("Clause"), _("Words for the exchange"), _("Facts, by hand")),
        [
            (
                say.cell(reference_of(line, Said.INTERVIEW)),
                say.cell(_words(line) if in_full else line.interview),
                Cell("", blank=2 if in_full else 1),
            )
            for line in lines
        ],
        described=_("What the clauses quoted give to talk about, with room to write facts by hand"),
        widths=(25, 42, 33),
        small=True,
    )


def _least(say: Wording, lines: list[Line]) -> int:
    """How many clauses there are to talk about however many competences there are."""
    table = _questions_table(say, lines, in_full=False)
    heights = accumulate(height_of_row(row, table) for row in table.rows)
    return sum(1 for _height in takewhile(lambda height: height <= ROOM_FOR_QUESTIONS, heights))


def _words(line: Line) -> str:
    if not line.clause.indicators:
        return line.interview
    seen = _("What can be seen, for example: %(practice)s") % {"practice": line.clause.indicators[0]}
    return f"{line.interview}\n- {seen}"


def _grid(say: Wording, sheet: Sheet, shown: set[str], *, in_full: bool) -> list[Block]:
    blocks: list[Block] = [say.heading(_("Grid"))]
    for target, _codes in sheet.targets:
        if target.code in shown:
            card = _card(say, sheet, target, in_full)
            # Without a page to spare, a table goes on over the next page, under its header row.
            blocks += [card] if in_full else card.blocks
    left = [target for target, _codes in sheet.targets if target.code not in shown]
    if not sheet.targets:
        blocks.append(say.text(_("No clause quoted calls on a competence, and no level was decided for this post.")))
    if left:
        names = "; ".join(_short(f"{target.code}. {target.label} ({target.rank}, {target.level})") for target in left)
        words = _(
            "For want of room on four pages, these competences are left to the page of the scale, with the target "
            "level of the post: %(names)s."
        )
        blocks.append(say.text(words % {"names": names}, "remark"))
    return blocks


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rstrip()}…"


def _card(say: Wording, sheet: Sheet, target: Target, in_full: bool) -> Card:
    """A competence on its ladders: facts are written first, then one box is ticked."""
    columns = len(target.ladders)
    names = {level["rank"]: str(level["label"]) for level in sheet.levels}
    rows = [
        Row((say.cell(_("Facts, written first"), strong=True), Cell("", blank=3 if in_full else 2, span=columns))),
        *(_level(say, target, rank, names.get(rank, "")) for rank in RANKS),
        Row((
            say.cell("☐ " + _("Not observed"), strong=True),
            say.cell(_("The occasion did not arise: it is not a fault."), span=columns),
        )),
    ]  # fmt: skip
    heads = [_("As an agent"), _("As a manager")] if columns > 1 else [_("What can be observed")]
    table = Table(
        head=tuple(map(say, (_("Level"), *heads))),
        rows=tuple(rows),
        described=say(_("The four levels of competence %(code)s, one box to tick") % {"code": target.code}),
        widths=(18, *([82 // columns] * columns)),
        small=True,
    )
    heading = say.heading(target.label, 2, lead=f"{target.code}.")
    if in_full and target.definition:
        return Card((heading, say.text(target.definition, "remark"), table))
    return Card((heading, table))


def _level(say: Wording, target: Target, rank: int, name: str) -> Row:
    """A level; that of the post is said in words, for whoever prints in black and white."""
    label = f"☐ {rank}. {name}".strip()
    if rank == target.rank:
        label += "\n" + _("Target level")
    behaviours = (say.cell(ladder.steps[rank - 1]) for ladder in target.ladders)
    return Row((say.cell(label, strong=True), *behaviours), marked=rank == target.rank)
