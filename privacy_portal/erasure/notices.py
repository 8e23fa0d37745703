"""That an erasure is done is told wherever its owner may read it, before this site forgets where that is (SECURITY
V-11). The mail says that it is done and of which request, and never what it was about."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from privacy_portal.data_subjects.identifiers import every_email_of
from privacy_portal.data_subjects.models import DataSubject
from privacy_portal.data_subjects.not_me import link_to_stop
from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record, subject_refs
from privacy_portal.evidence.models import LedgerEntry, OutboxMessage
from privacy_portal.evidence.outbox import post_mail

from . import events

TEMPLATE = "erasure_done"


def tell_done(subject: DataSubject, case_ref: str, *, is_whole: bool, by: Actor, now: datetime) -> None:
    """Once when what can go now is gone and something waits for its day, and once when all is gone. The ledger knows
    what was told, also after the outbox has been emptied."""
    addresses = every_email_of(subject)
    if not addresses or _told(case_ref) & {is_whole, True}:
        return
    record(events.TOLD, by=by, subject=subject.pk, target=case_ref, facts={"whole": is_whole}, now=now)
    language = subject.language
    with translation.override(language):
        url = settings.BASE_URL + reverse("self_service:requests")
    stop = link_to_stop(subject, language)
    for address in addresses:
        post_mail(
            to=address,
            template=TEMPLATE,
            context={"is_whole": is_whole, "number": case_ref, "url": url, "security_url": stop},
            language=language,
            subject=subject.pk,
            now=now,
        )


def is_on_its_way(subject: DataSubject) -> bool:
    """Posted, and neither delivered nor given up: so long the addresses stay."""
    return OutboxMessage.objects.pending().about(subject_refs(subject.pk)).filter(template=TEMPLATE).exists()


def _told(case_ref: str) -> set[bool]:
    entries = LedgerEntry.objects.filter(event=events.TOLD, target=case_ref)
    return {bool(entry.facts.get("whole")) for entry in entries}
