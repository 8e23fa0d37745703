"""Correcting a field at once, wherever it is kept, and telling truthfully how far that came (Art. 16 and 19)."""
