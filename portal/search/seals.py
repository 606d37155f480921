"""Checksums of an index, kept beside it: zeroes inside a segment raise nothing and answer wrongly.

A seal names the version it was written with and, for each segment file, size, time and digest. Opening
compares size and time, and the digest where the time differs; `check` compares every digest.
"""

import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import TypedDict

from portal.search.schema import version

NAME = "seal.json"


class FileSeal(TypedDict):
    """What a file was when it was written."""

    size: int
    time: int
    digest: str


class Seal(TypedDict):
    """What an index was at one commit."""

    version: str
    generation: int
    files: dict[str, FileSeal]


def write_seal(place: Path, generation: int, names: list[str]) -> None:
    """Seal the files `names` of `place`; what an earlier seal vouches for is not read again."""
    known = read_seal(place)["files"] if (place / NAME).exists() else {}
    files = {name: known.get(name) or _seal_file(place / name) for name in names}
    seal: Seal = {"version": version(), "generation": generation, "files": files}
    beside = place / f"{NAME}.new"
    with beside.open("w", encoding="utf-8") as out:
        json.dump(seal, out)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(place / NAME)


def read_seal(place: Path) -> Seal:
    """Return the seal of an index."""
    seal: Seal = json.loads((place / NAME).read_text("utf-8"))
    return seal


def find_stale_version(place: Path) -> str:
    """Return what is wrong with the version of an index, '' if it can be read."""
    written = read_seal(place)["version"]
    return "" if written == version() else f"version: written as {written}, read as {version()}"


def find_changes(place: Path, names: list[str]) -> list[str]:
    """Return which sealed files have visibly changed. Files newer than the seal pass."""
    files = read_seal(place)["files"]
    return [problem for name in names if name in files for problem in _compare(place / name, files[name])]


def find_damage(place: Path, names: list[str]) -> list[str]:
    """Read the files `names` and return which are not what they were, or were never sealed."""
    files = read_seal(place)["files"]
    problems = [problem for name in names if name in files for problem in _verify(place / name, files[name])]
    unsealed = [name for name in names if name not in files]
    return problems + (["unsealed: a writer was stopped right after its last commit"] if unsealed else [])


def _compare(file: Path, seal: FileSeal) -> list[str]:
    facts = file.stat()
    if facts.st_size == seal["size"] and facts.st_mtime_ns == seal["time"]:
        return []
    return _verify(file, seal)


def _verify(file: Path, seal: FileSeal) -> list[str]:
    try:
        if file.stat().st_size == seal["size"] and _digest(file) == seal["digest"]:
            return []
    except FileNotFoundError:
        return [f"missing: {file.name}"]
    return [f"checksum: {file.name}"]


def _seal_file(file: Path) -> FileSeal:
    facts = file.stat()
    return {"size": facts.st_size, "time": facts.st_mtime_ns, "digest": _digest(file)}


def _digest(file: Path) -> str:
    found = blake2b(digest_size=16)
    with file.open("rb") as stream:
        while part := stream.read(1 << 20):
            found.update(part)
        # On disk before it is vouched for.
        os.fsync(stream.fileno())
    return found.hexdigest()
