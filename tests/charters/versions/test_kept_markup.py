"""What is kept in memory: made once, bounded, the least read going first."""

from __future__ import annotations

from django.utils.safestring import mark_safe

from charters.versions.kept_markup import Shelf


def test_a_text_is_made_once_until_it_is_forgotten():
    shelf, made = Shelf(100), []

    def make():
        made.append(1)
        return mark_safe("text")

    assert shelf.get("key", make) == shelf.get("key", make) == "text"
    assert len(made) == 1
    shelf.clear()
    shelf.get("key", make)
    assert len(made) == 2


def test_what_was_not_read_lately_goes_first_and_memory_is_bounded():
    shelf, made = Shelf(10), []

    def ask(key: str, size: int = 4) -> str:
        return shelf.get(key, lambda: made.append(key) or mark_safe(key * size))

    ask("a"), ask("b"), ask("a"), ask("c")
    assert shelf.held <= 10
    ask("a"), ask("b")
    assert made == ["a", "b", "c", "b"]
    assert ask("d", size=11) == "d" * 11
    assert shelf.held == 0
