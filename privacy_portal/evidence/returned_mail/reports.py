"""What a report that came by mail says: of delivery (RFC 3464), or of an unwanted mail (RFC 5965)."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from typing import NamedTuple

from .message_ids import is_ours
from .refusals import says_no_such_mailbox

# More than any report of one mail holds; the rest is not read.
MOST_BYTES = 1024 * 1024
MOST_ADDRESSES = 50


class Returned(NamedTuple):
    email: str
    is_complaint: bool


def read(raw: bytes) -> list[Returned]:
    """What is to be believed of it. Of anything but a report of a mail of ours, also broken or hostile: nothing."""
    report = message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32)
    told = dict.fromkeys(_bounced(report)) | dict.fromkeys(_complained(report))
    sent = _names_of_the_mail(report)
    return [one for one in list(told)[:MOST_ADDRESSES] if is_ours(sent, one.email)]


def _bounced(report: Message) -> Iterator[Returned]:
    """Per-recipient fields. Where a mail was forwarded, the address it was first sent to is the original one."""
    for fields in _parts(report, "message/delivery-status"):
        if _word(fields, "Action") == "failed" and says_no_such_mailbox(_word(fields, "Status")):
            for name in ("Original-Recipient", "Final-Recipient"):
                if email := _address(fields, name):
                    yield Returned(email, is_complaint=False)


def _complained(report: Message) -> Iterator[Returned]:
    """A report without the address, as some senders make it, is about whom the mail that it holds was sent to."""
    for fields in _parts(report, "message/feedback-report"):
        if _word(fields, "Feedback-Type") == "abuse":
            emails = [_address(fields, "Original-Rcpt-To"), *(_address(mail, "To") for mail in _mails(report))]
            yield from (Returned(email, is_complaint=True) for email in emails if email)


def _parts(report: Message, kind: str) -> Iterator[Message]:
    """The blocks of fields in parts of this type. The standard library reads each block as a message of its own, or,
    of a type that it does not know, the whole as text."""
    for part in report.walk():
        if part.get_content_type() != kind:
            continue
        payload = part.get_payload()
        if isinstance(payload, list):
            yield from (block for block in payload if isinstance(block, Message))
        else:
            yield message_from_bytes(str(payload).encode("utf-8", "replace"))


def _mails(report: Message) -> Iterator[Message]:
    """The mail that came back, whole or its headers alone."""
    for part in report.walk():
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
            yield from (mail for mail in payload if isinstance(mail, Message))
        elif part.get_content_type() == "text/rfc822-headers":
            yield message_from_bytes(str(payload).encode("utf-8", "replace"))


def _names_of_the_mail(report: Message) -> str:
    """Also from our own lines of references, for servers that send no headers back."""
    names = [str(mail.get("Message-ID", "")) for mail in _mails(report)]
    return " ".join([*names, *(str(report.get(name, "")) for name in ("In-Reply-To", "References"))])


def _word(fields: Message, name: str) -> str:
    return str(fields.get(name, "")).strip().split(" ")[0].lower()


def _address(fields: Message, name: str) -> str:
    """`rfc822; alma@example.org`, `<alma@example.org>` or `Alma <alma@example.org>`."""
    text = str(fields.get(name, "")).rpartition(";")[2]
    return (text.rpartition("<")[2].partition(">")[0] if "<" in text else text).strip().lower()
