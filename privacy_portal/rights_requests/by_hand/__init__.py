"""Asking by hand: a place without an interface is a task for the party that keeps it, with a day by which it must have
answered. Art. 28(3)(e): a processor helps with what people ask; Art. 19: recipients hear of it."""
