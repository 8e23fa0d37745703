"""Mailchimp as it is once the operator has connected it: asked over the network, beside the sources of the default
install."""

from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager

from django.core.cache import cache

from privacy_portal.data_sources import registry
from privacy_portal.data_sources.kept_answers.asking import underway
from privacy_portal.data_sources.mailchimp.api import Audience, Configuration
from privacy_portal.data_sources.mailchimp.source import MailchimpSource
from privacy_portal.data_sources.outside.client import Limits

from .mailchimp import KEY, LIST, Mailchimp, mailchimp
from .server import Outside


class Connected(MailchimpSource):
    key = "mailchimp-under-test"


@contextmanager
def connected() -> Iterator[tuple[Mailchimp, Outside]]:
    cache.clear()
    with mailchimp() as (service, outside):
        limits = Limits(connect=0.5, read=5, tries=1)
        registry.register(Connected(Audience(Configuration(KEY, LIST, outside.url), limits)))
        try:
            yield service, outside
        finally:
            registry.unregister(Connected.key)
            outside.stopped.set()
            settle()
            cache.clear()


def settle() -> None:
    """Until nothing is asked behind a page any more."""
    assert not wait(underway(), timeout=20).not_done
