"""The two mails: one asks to confirm, the other tells of a new version."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import mark_safe

from privacy_portal.evidence.models import OutboxMessage
from privacy_portal.evidence.outbox import post_mail
from privacy_portal.privacy_policy.changes.comparison import clean
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.queries import slug_before
from privacy_portal.privacy_policy.rendering import plain_text

from . import links
from .models import PolicySubscription


def ask_to_confirm(subscription: PolicySubscription, *, language: str, now: datetime) -> OutboxMessage:
    token = links.confirm_token(subscription.pk, language)
    return post_mail(
        to=subscription.email,
        template="policy_notices_confirm",
        context={
            "link": links.address("consent:confirm_notices", token, language=language),
            "days": links.CONFIRM_WITHIN.days,
        },
        language=language,
        subject=subscription.pk,
        now=now,
    )


def context_of(version: PolicyVersion) -> dict:
    """What is the same for every reader; made once per batch."""
    language = version.language_code
    summary = clean(version.change_summary)
    before = slug_before(version)
    pair = f"{before}..{version.slug}"
    return {
        "title": version.title,
        "day": version.effective_from,
        "is_coming": version.effective_from > timezone.localdate(version.published_at),
        "summary": mark_safe(summary),  # nosec B308 B703  # noqa: S308 - cleaned by an allow-list
        "summary_text": plain_text(summary),
        "version_url": links.address("privacy_policy:version", version.slug, language=language),
        "comparison_url": links.address("privacy_policy:comparison", pair, language=language) if before else "",
    }


def tell_of(version: PolicyVersion, subscription: PolicySubscription, context: dict, now: datetime) -> OutboxMessage:
    """Only ever called together with its marker; the key is a second lock on the same door."""
    stop = links.address("consent:stop_notices", links.stop_token(subscription.pk), language=version.language_code)
    return post_mail(
        to=subscription.email,
        template="policy_notice",
        context=context | {"stop_url": stop},
        language=version.language_code,
        key=f"policy-notice:{version.pk}:{subscription.pk}",
        subject=subscription.pk,
        headers={
            "List-Id": f"<policy-notices.{urlsplit(settings.BASE_URL).hostname}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        now=now,
    )
