"""Where to write about somebody who may have been here: what the register states, the nearest first."""

from email.utils import parseaddr

from django.conf import settings

from privacy_portal.processing_register.queries import controller


def contact_of(language: str) -> str:
    """The privacy desk, else the data protection officer, else the venue; empty when the register states none."""
    known = controller(language)
    return known.privacy_email or known.dpo_email or known.email


def desk() -> str:
    """Always somebody: without a word in the register it is the address this site mails from."""
    return contact_of(settings.LANGUAGE_CODE) or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
