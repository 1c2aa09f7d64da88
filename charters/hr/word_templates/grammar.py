"""What may be written between the marks of a template: a short list, and nothing else.

A template may print a placeholder that is documented, go through a list that is documented, and choose by what is
documented. Calls, filters, imports, arithmetic, names with an underscore: whatever is not on the list is refused by
its name, before anything is run. Nothing here needs Django: it runs in the process of the typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from charters.hr.word_templates.marks import TEXT, YES_NO, Fault, Known, near

LOOP = {"index": TEXT, "first": YES_NO, "last": YES_NO}

MOST_LOOPS, DEEPEST = 2, 8
_TAG = re.compile(r"<(/?)([\w:.\-]+)[^>]*?(/?)>")
# Between these a passage may begin in one and end in the next: runs, and whole paragraphs.
_CROSSED = frozenset(["w:t", "w:r", "w:p"])
_NEW_LINE = re.compile(r"\r\n|\r|\n")


class _Environment(ImmutableSandboxedEnvironment):
    """Only keys of what it is given can be read, and nothing can be called: the grammar refuses it before."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if type(obj).__name__ == "LoopContext" and attribute in LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self.undefined(obj=obj, name=str(argument))


def environment() -> Environment:
    """A sandbox that knows no function, no filter and no test, and escapes all that it prints."""
    made = _Environment(autoescape=True, undefined=StrictUndefined, extensions=[], cache_size=0)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


class Read(NamedTuple):
    """The placeholders of a part, and those that it prints whatever happens."""

    named: set[str]
    always: set[str]


def read(source: str, known: Known) -> Read:
    """Judge a part as docxtpl gives it to Jinja. Raises Fault."""
    env = environment()
    try:
        _judge_passages(env, source)
        tree = env.parse(source)
    except TemplateSyntaxError as error:
        raise Fault("syntax", near=_words_at(source, error.lineno)) from None
    reader = _Reader(source, known)
    reader.body(tree.body, {}, depth=0)
    return Read(reader.named, reader.always)


def _words_at(source: str, line: int | None) -> str:
    lines = _NEW_LINE.split(source)
    words = re.sub(r"<[^>]*>", "", lines[min(line or 1, len(lines)) - 1])
    return near(words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))


# --- Passages: for … endfor, if … endif -------------------------------------------------------------


class _Passage(NamedTuple):
    kind: str
    mark: str
    line: int
    around: tuple[str, ...]


def _judge_passages(env: Environment, source: str) -> None:
    """Each ends where it began: in the same cell, the same row, the same frame of the document."""
    open_tags: list[str] = []
    passages: list[_Passage] = []
    lowest: list[int] = []
    for line, kind, words in _tokens(env, source):
        if kind == "data":
            for closing, name, empty in _TAG.findall(words):
                if closing:
                    if not open_tags or open_tags.pop() != name:
                        raise Fault("broken", near=_words_at(source, line))
                    lowest = [min(low, len(open_tags)) for low in lowest]
                elif not empty:
                    open_tags.append(name)
            continue
        mark, keyword = f"{{% {words} %}}", words.split()[0] if words.split() else ""
        if keyword in ("for", "if"):
            if len(passages) == DEEPEST:
                raise Fault("too_deep", near=_words_at(source, line), most=DEEPEST)
            passages.append(_Passage(keyword, mark, line, tuple(open_tags)))
            lowest.append(len(open_tags))
        elif keyword in ("elif", "else", "endfor", "endif"):
            began = passages[-1] if passages else None
            wanted = ("if",) if keyword in ("elif", "endif") else ("for",) if keyword == "endfor" else ("if", "for")
            if began is None or began.kind not in wanted:
                raise Fault("no_start", mark=mark, near=_words_at(source, line), began=began.mark if began else "")
            crossed = set(began.around[lowest[-1] :])
            if tuple(open_tags) != began.around or not crossed <= _CROSSED:
                raise Fault("crosses", mark=began.mark, end=mark, near=_words_at(source, began.line))
            if keyword.startswith("end"):
                passages.pop()
                lowest.pop()
    if passages:
        last = passages[-1]
        raise Fault("no_end", mark=near(last.mark), end=f"{{% end{last.kind} %}}", near=_words_at(source, last.line))
    if open_tags:
        raise Fault("broken", near="")


def _tokens(env: Environment, source: str) -> Iterator[tuple[int, str, str]]:
    """The document and the words between ``{% %}``, in order, as Jinja itself cuts them."""
    inside: list[str] | None = None
    for line, kind, value in env.lex(source):
        if kind == "block_begin":
            inside = []
        elif kind == "block_end":
            yield line, "mark", " ".join(inside or [])
            inside = None
        elif kind == "raw_begin":
            raise Fault("not_available", what="{% raw %}", near=_words_at(source, line))
        elif kind == "data":
            yield line, kind, value
        elif inside is not None and kind != "whitespace":
            inside.append(value)


# --- What stands between the marks ------------------------------------------------------------------

Scope = dict[str, Known]


