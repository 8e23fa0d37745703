"""The sign-in form as one browser fills it in."""

import json
from http.client import HTTPConnection
from re import search
from time import perf_counter
from urllib.parse import urlencode

from .site import SITE

PAGE = "/mijn-gegevens/inloggen/"
# Everything comes from one place here; only the limits of one address stay as they are.
LIMITS = json.dumps({"challenge-per-ip": 1_000_000, "challenge-in-all": 1_000_000})


class Form:
    def __init__(self) -> None:
        answer, body = self.sent("GET", "", {})
        self.cookie = answer.getheader("Set-Cookie").partition(";")[0]
        self.token = search(r'csrfmiddlewaretoken" value="(\w+)"', body)[1]

    def sent(self, method: str, body: str, headers: dict[str, str]):
        connection = HTTPConnection("127.0.0.1", SITE, timeout=60)
        connection.request(method, PAGE, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def ask(self, email: str) -> tuple[float, tuple]:
        """Milliseconds, and what the answer looks like apart from its date and its cookie's value."""
        body = urlencode({"email": email, "csrfmiddlewaretoken": self.token})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        began = perf_counter()
        answer, text = self.sent("POST", body, headers)
        took = (perf_counter() - began) * 1000
        shown = sorted(
            (name, value) for name, value in answer.getheaders() if name.lower() not in {"date", "set-cookie"}
        )
        return took, (answer.status, *shown, text)
