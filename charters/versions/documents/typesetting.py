"""Typst, in a process of its own: it keeps what it computed, some eighty megabytes a document, until it ends.

This file is also what that process runs, with the template as its argument: it reads the data, writes the PDF, or says
why it cannot.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import typst

ROOM = Path(__file__).parent
TEMPLATE = ROOM / "charter.typ"
LONGEST = 45  # seconds; two hundred clauses take two, and a transaction may be waiting, for a minute at most


class NotTypeset(RuntimeError):
    """Typst's own words on why it wrote nothing."""


def typeset(data: str, *, template: Path = TEMPLATE) -> bytes:
    """The PDF/UA of some data (JSON). Raises NotTypeset when it would not conform, or takes far too long.

    Whatever the ``template``, the fonts are those of this room.
    """
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-I", __file__, str(template)]
    try:
        done = subprocess.run(
            command, input=data.encode(), env=environment, capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotTypeset(f"Typst took more than {LONGEST} seconds.") from error
    if done.returncode:
        raise NotTypeset(done.stderr.decode(errors="replace"))
    return done.stdout


def _write(template: Path) -> int:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[ROOM / "fonts"])
    inputs = {"data": sys.stdin.buffer.read().decode()}
    try:
        compiler = typst.Compiler(
            template, root=template.parent, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs
        )
        written = compiler.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        sys.stderr.buffer.write(f"{error.message}\n{error.diagnostic}".encode())
        return 1
    sys.stdout.buffer.write(written)  # type: ignore[arg-type]
    return 0


if __name__ == "__main__":
    sys.exit(_write(Path(sys.argv[1])))
