"""Something the worker does every so often: what fails is said once, and tried again soon."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from portal.core.database import db
from portal.core.errors import PortalError
from portal.running.prepare import reason_of

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 20.0


@dataclass
class Chore:
    """One thing to do every `seconds`; `is_wanted` makes it due now. After a failure the pauses grow."""

    seconds: float
    do: Callable[[], object]
    is_wanted: bool = True
    _due_at: float = 0.0
    _failures: int = 0
    _complaint: str = ""

    def is_due(self) -> bool:
        """Say whether it is time."""
        return self.is_wanted or time.monotonic() >= self._due_at

    def run(self) -> None:
        """Do it. A reason that we know is one line in the log, another one a traceback, each once."""
        self.is_wanted = False
        try:
            self.do()
        except (PortalError, OSError) as error:
            self._failed(f"{type(error).__name__}: {error}", has_traceback=False)
        except OperationalError as error:
            self._failed(f"the database cannot be used: {reason_of(error)}", has_traceback=False)
        except Exception as error:
            self._failed(f"{type(error).__name__}: {error}", has_traceback=True)
        else:
            if self._failures:
                log.info("works again after %d tries: %s", self._failures, self._complaint)
            self._failures, self._complaint = 0, ""
            self._due_at = time.monotonic() + self.seconds

    def _failed(self, complaint: str, *, has_traceback: bool) -> None:
        db.session.rollback()
        if complaint != self._complaint:
            self._complaint = complaint
            log.error("not done, tried again: %s", complaint, exc_info=has_traceback)
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(self._failures, 10))
        self._failures += 1
        self._due_at = time.monotonic() + pause
