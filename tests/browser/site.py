"""A whole running site for browser tests: its own database, files, mail folder, server and worker."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django_otp.oath import totp

from cms.demo.mailbox import Mail, newest_mail
from cms.staff.demo import demo_key
from privacy_portal.data_subjects.limits import LIMITS

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60
CODE = re.compile(r"^\s*([0-9A-Z]{3}(?:-[0-9A-Z]{3})+)\s*$", re.MULTILINE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, *, seconds: float = PATIENCE, what: str):
    """The first true answer of `condition`; fails with `what` when it never comes."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds} s for {what}")


@dataclass(frozen=True)
class Site:
    url: str
    var: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def mails_to(self, address: str) -> list[Mail]:
        return [mail for mail in newest_mail(self.var / "mail", most=None) if address in mail.to]

    def mail_about(self, words: str, address: str) -> Mail:
        """The newest mail to an address whose subject or text holds these words, once it is there."""
        return wait_for(
            lambda: next((mail for mail in self.mails_to(address) if words in mail.subject + mail.text), None),
            what=f"mail about {words}",
        )

    def codes_to(self, address: str) -> list[str]:
        """Sign-in codes mailed to an address, newest first."""
        found = (CODE.search(mail.text) for mail in self.mails_to(address))
        return [code[1] for code in found if code]

    def sign_in_code(self, address: str, *, after: int) -> str:
        """The newest code once there are more than `after`."""
        codes = wait_for(
            lambda: (found := self.codes_to(address)) and len(found) > after and found, what=f"a code to {address}"
        )
        return codes[0]

    def policy_page(self, language: str) -> str:
        code = (
            "from privacy_portal.privacy_policy.models import PolicyPage;"
            f"print(PolicyPage.objects.get(locale__language_code='{language}').pk)"
        )
        return self.manage("shell", "-v", "0", "-c", code).split()[-1]

    def sell(self, customers: list[Any]) -> None:
        """A customer and an order in the ticket shop for each of these."""
        sales = "".join(
            f"shop.order(shop.{'customer' if c.has_account else 'guest'}({c.email!r}, number='C-{c.order}',"
            f" postcode={c.postcode!r}), event, number={c.order!r});"
            for c in customers
        )
        self.manage(
            "shell",
            "-v",
            "0",
            "-c",
            f"from tests.data_sources import ticket_shop as shop; event = shop.event(); {sales}",
        )

    def prefers(self, email: str, language: str) -> None:
        """Set the language in which a member of staff reads the admin."""
        code = (
            "from django.contrib.auth import get_user_model; from wagtail.users.models import UserProfile;"
            f"profile = UserProfile.get_for_user(get_user_model().objects.get(email='{email}'));"
            f"profile.preferred_language = '{language}'; profile.save()"
        )
        self.manage("shell", "-v", "0", "-c", code)

    def totp(self, email: str) -> str:
        """What the authenticator app of a demo member of staff shows now."""
        return f"{totp(bytes.fromhex(demo_key(email))):06d}"


def answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=2) as response:
        return response.status == 200
    return False


def demo_environment(var: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "TEST_DATABASE_URL"}}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'demo.sqlite3'}",
        "EMAIL_URL": f"filemail:///{var / 'mail'}",
        "CACHE_URL": f"filecache://{var / 'cache'}",
        "MEDIA_ROOT": str(var / "media"),
        "PRIVATE_ROOT": str(var / "private"),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "DEBUG": "0",
        # One machine plays all customers, so the limits per address of the network would stop the play.
        "CUSTOMER_LIMITS": json.dumps(dict.fromkeys(LIMITS, 1000)),
        "LOG_LEVEL": "WARNING",
    }


@contextlib.contextmanager
def running_site(var: Path, **environment: str) -> Iterator[Site]:
    """Prepare the demo, start server and worker as `make demo` does, and stop them afterwards."""
    from cms.management.commands.run_demo import server, worker

    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", var, demo_environment(var, port) | environment)
    site.manage("migrate", "--verbosity", "0")
    site.manage("load_demo", "--force")
    log = (var / "server.log").open("wb")
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=log, stderr=log)
        for command in (server(str(port)), worker())
    ]
    try:
        wait_for(lambda: answers(site.url), what="the server")
        yield site
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)
        log.close()
