"""Mail that comes back: refused while we hand it over, returned later, or reported as unwanted (SECURITY H-08).

Rooms above listen to `mail_returned`; what an address means to a person is theirs to know."""

from django.dispatch import Signal

# Sent in a transaction, with `email` (str), `is_complaint` (bool) and `now` (datetime).
mail_returned = Signal()
