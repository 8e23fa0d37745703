"""Enough of an address to recognise one's own, too little to use somebody else's."""


def masked_email(email: str) -> str:
    """`alma@example.org` becomes `a•••@e•••.org`; the length tells nothing."""
    local, at, domain = email.partition("@")
    if not at:
        return ""
    host, _, top = domain.rpartition(".")
    return f"{local[:1]}•••@{host[:1]}•••.{top}"
