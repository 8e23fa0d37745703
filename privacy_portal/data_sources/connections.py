"""Which systems elsewhere this venue has connected: those whose variables the operator has set."""

from django.conf import settings

from .contract import Source
from .mailchimp.api import Audience, Configuration
from .mailchimp.source import MailchimpSource
from .tribecrm.api import Configuration as TribeCrm
from .tribecrm.api import Crm
from .tribecrm.source import TribeCrmSource


def connected() -> list[Source]:
    """A system that is not connected stays a place that is asked by hand."""
    found: list[Source] = []
    mailchimp = Configuration(settings.MAILCHIMP_API_KEY, settings.MAILCHIMP_LIST_ID, settings.MAILCHIMP_BASE_URL)
    if mailchimp.is_complete:
        found.append(MailchimpSource(Audience(mailchimp)))
    tribecrm = TribeCrm(
        settings.TRIBECRM_AUTH_URL,
        settings.TRIBECRM_API_URL,
        settings.TRIBECRM_CLIENT_ID,
        settings.TRIBECRM_CLIENT_SECRET,
    )
    if tribecrm.is_complete:
        found.append(TribeCrmSource(Crm(tribecrm)))
    return found
