"""Programs that no Python package brings: where they are, or one clear line before anything is built."""

import os
import shutil

PACKAGES = {"wrk": "wrk", "nginx": "nginx-light"}
# Debian keeps servers where only root looks.
PLACES = f"{os.environ['PATH']}:/usr/sbin"


def path_of(program: str) -> str:
    found = shutil.which(program, path=PLACES)
    if not found:
        raise SystemExit(f"{program} is missing: apt-get install {PACKAGES[program]}")
    return found


def needs(*programs: str) -> None:
    """Ends the script at once, not after the minute in which a site is made."""
    for program in programs:
        path_of(program)
