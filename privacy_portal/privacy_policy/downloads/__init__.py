"""A version to take along: PDF for people, Markdown for editors, JSON for programs, each stamped with what it is a
copy of, so that it can be checked against this site years later."""
