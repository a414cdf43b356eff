"""What stops an adaptation."""

from __future__ import annotations


class Problem(Exception):
    """What a person must change, in one line that names the option or the file."""


def first_line(error: BaseException) -> str:
    """Of what a library says, which may be pages."""
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else type(error).__name__
