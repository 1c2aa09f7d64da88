"""The project's own files, as git knows them: committed, or about to be."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_OURS = ("static/vendor/", "tests/browser_npm/")


def files(*patterns: str) -> list[Path]:
    """Return the files that match, without what others wrote."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if not name.startswith(NOT_OURS) and (ROOT / name).exists()]


def lines_with(expression, *patterns: str) -> list[str]:
    """Return each line that an expression is found in, with its place."""
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for file in files(*patterns)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if expression.search(line)
    ]
