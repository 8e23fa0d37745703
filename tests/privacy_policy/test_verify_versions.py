"""Whoever goes around the triggers of the table is still found out: by the row itself, or by the ledger."""

import hashlib
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from privacy_portal.evidence.actors import Actor
from privacy_portal.evidence.ledger import record
from privacy_portal.evidence.models import LedgerEntry
from privacy_portal.privacy_policy.document import canonical
from privacy_portal.privacy_policy.events import POLICY_PUBLISHED
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.privacy_policy.rendering import plain_text
from privacy_portal.privacy_policy.verification import verify
from tests.support.append_only import lifted

from .conftest import publish, section, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(published) -> list[PolicyVersion]:
    """The version that was tampered with in these tests, and one that must not be named."""
    publish(published, section("Je rechten", "rights", text("Nieuw.")), effective_from=date(2026, 12, 1))
    return list(PolicyVersion.objects.order_by("pk"))


def tamper(version: PolicyVersion, **columns: object) -> None:
    """What somebody with the database's password does, triggers and all."""
    names = ", ".join(f"{name} = %s" for name in columns)
    with lifted(), connection.cursor() as cursor:
        values = [*columns.values(), version.pk]
        cursor.execute(f"UPDATE privacy_policy_policyversion SET {names} WHERE id = %s", values)


def remove(table: str, key: str, value: object) -> None:
    with lifted(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [value])


def faults() -> list[str]:
    return [str(fault) for fault in verify().faults]


class TestWhole:
    def test_it_counts_and_is_content(self, two):
        out = StringIO()
        call_command("verify_versions", stdout=out)
        assert out.getvalue().strip() == "2 versions, each as it was published."

    def test_it_is_content_with_nothing_at_all(self, db):
        assert verify().versions == 0 and verify().is_whole

    def test_it_holds_a_few_versions_in_memory_at_a_time(self, two, django_assert_num_queries):
        with django_assert_num_queries(2):
            verify()


class TestTampering:
    def test_a_rewritten_text(self, two):
        tamper(two[0], html=two[0].html + "<p>En we verkopen ze.</p>")
        assert faults() == ["policy:nl:2026-11-01: text as shown, text without markup"]

    def test_a_text_rewritten_with_all_that_follows_from_it(self, two):
        html = two[0].html.replace("Inzage", "Niets")
        tamper(two[0], html=html, text=plain_text(html), sha256=hashlib.sha256(html.encode()).hexdigest())
        assert faults() == ["policy:nl:2026-11-01: recorded fingerprint"]

    def test_a_rewritten_content(self, two):
        content = two[0].content | {"introduction": "<p>Anders</p>"}
        tamper(two[0], content=json.dumps(content))
        assert faults() == ["policy:nl:2026-11-01: content"]

    def test_a_rewritten_plain_text(self, two):
        tamper(two[0], text="Iets anders")
        assert faults() == ["policy:nl:2026-11-01: text without markup"]

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("title", "Iets anders"),
            ("change_summary", "<p>Niets aan de hand</p>"),
            ("approver_role", "Jurist"),
            ("is_technical", True),
            ("published_at", "2020-01-01 00:00:00+00:00"),
        ],
    )
    def test_what_is_said_about_it(self, two, column, value):
        tamper(two[0], **{column: value})
        assert faults() == ["policy:nl:2026-11-01: particulars"]

    def test_its_dates(self, two):
        tamper(two[0], effective_from="2026-10-01")
        assert faults() == ["policy:nl:2026-11-01: effective date, particulars"]

    def test_its_address_and_language(self, two):
        tamper(two[0], slug="2020-01-01", language_code="en")
        assert faults() == ["policy:en:2020-01-01: address, language, particulars"]

    def test_a_version_that_was_removed(self, two):
        remove("privacy_policy_policyversion", "id", two[0].pk)
        assert faults() == ["policy:nl:2026-11-01: removed"]

    def test_a_version_the_ledger_does_not_know(self, two):
        entry = LedgerEntry.objects.get(event=POLICY_PUBLISHED, target="policy:nl:2026-11-01")
        remove("evidence_ledgerentry", "seq", entry.seq)
        assert faults() == ["policy:nl:2026-11-01: not in the ledger"]

    def test_a_rewritten_ledger_entry(self, two):
        html = two[0].html.replace("Inzage", "Niets")
        sha256 = hashlib.sha256(html.encode()).hexdigest()
        tamper(two[0], html=html, text=plain_text(html), sha256=sha256)
        entry = LedgerEntry.objects.get(event=POLICY_PUBLISHED, target="policy:nl:2026-11-01")
        with lifted(), connection.cursor() as cursor:
            facts = entry.facts_json.replace(two[0].sha256, sha256)
            cursor.execute("UPDATE evidence_ledgerentry SET facts_json = %s WHERE seq = %s", [facts, entry.seq])
        assert faults() == ["policy:nl:2026-11-01: its ledger entry"]

    def test_a_second_entry_does_not_speak_for_the_first(self, two):
        tamper(two[0], title="Iets anders")
        facts = {"version": two[0].pk, "language": "nl"}
        record(POLICY_PUBLISHED, by=Actor.system("test"), target="policy:nl:2026-11-01", facts=facts)
        assert faults() == ["policy:nl:2026-11-01: particulars"]

    def test_each_is_named_and_the_command_fails(self, two):
        tamper(two[0], text="Iets anders")
        remove("privacy_policy_policyversion", "id", two[1].pk)
        with pytest.raises(CommandError) as refusal:
            call_command("verify_versions")
        assert "policy:nl:2026-11-01: text without markup" in str(refusal.value)
        assert "policy:nl:2026-12-01: removed" in str(refusal.value)

    def test_reconciling_notices_too(self, two):
        tamper(two[1], html="<p>Leeg</p>")
        with pytest.raises(CommandError, match="policy:nl:2026-12-01: text as shown"):
            call_command("reconcile_versions")


class TestFrozenRules:
    """A rule that hashes or derives may never answer differently: every version there is was kept by it."""

    def test_plain_text(self):
        html = (
            '<section><h2 id="a">1. Eén <a class="anchor" href="#a">#</a></h2><p>Tekst &amp; <b>uitleg</b>.</p>'
            "<ul><li>een</li><li>twee</li></ul><table><tr><th>Kop</th><td>Cel</td></tr></table></section>"
        )
        assert plain_text(html) == "1. Eén\nTekst & uitleg.\neen\ntwee\nKop\nCel"

    def test_canonical_content(self):
        assert canonical({"b": ["é", 1, None], "a": {"d": True, "c": ""}}) == '{"a":{"c":"","d":true},"b":["é",1,null]}'
