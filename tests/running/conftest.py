"""Fixtures of the tests with real processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.house import House
from tests.running.quick import Quick


@pytest.fixture(scope="session")
def quick() -> Iterator[Quick]:
    """Give commands that need not import anything first."""
    made = Quick()
    yield made
    made.close()


@pytest.fixture
def house(tmp_path: Path, quick: Quick) -> House:
    """Give empty folders and the commands in them."""
    return House(tmp_path, quick=quick)
