import pytest
import time_machine
from flask import Flask

from portal.core import throttle
from portal.core.errors import TooMany


def test_tries_run_out_and_come_back_with_time(app: Flask) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        for left in (3, 2, 1):
            assert throttle.check_tries("door", most=3, seconds=60) == left
            throttle.record_try("door")
        with pytest.raises(TooMany) as caught:
            throttle.check_tries("door", most=3, seconds=60)
        assert caught.value.retry_seconds == 60
        clock.shift(61)
        assert throttle.check_tries("door", most=3, seconds=60) == 3


def test_old_tries_are_purged(app: Flask) -> None:
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        throttle.record_try("door")
        assert throttle.purge_tries() == 0
        clock.shift(90_000)
        assert throttle.purge_tries() == 1
