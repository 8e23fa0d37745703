"""Answers of systems elsewhere, asked behind a page and kept for one session: sealed, for minutes, and gone with it.

In the database and not in a process: the next request may reach another one, and a restart loses nothing but time."""
