"""The few requests we make of Mailchimp's Marketing API 3.0, and nothing of what they mean to us."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from privacy_portal.data_sources.contract import SourceUnavailable
from privacy_portal.data_sources.outside.client import Answer, Client, Limits, Refused

VERSION = "/3.0"
PAGE = 50
# Events of one person we read at most; the API keeps a limited time itself.
MOST_EVENTS = 5000

Member = dict[str, Any]


class Configuration(NamedTuple):
    """What an operator gives in the environment; see docs/how-to/connect-a-source.md."""

    api_key: str
    list_id: str
    base_url: str = ""

    @property
    def is_complete(self) -> bool:
        return bool(self.api_key and self.list_id)

    @property
    def address(self) -> str:
        """The end of the key names the data centre."""
        given = self.base_url.rstrip("/") or f"https://{self.api_key.rpartition('-')[2]}.api.mailchimp.com"
        return given if urlsplit(given).path.endswith(VERSION) else given + VERSION


class Audience:
    """One list of members, who are addressed by a hash of their e-mail address."""

    def __init__(self, configuration: Configuration, limits: Limits | None = None):
        token = base64.b64encode(f"privacy:{configuration.api_key}".encode()).decode()
        self._client = Client(
            configuration.address, lambda: {"Authorization": f"Basic {token}"}, limits=limits or Limits()
        )
        self._list = f"/lists/{configuration.list_id}"

    def ping(self) -> None:
        """An audience that is not there is no less wrong than a key."""
        if self._client.get(self._list, {"fields": "id"}).is_missing:
            raise Refused(404)

    def member(self, email: str) -> Member | None:
        """None for somebody the audience does not know. An answer about somebody else is no answer."""
        answer = self._client.get(self._path(email))
        if answer.is_missing:
            return None
        if not isinstance(answer.data, dict) or address_of(answer.data) != email:
            raise SourceUnavailable("answered about somebody else")
        return answer.data

    def change(self, email: str, values: dict[str, Any]) -> None:
        self._client.ask("PATCH", self._path(email), values)

    def erase(self, email: str) -> bool:
        """Permanently; archiving (DELETE) would keep the data. False when there was nobody."""
        answer: Answer = self._client.ask("POST", self._path(email) + "/actions/delete-permanent")
        return not answer.is_missing

    def events(self, email: str) -> Iterator[dict[str, Any]]:
        """What this person did with mails, page by page."""
        for offset in range(0, MOST_EVENTS, PAGE):
            found = self._listed(
                self._path(email) + "/activity-feed", "activity", {"count": str(PAGE), "offset": str(offset)}
            )
            yield from found
            if len(found) < PAGE:
                return

    def interests(self) -> dict[str, str]:
        """Names of all groups a member can be in, by id."""
        most = {"count": "100"}
        categories = self._listed(f"{self._list}/interest-categories", "categories", most)
        return {
            str(interest["id"]): str(interest["name"])
            for category in categories
            for interest in self._listed(
                f"{self._list}/interest-categories/{category['id']}/interests", "interests", most
            )
        }

    def _listed(self, path: str, name: str, query: dict[str, str]) -> list[dict[str, Any]]:
        answer = self._client.get(path, query)
        if answer.is_missing:
            return []
        found = answer.data.get(name) if isinstance(answer.data, dict) else None
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise SourceUnavailable("answered in another shape")
        return found

    def _path(self, email: str) -> str:
        return f"{self._list}/members/{member_id(email)}"


def member_id(email: str) -> str:
    """Mailchimp's own way to name a member; no protection of anything."""
    return hashlib.md5(email.lower().encode(), usedforsecurity=False).hexdigest()


def address_of(member: Member) -> str:
    return str(member.get("email_address", "")).strip().lower()
