"""What is wrong with a file somebody wrote: where, which code, and the detail to show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One finding in a text file. `line` counts from 1 in the file, 0 means the file as a whole."""

    code: str
    line: int = 0
    detail: str = ""
    is_fatal: bool = False  # the file cannot be published at all
