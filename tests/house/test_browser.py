"""Where the browser of the tests comes from."""

import pytest

from tests import browser


def test_the_browser_that_was_named_comes_first(monkeypatch, tmp_path):
    chromium = tmp_path / "chromium"
    chromium.touch()
    monkeypatch.setenv("CHROMIUM_PATH", str(chromium))
    assert browser.find() == (chromium, {})


def test_one_that_is_installed_comes_next(monkeypatch, tmp_path):
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find() == (chromium, {})


def test_without_any_the_reader_is_told_what_was_tried(monkeypatch, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chromium")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_run", lambda *command, **options: None)
    monkeypatch.setattr(browser, "_from_npm", refuse)
    with pytest.raises(browser.NoBrowser) as answer:
        browser.find()
    for sentence in ("Set CHROMIUM_PATH", "/nowhere/chromium does not exist", "no network", "PATH: no"):
        assert sentence in str(answer.value)


def refuse(store):
    """npm"""
    raise OSError("no network")


def test_the_entrance_is_shown_with_its_style_and_without_a_complaint(new_context, live_server):
    page = new_context().new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    assert page.evaluate("getComputedStyle(document.body).fontFamily") != ""
    assert page.evaluate("document.styleSheets.length") > 0
