"""Changing what Mailchimp holds: each change is read back, because "accepted" is not "done"."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from privacy_portal.data_sources.contract import Change, Changed, Subscription
from privacy_portal.data_sources.enums import ChangeOutcome
from privacy_portal.data_sources.outside.client import Refused

from .api import Audience, Member
from .records import FIELDS, moment

# Our name of a field -> the merge field that may be corrected.
CORRECTABLE = {known.name: known.path.partition(".")[2] for known in FIELDS if known.correctable}
# Who stopped may only come back by answering a confirmation mail (Mailchimp's compliance rules, and Art. 7).
NEEDS_CONFIRMATION = frozenset({"unsubscribed", "cleaned", "pending", "archived", "transactional"})

# What a merge field of text holds at most.
LONGEST = 255


def objection_to(value: str) -> str:
    return _("This is longer than %(count)d characters.") % {"count": LONGEST} if len(value) > LONGEST else ""


def rectify(audience: Audience, email: str, member: Member, change: Change) -> Changed:
    tag = CORRECTABLE.get(change.name)
    if tag is None:
        return Changed(change, ChangeOutcome.REFUSED, reason=_("This cannot be corrected at Mailchimp by itself."))
    wanted = change.value.strip()
    if _merge_field(member, tag) == wanted:
        return Changed(change, ChangeOutcome.UNCHANGED, wanted)
    try:
        audience.change(email, {"merge_fields": {tag: wanted}})
    except Refused:
        return Changed(change, ChangeOutcome.REFUSED, reason=_("Mailchimp does not take this value."))
    now = audience.member(email)
    read = _merge_field(now, tag) if now else None
    return Changed(change, ChangeOutcome.CHANGED if read == wanted else ChangeOutcome.FAILED, read)


def move(audience: Audience, old: str, new: str) -> ChangeOutcome:
    """Another address for the same person, proven before. A member at the new address stays who it is."""
    try:
        audience.change(old, {"email_address": new})
    except Refused:
        return ChangeOutcome.REFUSED
    return ChangeOutcome.CHANGED if audience.member(new) else ChangeOutcome.FAILED


def subscriptions(member: Member, interests: dict[str, str]) -> tuple[Subscription, ...]:
    """One switch per group of the audience; nobody who stopped receives any."""
    changed = moment(member.get("last_changed"))
    receives = member.get("status") == "subscribed"
    return tuple(
        Subscription(key, interests.get(key, key), bool(on) and receives, localdate(changed) if changed else None)
        for key, on in sorted((member.get("interests") or {}).items())
    )


def set_subscription(audience: Audience, email: str, member: Member, key: str, on: bool) -> bool:
    """A yes of somebody who stopped becomes `pending`: Mailchimp mails a question first."""
    if key not in (member.get("interests") or {}):
        return False
    values: dict[str, Any] = {"interests": {key: on}}
    if on and member.get("status") in NEEDS_CONFIRMATION:
        values["status"] = "pending"
    audience.change(email, values)
    return True


def _merge_field(member: Member, tag: str) -> str:
    return str((member.get("merge_fields") or {}).get(tag, ""))