class _Reader:
    """Walks through what Jinja understood; anything that is not on the list is refused by its name."""

    def __init__(self, source: str, known: Known) -> None:
        self.source, self.known = source, known
        self.named: set[str] = set()
        self.always: set[str] = set()

    def body(self, found: list[nodes.Node], scope: Scope, *, depth: int, loops: int = 0) -> None:
        for node in found:
            if isinstance(node, nodes.Output):
                for printed in node.nodes:
                    self._print(printed, scope, always=depth == 0)
            elif isinstance(node, nodes.For):
                self._go_through(node, scope, depth=depth, loops=loops)
            elif isinstance(node, nodes.If):
                self._choose(node, scope, depth=depth, loops=loops)
            else:
                raise self._not_available(node)

    def _print(self, node: nodes.Node, scope: Scope, *, always: bool) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        name, held = self._named(node, scope)
        if held == TEXT:
            if always:
                self.always.add(name)
            return
        raise Fault("a_list" if isinstance(held, list) else "a_group" if isinstance(held, dict) else "yes_or_no",
                    name=name, near=self._near(node))  # fmt: skip

    def _go_through(self, node: nodes.For, scope: Scope, *, depth: int, loops: int) -> None:
        if node.else_ or node.test or node.recursive or not isinstance(node.target, nodes.Name):
            raise Fault("plain_loop", near=self._near(node))
        name, held = self._named(node.iter, scope)
        if not isinstance(held, list):
            raise Fault("no_list", name=name, near=self._near(node), lists=self._lists(scope))
        if loops == MOST_LOOPS:
            raise Fault("too_many_loops", near=self._near(node), most=MOST_LOOPS)
        target = node.target.name
        if target.startswith("_") or target in self.known or target in scope or target == "loop":
            raise Fault("taken", name=target, near=self._near(node))
        inside = {**scope, target: held[0], "loop": LOOP}
        self.body(node.body, inside, depth=depth + 1, loops=loops + 1)

    def _choose(self, node: nodes.If, scope: Scope, *, depth: int, loops: int) -> None:
        self._judge_condition(node.test, scope)
        self.body(node.body, scope, depth=depth + 1, loops=loops)
        for other in node.elif_:
            self._choose(other, scope, depth=depth, loops=loops)
        self.body(node.else_, scope, depth=depth + 1, loops=loops)

    def _judge_condition(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.Not):
            self._judge_condition(node.node, scope)
        elif isinstance(node, nodes.And | nodes.Or):
            self._judge_condition(node.left, scope)
            self._judge_condition(node.right, scope)
        elif isinstance(node, nodes.Compare):
            self._judge_comparison(node, scope)
        else:
            self._named(node, scope)

    def _judge_comparison(self, node: nodes.Compare, scope: Scope) -> None:
        compared = node.ops[0]
        words = isinstance(compared.expr, nodes.Const) and isinstance(compared.expr.value, str)
        if len(node.ops) > 1 or compared.op not in ("eq", "ne") or not words:
            raise Fault("comparison", near=self._near(node))
        name, held = self._named(node.expr, scope)
        if held != TEXT:
            raise Fault("comparison", near=self._near(node))

    def _named(self, node: nodes.Node, scope: Scope) -> tuple[str, Known]:
        """The placeholder that is named, and what it holds."""
        names: list[str] = []
        at = node
        while isinstance(at, nodes.Getattr):
            names.insert(0, at.attr)
            at = at.node
        if not isinstance(at, nodes.Name):
            raise self._not_available(at)
        names.insert(0, at.name)
        held: Known = {**self.known, **scope}
        for name in names:
            if not isinstance(held, dict) or name not in held:
                written = ".".join(names)
                close = get_close_matches(written, self._all(scope), n=3, cutoff=0.55)
                raise Fault("unknown", name=near(written), close=close, near=self._near(node))
            held = held[name]
        written = ".".join(names)
        if at.name in self.known or len(names) > 1 and at.name != "loop":
            self.named.add(written)
        return written, held

    def _all(self, scope: Scope) -> list[str]:
        def under(held: Known, name: str) -> Iterator[str]:
            if isinstance(held, dict):
                for key, value in held.items():
                    yield from under(value, f"{name}.{key}" if name else key)
            else:
                yield name

        return list(under({**self.known, **scope}, ""))

    def _lists(self, scope: Scope) -> list[str]:
        return [key for key, held in {**self.known, **scope}.items() if isinstance(held, list)]

    def _near(self, node: nodes.Node) -> str:
        return _words_at(self.source, node.lineno)

    def _not_available(self, node: nodes.Node) -> Fault:
        return Fault("not_available", what=_WRITTEN.get(type(node), type(node).__name__.lower()), near=self._near(node))


# How what is refused is written in a template.
_WRITTEN: dict[type[nodes.Node], str] = {
    nodes.Call: "( )",
    nodes.Filter: "|",
    nodes.Test: "is",
    nodes.Getitem: "[ ]",
    nodes.CondExpr: "… if … else …",
    nodes.Const: "{{ '…' }}",
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.Macro: "{% macro %}",
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% from %}",
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.With: "{% with %}",
    nodes.ScopedEvalContextModifier: "{% autoescape %}",
    nodes.List: "[ ]",
    nodes.Tuple: "( , )",
    nodes.Dict: "{ : }",
    nodes.Concat: "~",
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
    nodes.Neg: "-",
    nodes.Pos: "+",
}
