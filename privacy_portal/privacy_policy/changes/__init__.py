"""What changed: any two versions side by side, word for word, and the feed that tells of a new one."""
