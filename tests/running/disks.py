"""Disks that are full or may only be read, made with what this machine allows."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Make `folder` a disk of so many kB; only root can, and not in every container."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0755", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path) -> Path:
    """Take every byte that is left on the disk of `folder`; deleting the file gives them back."""
    filler = folder / ".filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)
    return filler


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """Let nobody write below `folder`: by a mount as root, whom permissions do not stop, else by permissions."""
    if os.geteuid() == 0:
        with tempfile.TemporaryDirectory() as aside:
            # read-only first and then in place, or a process could open a file for writing in between
            _mount("--bind", str(folder), aside)
            try:
                _mount("-o", "remount,ro,bind", aside)
                _mount("--bind", aside, str(folder))
                try:
                    yield folder
                finally:
                    subprocess.run(["umount", "-l", folder], check=True)
            finally:
                subprocess.run(["umount", "-l", aside], check=True)
        return
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(modes[path] & ~0o222)
    try:
        yield folder
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def _mount(*words: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk; CI runs as root")
    done = subprocess.run(["mount", *words], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"this machine does not let us mount: {done.stderr.strip()}")
