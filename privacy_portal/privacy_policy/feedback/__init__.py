"""Was it clear? Counts per section of a version, and nothing about who said it (UX: feedback without tracking)."""
