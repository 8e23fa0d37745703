"""What the project itself keeps; anything with a meaning of its own lives in a room."""

from .page_cache.models import KeptPage

__all__ = ["KeptPage"]
