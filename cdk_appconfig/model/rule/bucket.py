"""Which values a ``split`` takes: our own hash, with the laws that AppConfig documents.

AWS does not publish its hash, so the size of a share is right here and its members are others than
in AppConfig. What AWS does document holds: a value always falls on the same side, a larger
percentage keeps all members of a smaller one, one seed gives one order of values wherever it is
used, and without a seed the order is the flag's own.

The algorithm, which never changes:

1. The *domain* is the UTF-8 text ``s`` and the seed; without a seed ``f`` and the key of the flag;
   outside a flag ``a`` alone.
2. Its BLAKE2b digest of 32 bytes keys a second BLAKE2b, of the UTF-8 text of the value, with a
   digest of 8 bytes. That, read as a big-endian number, is the value's place from 0 to 2^64 - 1.
3. A split of ``pct`` percent takes the places below ``pct`` · 2^64 / 100, rounded down.
"""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["domain", "place", "places_below"]

_PLACES = 2**64


def domain(seed: str | None, flag: str | None) -> bytes:
    """Return the key of the hash for a split with or without a seed, in or outside a flag."""
    if seed is not None:
        name = f"s{seed}"
    elif flag is not None:
        name = f"f{flag}"
    else:
        name = "a"
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=32).digest()


def place(key: bytes, value: str) -> int:
    """Return where a value stands among all values, 0 to 2^64 - 1."""
    text = value.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8, key=key).digest(), "big")


def places_below(pct: float) -> int:
    """Return how many places a percentage takes, computed without rounding errors."""
    numerator, denominator = pct.as_integer_ratio()
    return numerator * _PLACES // (denominator * 100)
