"""The addresses of a person: changing the one they sign in with, and joining a second one (SECURITY V-11, A-08)."""
