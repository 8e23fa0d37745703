"""Finding an encrypted value again without being able to read it."""

from . import keys


def blind_index(value: str, *, purpose: str) -> str:
    """HMAC-SHA256 in hex. The caller has brought the value into its one normal form; `purpose` keeps
    indexes of different columns from being compared. Only the newest key counts: INDEX_KEYS is never
    rotated in place."""
    _, digest = keys.ring("INDEX_KEYS").macs(purpose, value.encode())[0]
    return digest
