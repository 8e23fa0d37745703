"""For the room above. Sent inside the transaction, maybe twice."""

from django.dispatch import Signal

# An erasure has come far enough to answer the person. Arguments: case_ref.
settled = Signal()
# These sources cannot be told by machine: a colleague has them erase it. Arguments: case_ref, sources, by, now.
handed_over = Signal()
