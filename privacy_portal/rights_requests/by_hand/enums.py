"""The life of one task: asking one place by hand for one case."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class TaskState(TextChoices):
    # The desk is to ask.
    TO_ASK = "to_ask", pgettext_lazy("asked by hand", "Still to ask")
    # The place is to answer.
    ASKED = "asked", pgettext_lazy("asked by hand", "Asked")
    # It answered, and holds or held something.
    ANSWERED = "answered", pgettext_lazy("asked by hand", "Answered")
    # It answered that it holds nothing.
    NOTHING = "nothing", pgettext_lazy("asked by hand", "Nothing held")
    # No answer, or no use: the desk tells the person why.
    COULD_NOT = "could_not", pgettext_lazy("asked by hand", "Could not")
    # What the person asks does not touch this place.
    NOT_NEEDED = "not_needed", pgettext_lazy("asked by hand", "Not needed")


PENDING = frozenset({TaskState.TO_ASK, TaskState.ASKED})
OUTCOMES = (TaskState.ANSWERED, TaskState.NOTHING, TaskState.COULD_NOT, TaskState.NOT_NEEDED)
# What can be asked (again): also where it was given up, not where an answer is.
ASKABLE = PENDING | {TaskState.COULD_NOT, TaskState.NOT_NEEDED}
