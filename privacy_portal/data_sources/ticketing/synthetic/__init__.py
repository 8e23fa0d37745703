"""Believable customers who do not exist: the same seed gives the same people. For demos, benchmarks and tests."""

from .generating import generate

__all__ = ["generate"]
