"""Settings from the environment, or from a file that NAME_FILE names: a secret in a file shows in no process list and
in no `docker inspect` (ASVS 13.3.1)."""

import environ
from environ.fileaware_mapping import FileAwareMapping


class Trimmed(FileAwareMapping):
    """An editor ends a file with a line break, which is no part of a key."""

    def __getitem__(self, key: str) -> str:
        return super().__getitem__(key).strip()


class Env(environ.Env):
    ENVIRON = Trimmed()
