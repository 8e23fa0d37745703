"""`check_promises`: what the report says, for monitoring, with an exit code and without anybody's name."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation

from privacy_portal.processing_register.models import ControllerSettings, Processor

from .test_drift import Demo, change, instead_of


def check(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_promises", *arguments, stdout=out)
    except SystemExit as stopped:
        return int(stopped.code), out.getvalue()
    return 0, out.getvalue()


class CommandTest(Demo):
    def test_it_exits_0_when_nothing_differs(self):
        self.assertEqual(check(), (0, "Policy and practice agree.\n"))

    def test_it_exits_1_and_tells_what_differs(self):
        change(Processor, "keynius", country="US")
        code, told = check()
        self.assertEqual(code, 1)
        self.assertIn(
            "en #processors [serious] Country of “Keynius”: policy “Not stated”, Register “United States”\n", told
        )
        self.assertTrue(told.endswith("Policy and practice differ in 4 places.\n"))

    def test_it_speaks_english_whatever_the_site_speaks(self):
        change(Processor, "keynius", country="US")
        with translation.override("nl"):
            told = check()[1]
            self.assertEqual(translation.get_language(), "nl")
        self.assertIn("Country of", told)

    def test_it_gives_the_same_as_data(self):
        with override_settings(VENUE_ANSWER_DAYS=30):
            code, told = check("--format", "json")
        found = json.loads(told)
        self.assertEqual((code, found["outcome"]), (1, "drift"))
        self.assertEqual({each["version"] for each in found["versions"]}, {"2026-11-01"})
        first = next(each for each in found["differences"] if each["policy"] == "4 weken")
        self.assertEqual(
            first,
            {
                "language": "nl",
                "section": "rights",
                "url": "/privacybeleid/versies/2026-11-01/#rights",
                "key": "clock.changed",
                "subject": "",
                "what": "Term to answer a request",
                "change": "changed",
                "policy": "4 weken",
                "practice": "30 dagen",
                "compared_with": "Term to answer a request",
                "severity": "serious",
            },
        )

    def test_it_names_nobody(self):
        change(ControllerSettings, "controller", dpo_name="Alma de Vries", dpo_email="alma@example.org")
        for arguments in ((), ("--format", "json")):
            code, told = check(*arguments)
            self.assertEqual(code, 1)
            for private in ("Alma", "alma@example.org", "fg@groningen.nl"):
                self.assertNotIn(private, told)
            self.assertIn("see the report", told)

    def test_it_exits_2_when_a_machine_could_not_be_asked(self):
        with instead_of("sources", lambda language: 1 / 0):
            code, told = check()
        self.assertEqual(code, 2)
        self.assertIn("nl 2026-11-01: could not check: Systems that are asked for data", told)

    def test_what_differs_counts_more_than_what_could_not_be_asked(self):
        change(Processor, "keynius", country="US")
        with instead_of("sources", lambda language: 1 / 0):
            self.assertEqual(check()[0], 1)


@pytest.mark.django_db
def test_it_exits_2_without_a_version():
    code, told = check()
    assert code == 2 and "says nothing about whether promises are kept" in told
    assert json.loads(check("--format", "json")[1]) == {"outcome": "not-checked", "versions": [], "differences": []}


def test_it_exits_2_when_the_text_reads_nothing_from_the_register(published):
    assert check()[0] == 2
