"""Mailchimp's Marketing API 3.0 as its recordings show it: members by the hash of their address, archiving that is no
erasing, and a no that can only become a yes by way of `pending`."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from .server import Asked, Outside, Reply, running

LIST = "a36b032126"
KEY = "0123456789abcdef0123456789abcdef-us3"
INTERESTS = {"9143cf3bd1": "Klassiek", "3a2a927344": "Cabaret"}
MERGE_FIELDS = {"FNAME": "", "LNAME": "", "PHONE": "", "LTV": ""}
FINAL = {"archived", "cleaned", "pending"}


def hashed(email: str) -> str:
    return hashlib.md5(email.lower().encode()).hexdigest()


def problem(status: int, title: str, detail: str, **more: Any) -> Reply:
    instance = "55d7a0cc-5cbf-9fb4-0053-76654b0d322f"
    return status, {"title": title, "status": status, "detail": detail, "instance": instance, **more}


@dataclass
class Mailchimp:
    """The state of one audience. `today` is what the service puts in `last_changed`."""

    today: str = "2026-11-22"
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    never_again: set[str] = field(default_factory=set)

    def add(self, email: str, *, status: str = "subscribed", **merge_fields: str) -> dict[str, Any]:
        number = len(self.members) + 1
        member = {
            "id": hashed(email),
            "email_address": email,
            "unique_email_id": f"7ee8f2{number:04}",
            "contact_id": f"93b835cc104791040b356ff7603{number:05}",
            "full_name": merge_fields.get("FNAME", ""),
            "web_id": 400_000_000 + number,
            "email_type": "html",
            "status": status,
            "merge_fields": MERGE_FIELDS | merge_fields,
            "interests": dict.fromkeys(INTERESTS, False) | {"9143cf3bd1": True},
            "stats": {"avg_open_rate": 0.25, "avg_click_rate": 0},
            "ip_signup": "192.0.2.7",
            "timestamp_signup": "2021-11-23T22:51:56+00:00",
            "ip_opt": "192.0.2.7",
            "timestamp_opt": "2021-11-23T22:51:56+00:00",
            "member_rating": 2,
            "last_changed": "2021-11-23T22:51:56+00:00",
            "language": "nl",
            "vip": False,
            "email_client": "Thunderbird",
            "location": {"latitude": 53.2, "longitude": 6.5, "country_code": "NL", "timezone": "Europe/Amsterdam"},
            "source": "API - Generic",
            "tags_count": 1,
            "tags": [{"id": 1, "name": "vriend"}],
            "list_id": LIST,
        }
        self.members[member["id"]] = member
        return member

    def reply(self, asked: Asked) -> Reply:
        token = base64.b64decode(asked.headers.get("Authorization", "").removeprefix("Basic ") or "").decode()
        if token.partition(":")[2] != KEY:
            return problem(401, "API Key Invalid", "Your API key may be invalid, or you've attempted the wrong DC.")
        parts = asked.path.removeprefix("/3.0/lists/").split("/")
        if not asked.path.startswith("/3.0/lists/") or parts[0] != LIST:
            return problem(404, "Resource Not Found", "The requested resource could not be found.")
        return self.in_list(asked, parts[1:])

    def in_list(self, asked: Asked, parts: list[str]) -> Reply:
        match parts:
            case []:
                return 200, {"id": LIST}
            case ["interest-categories"]:
                return 200, {"categories": [{"id": "a1e9f4b7f6", "title": "Nieuwsbrieven"}]}
            case ["interest-categories", "a1e9f4b7f6", "interests"]:
                return 200, {"interests": [{"id": key, "name": name} for key, name in INTERESTS.items()]}
            case ["members", key, *rest] if key in self.members:
                return self.of_member(asked, self.members[key], rest)
        return problem(404, "Resource Not Found", "The requested resource could not be found.")

    def of_member(self, asked: Asked, member: dict[str, Any], rest: list[str]) -> Reply:
        match asked.method, rest:
            case "GET", []:
                return 200, member
            case "PATCH" | "PUT", []:
                return self.change(member, asked.json)
            case "DELETE", []:
                return self.archive(member)
            case "POST", ["actions", "delete-permanent"]:
                del self.members[member["id"]]
                self.never_again.add(member["id"])
                return 204, ""
            case "GET", ["activity-feed"]:
                offset, count = int(asked.query.get("offset", 0)), int(asked.query.get("count", 10))
                return 200, {"activity": self.events.get(member["id"], [])[offset : offset + count]}
        return problem(405, "Method Not Allowed", "The requested method and resource are not compatible.")

    def change(self, member: dict[str, Any], wanted: dict[str, Any]) -> Reply:
        merge_fields = wanted.get("merge_fields", {})
        if not str(merge_fields.get("LTV", "0") or "0").isdigit():
            complaint = [{"field": "LTV", "message": "Please enter a number"}]
            return problem(400, "Invalid Resource", "Your merge fields were invalid.", errors=complaint)
        if member["status"] == "unsubscribed" and wanted.get("status") == "subscribed":
            return problem(400, "Member In Compliance State", f"{member['email_address']} is in a compliance state")
        address = wanted.get("email_address", member["email_address"])
        if hashed(address) != member["id"] and hashed(address) in self.members:
            return problem(400, "Member Exists", f"{address} is already a list member.")
        member["merge_fields"] |= merge_fields
        member["interests"] |= wanted.get("interests", {})
        member["status"] = wanted.get("status", member["status"])
        self.members[hashed(address)] = self.members.pop(member["id"])
        member |= {"email_address": address, "id": hashed(address), "last_changed": f"{self.today}T12:00:00+00:00"}
        return 200, member

    def archive(self, member: dict[str, Any]) -> Reply:
        if member["status"] in FINAL:
            return problem(405, "Method Not Allowed", "This list member cannot be removed.")
        member["status"] = "archived"
        return 204, ""


@contextmanager
def mailchimp() -> Iterator[tuple[Mailchimp, Outside]]:
    service = Mailchimp()
    with running(service.reply) as outside:
        yield service, outside
