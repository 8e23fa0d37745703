"""Asking for somebody else: a parent, a guardian, an agent, an heir (SECURITY V-12). A part of this room with its own
files."""
