"""Carry the text from one major version of PostgreSQL to the next: `dump`, then `restore`."""

import argparse
import subprocess
import sys
from pathlib import Path

from charter_site.embedded_postgres.binaries import EmbeddedPostgresError
from charter_site.embedded_postgres.cluster import DATABASE, Cluster


def dump(cluster: Cluster, file: Path) -> None:
    """Write the whole database to a new file."""
    with file.open("x", encoding="utf-8") as output:
        file.chmod(0o600)
        _run(cluster, "pg_dump", f"--dbname={DATABASE}", stdout=output)


def restore(cluster: Cluster, file: Path) -> None:
    """Fill an empty database from such a file, whole or not at all."""
    with file.open(encoding="utf-8") as source:
        _run(cluster, "psql", f"--dbname={DATABASE}", "--no-psqlrc", "--quiet", "--single-transaction",
             "--set=ON_ERROR_STOP=1", stdin=source, stdout=subprocess.DEVNULL)  # fmt: skip


def _run(cluster: Cluster, program: str, *arguments: str, **streams: object) -> None:
    login = cluster.login("superuser")
    environment = {"PGPASSWORD": login["password"], "PGHOST": login["host"], "PGUSER": login["user"]}
    command = [str(cluster.binaries.folder / program), *arguments]
    # As ourselves, not as the server's account: the file is ours.
    subprocess.run(command, env=environment, check=True, **streams)  # type: ignore[call-overload]


def main() -> None:
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}", description=__doc__)
    parser.add_argument("act", choices=["dump", "restore"])
    parser.add_argument("base", type=Path, help="the folder of the embedded server, var/postgres for instance")
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    try:
        cluster = Cluster(given.base).start()
        (dump if given.act == "dump" else restore)(cluster, given.file)
    except (EmbeddedPostgresError, OSError) as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        sys.exit(f"Not done: {Path(error.cmd[0]).name} stopped, and says why above.")


if __name__ == "__main__":
    main()
