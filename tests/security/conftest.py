"""Fixtures of the tests that attack. SQLite only, where the kind of database makes no difference."""

from tests.journeys.conftest import browser_type_launch_args, fresh_context  # noqa: F401  fixtures
