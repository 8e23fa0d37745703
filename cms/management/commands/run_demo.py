"""`make demo`: database, content, server and worker, until Ctrl-C. DEBUG is off, so that a newcomer meets the real
error pages; DEBUG=1 turns it on."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.demo.welcome import welcome
from cms.jobs import run_jobs
from privacy_portal.privacy_policy.downloads.printing import pdf_problem

MINUTE = 60


def server(port: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "cms.wsgi:application",
    ]


def worker() -> list[str]:
    return [
        sys.executable,
        "manage.py",
        "db_worker",
        "--queue-name",
        "*",
        "--no-reload",
        "--no-startup-delay",
    ]


class Command(BaseCommand):
    help = "Prepares the demo and runs server and worker until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--prepare-only", action="store_true", help="prepare, print the addresses, and stop")

    def handle(self, *args, prepare_only: bool, **options):
        if not settings.DEMO_MAILBOX:
            raise CommandError("The demo only runs on development settings.")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_demo", force=True, stdout=self.stdout)
        self.stdout.write(welcome(settings.BASE_URL, pdf_problem=pdf_problem()))
        if not prepare_only:
            self.run_until_interrupted(os.environ.get("PORT", "8000"))

    def run_until_interrupted(self, port: str) -> None:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "DEBUG": os.environ.get("DEBUG", "0"),
            "LOG_LEVEL": "WARNING",
        }
        processes = [subprocess.Popen(command, env=environment) for command in (server(port), worker())]  # nosec B603  # noqa: S603
        try:
            with suppress(KeyboardInterrupt):
                self.watch(processes)
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=20)

    def watch(self, processes: list[subprocess.Popen]) -> None:
        """Runs the minute's jobs; stops as soon as the server or the worker does."""
        next_run = time.monotonic() + MINUTE
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
            if time.monotonic() >= next_run:
                run_jobs("minute", call=lambda name: call_command(name, stdout=StringIO()))
                next_run += MINUTE
        raise CommandError("The server or the worker stopped; its last lines above say why (a port in use?).")
