"""What can be tuned: the stack deploys it, its JSON Schema guards it, the function reads it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Tuning:
    """How much is let through, and how much is logged."""

    requests_per_second: float
    burst: int
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
