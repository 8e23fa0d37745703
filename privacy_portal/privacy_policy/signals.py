"""For rooms above, which this one does not know: a version was frozen. Sent inside the transaction that freezes it, so
who does more than write a row waits for the commit."""

from django.dispatch import Signal

# Arguments: version.
version_frozen = Signal()
