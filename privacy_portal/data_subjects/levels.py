"""How sure we are of who is there (SECURITY, assurance levels). Higher opens more."""

from datetime import timedelta
from enum import IntEnum

# A3 is A2 with a proof that is not older than this.
STEP_UP_LASTS = timedelta(minutes=5)


class Level(IntEnum):
    A0 = 0  # anonymous
    P = 1  # a preference token: newsletter switches of one address
    A1 = 2  # an e-mail round trip
    A2 = 3  # A1 and a second proof
    A3 = 4  # A2, proven again in the last five minutes
