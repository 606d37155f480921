"""Signals between rooms: a lower room says what happened, a higher one may care.

A signal is delivered after the commit of the transaction that published it, so a subscriber never sees
what was rolled back. Subscribers are module-level functions, may run twice, and fail alone: a failure is
logged and the next one still runs. What must not be lost has a catch-up command.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger(__name__)

Subscriber = Callable[..., None]


@dataclass(frozen=True)
class Signal:
    """Something that happened, named in the past tense. Carries ids and codes, never objects."""

    name: str
    subscribers: list[Subscriber] = field(default_factory=list, compare=False)

    def subscribe(self, subscriber: Subscriber) -> Subscriber:
        """Register `subscriber` once; usable as a decorator."""
        if subscriber not in self.subscribers:
            self.subscribers.append(subscriber)
        return subscriber


def deliver(signal: Signal, facts: dict[str, Any]) -> None:
    """Call every subscriber of `signal` with `facts`."""
    for subscriber in signal.subscribers:
        try:
            subscriber(**facts)
        except Exception:
            log.exception("subscriber %s of %s failed", subscriber.__qualname__, signal.name)
