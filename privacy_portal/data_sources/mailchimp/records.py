"""What Mailchimp knows about a person, in that person's words: each field with the data category it falls under."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import is_aware, localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from privacy_portal.data_sources.contract import Field, Record, Value

from .api import Member

SOURCE = "mailchimp"
NEWSLETTER = "newsletter"
MEMBER, EVENT = "member", "mail-event"


class Known(NamedTuple):
    """A field of a member: where it stands in the answer, what it is called, what it falls under."""

    path: str
    label: str | Promise
    category: str
    correctable: bool = False
    same_as: str = ""

    @property
    def name(self) -> str:
        return self.path.replace(".", "-").lower()


# Everything the API tells about a member. What is not here is about Mailchimp, or is told as tags, groups or events.
FIELDS = (
    Known("email_address", _("E-mail address"), "email"),
    Known("full_name", _("Name"), "name"),
    Known("merge_fields.FNAME", _("First name"), "name", correctable=True, same_as="first-name"),
    Known("merge_fields.LNAME", _("Last name"), "name", correctable=True, same_as="last-name"),
    Known("merge_fields.PHONE", _("Telephone"), "phone", correctable=True, same_as="phone"),
    Known("status", _("State of your subscription"), "newsletter"),
    Known("unsubscribe_reason", _("Why you stopped"), "newsletter"),
    Known("source", _("How you came on the list"), "newsletter"),
    Known("language", _("Language"), "preferences"),
    Known("email_type", _("Kind of e-mail"), "preferences"),
    Known("vip", _("Marked as important contact"), "preferences"),
    Known("timestamp_signup", _("Signed up on"), "newsletter"),
    Known("ip_signup", _("Internet address at sign-up"), "newsletter"),
    Known("timestamp_opt", _("Confirmed on"), "newsletter"),
    Known("ip_opt", _("Internet address at confirmation"), "newsletter"),
    Known("email_client", _("E-mail program"), "preferences"),
    Known("location.country_code", _("Country, guessed from your internet address"), "country"),
    Known("location.timezone", _("Time zone, guessed from your internet address"), "city"),
    Known("location.latitude", _("Latitude, guessed from your internet address"), "city"),
    Known("location.longitude", _("Longitude, guessed from your internet address"), "city"),
    Known("member_rating", _("Stars Mailchimp gives you for opening mails"), "visit-history"),
    Known("stats.avg_open_rate", _("Share of mails you opened"), "visit-history"),
    Known("stats.avg_click_rate", _("Share of mails in which you followed a link"), "visit-history"),
    Known("last_note.note", _("Note about you"), "newsletter"),
)
TOLD = frozenset(known.path for known in FIELDS)
FIELD_CATEGORIES = {known.name: known.category for known in FIELDS}
# Beside these: fields that the venue made itself (`_category`), groups, labels and events.
CATEGORIES = frozenset(FIELD_CATEGORIES.values()) | {
    "address",
    "birth-date",
    "newsletter",
    "preferences",
    "visit-history",
}
STATES: dict[str, str | Promise] = {
    "subscribed": _("subscribed"),
    "unsubscribed": _("stopped"),
    "cleaned": _("stopped, because mail could not be delivered"),
    "pending": _("waiting for your confirmation"),
    "transactional": _("no newsletters, only mails about an order"),
    "archived": _("put away, no mails"),
}
EVENTS: dict[str, str | Promise] = {
    "open": _("You opened a mail"),
    "click": _("You followed a link in a mail"),
    "bounce": _("A mail could not be delivered"),
    "sent": _("We sent you a mail"),
    "signup": _("You signed up"),
    "unsub": _("You stopped"),
    "note": _("Somebody wrote a note about you"),
    "conversation": _("You answered a mail"),
    "order": _("You ordered something"),
}


def of_member(member: Member, interests: dict[str, str]) -> Record:
    return Record(
        source=SOURCE,
        kind=MEMBER,
        kind_label=gettext("Newsletters at Mailchimp"),
        reference=reference(member),
        activity=NEWSLETTER,
        fields=(*_known(member), *_own_merge_fields(member), *_lists(member, interests)),
        origin=gettext("From you, when you signed up or ordered"),
        retention_start=ended_on(member),
        title=gettext("Your place on the mailing list"),
        as_of=moment(member.get("last_changed")),
    )


def of_event(event: dict[str, Any], number: int, parent: str) -> Record:
    kind = str(event.get("activity_type") or "")
    when = moment(event.get("created_at_timestamp"))
    details = (
        ("campaign", _("Mail"), event.get("campaign_title")),
        ("link", _("Link"), event.get("link_clicked") or event.get("url_clicked")),
        ("note", _("Note"), event.get("note_text")),
    )
    return Record(
        source=SOURCE,
        kind=EVENT,
        kind_label=gettext("What you did with our mails"),
        reference=f"{parent}:event:{number}",
        activity=NEWSLETTER,
        fields=(
            Field("when", _("When"), when, "visit-history"),
            *(Field(name, label, str(value), "visit-history") for name, label, value in details if value),
        ),
        origin=gettext("Measured by Mailchimp"),
        retention_start=localdate(when) if when else None,
        title=str(EVENTS.get(kind) or gettext("Something else")),
        parent=parent,
    )


def reference(member: Member) -> str:
    """Mailchimp's id for the person, which does not change with the address; never the hash of the address."""
    return f"member:{member.get('contact_id') or member.get('unique_email_id') or member.get('web_id')}"


def ended_on(member: Member) -> date | None:
    """The period runs from the day somebody stopped (the register: consent withdrawn)."""
    changed = moment(member.get("last_changed"))
    return localdate(changed) if changed and member.get("status") not in {"subscribed", "pending"} else None


def _known(member: Member) -> Iterator[Field]:
    for known in FIELDS:
        value = _at(member, known.path)
        if known.path == "status":
            value = str(STATES.get(str(value), value))
        yield Field(
            known.name,
            known.label,
            _plain(value),
            known.category,
            correctable=known.correctable,
            same_as=known.same_as,
        )


def _own_merge_fields(member: Member) -> Iterator[Field]:
    """Fields the venue made itself. What they hold nobody here can know, so they are shown under their own name."""
    for name, value in sorted((member.get("merge_fields") or {}).items()):
        if f"merge_fields.{name}" not in TOLD and value not in (None, "", {}):
            yield Field(f"merge_fields-{name.lower()}", name, _plain(value), _category(name, value))


def _category(name: str, value: Any) -> str:
    if isinstance(value, dict) or "ADDR" in name.upper():
        return "address"
    return "birth-date" if "BIRTH" in name.upper() else "newsletter"


def _lists(member: Member, interests: dict[str, str]) -> Iterator[Field]:
    for key, on in sorted((member.get("interests") or {}).items()):
        yield Field(f"interest-{key}", interests.get(key, key), bool(on), "newsletter")
    tags = [str(tag.get("name", "")) for tag in member.get("tags") or () if isinstance(tag, dict)]
    if tags:
        yield Field("tags", _("Labels we gave you"), ", ".join(tags), "preferences")


def _at(member: Member, path: str) -> Any:
    value: Any = member
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _plain(value: Any) -> Value:
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part)
    if isinstance(value, float):
        return str(value)
    if value is None or isinstance(value, str | int | bool):
        return moment(value) or value or None if isinstance(value, str) else value
    return str(value)


def moment(value: Any) -> datetime | None:
    """RFC 3339 with an offset; anything else is just text."""
    try:
        found = parse_datetime(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        return None
    return found if found and is_aware(found) else None
