"""The name of a mail proves to whom we sent it, without our keeping the address: a report that names another address,
or a mail that we never sent, is not believed."""

import re
from hmac import compare_digest
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from privacy_portal.evidence import keys

PURPOSE = "message-id"
# 80 bits: nobody can try them out, and the line stays short.
LENGTH = 20
_ID = re.compile(rf"<([0-9a-f]{{32}})\.([0-9a-f]{{{LENGTH}}})@[^<>\s]+>")


def message_id(message: UUID, email: str) -> str:
    """RFC 5322 3.6.4, the same at every attempt."""
    return f"<{message.hex}.{_macs(message, email)[0]}@{urlsplit(settings.BASE_URL).hostname}>"


def is_ours(text: str, email: str) -> bool:
    """Whether a mail of this name went from here to this address."""
    return any(
        compare_digest(found[2], mac) for found in _ID.finditer(text) for mac in _macs(UUID(hex=found[1]), email)
    )


def _macs(message: UUID, email: str) -> list[str]:
    data = f"{message.hex} {email.lower()}".encode()
    return [mac[:LENGTH] for _key, mac in keys.ring("OUTBOX_KEYS").macs(PURPOSE, data)]
