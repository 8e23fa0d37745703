"""Whole answers of public pages, kept as bytes and given out before Django does anything (the outermost layer).

A view asks for it with `Cache-Control: public`. Kept are plain 200 answers that set no cookie and vary on nothing but
the encoding; they are given only to requests without a query string and without a cookie of ours. Each answer is made
once, compressed once, and kept in three places: the memory of the process, a table that all processes share, and
files for the day that a process starts while the database is away.

A stamp (generation of the public content, today's date, release of the site) says which answers are current. A
process looks at it once a second at most, so a publication reaches all of them within a second. The whole story, and
what it costs: docs/decisions/0010-kept-pages.md. Read on at `front.py`.
"""
