"""Django finds the tables of this room here: answers kept for a session, what staff decided, the embedded sources."""

from .kept_answers.models import KeptAnswer  # noqa: F401
from .setting import SourceSetting  # noqa: F401
from .ticketing.models import *  # noqa: F403
