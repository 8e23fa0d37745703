"""What a revision says, apart from how it came to be saved. Comments, places in the tree and the marks an editor's
browser puts in rich text are no wording: saving those makes nobody the author of the text."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision

from privacy_portal.privacy_policy.document import BROWSER_MARK

# Everything an approval covers, the moment of going live included.
COVERED = (
    "title",
    "slug",
    "seo_title",
    "search_description",
    "go_live_at",
    "expire_at",
    "introduction",
    "summary",
    "sections",
    "effective_from",
    "version_label",
    "reviewed_on",
    "change_summary",
    "is_technical",
)


def fingerprint(revision: Revision) -> str:
    """The same for two revisions that say the same; any change of the text gives another one."""
    return fingerprint_of(revision.content)


def fingerprint_of_unsaved(page: Page) -> str:
    """What the revision of this page would have."""
    return fingerprint_of(page.serializable_data())


def fingerprint_of(content: dict[str, Any]) -> str:
    """Encoded as the database would: dates in memory and dates that were stored are the same dates."""
    said = {name: told(content.get(name)) for name in COVERED}
    return hashlib.sha256(
        json.dumps(said, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder).encode()
    ).hexdigest()


def told(value: Any) -> Any:
    """Streams are stored as JSON in text; their ids say nothing to a reader."""
    if isinstance(value, str):
        return told_in_stream(value) if value.startswith("[") else BROWSER_MARK.sub("", value)
    if isinstance(value, list):
        return [told(item) for item in value]
    if isinstance(value, dict):
        return {name: told(item) for name, item in value.items() if name != "id"}
    return value


def told_in_stream(value: str) -> Any:
    try:
        return told(json.loads(value))
    except ValueError:
        return value


def last_author(revisions: list[Revision]) -> int | None:
    """Who made the last change of the text. `revisions` come newest first; those that say the same as the newest were
    saved for another reason, a comment or handing it in."""
    author, newest = None, None
    for revision in revisions:
        said = fingerprint(revision)
        newest = newest or said
        if said != newest:
            break
        author = revision.user_id
    return author
