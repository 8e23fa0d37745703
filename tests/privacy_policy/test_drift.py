"""Text and practice grow apart one thing at a time: each is found, in the section where it stands, with both values."""

from datetime import UTC, datetime

from django.test import TestCase, override_settings

from privacy_portal.consent.demo import load_newsletters
from privacy_portal.data_sources import registry
from privacy_portal.data_sources.manual import ManualSource
from privacy_portal.gdpr.rights import Right
from privacy_portal.privacy_policy.drift import practice
from privacy_portal.privacy_policy.drift.comparison import compare_all
from privacy_portal.privacy_policy.drift.difference import Difference, Severity
from privacy_portal.privacy_policy.drift.practice import Fact, Practice, Promised
from privacy_portal.privacy_policy.models import PolicyVersion
from privacy_portal.processing_register.models import (
    ControllerSettings,
    Cookie,
    ProcessingActivity,
    Processor,
    RetentionPeriod,
)
from tests.support.once import load_site

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BOTH = ("en", "nl")


def entry(model, key: str, language: str = "nl"):
    return model.objects.get(key=key, locale__language_code=language)


def change(model, key: str, **fields):
    """As an editor does in the register: facts follow in English."""
    changed = entry(model, key)
    for name, value in fields.items():
        setattr(changed, name, value)
    changed.save_revision().publish()
    return changed


def drift() -> dict[str, list[Difference]]:
    return {comparison.language_code: list(comparison.differences) for comparison in compare_all()}


def keys() -> dict[str, set[str]]:
    return {language: {each.key for each in found} for language, found in drift().items()}


def the(key: str, subject: str = "", language: str = "nl") -> Difference:
    [found] = [each for each in drift()[language] if each.key == key and each.subject == subject]
    return found


class Demo(TestCase):
    """The venue as the demo has it: register, policy and machinery agree."""

    @classmethod
    def setUpTestData(cls):
        load_site(NOW)
        load_newsletters(NOW)


class NothingTest(Demo):
    def test_it_finds_nothing_when_nothing_changed(self):
        self.assertEqual(keys(), {"en": set(), "nl": set()})
        for comparison in compare_all():
            self.assertTrue(comparison.is_checked)
            self.assertEqual(comparison.unchecked, ())

    def test_it_does_not_mind_another_order_in_the_register(self):
        change(ProcessingActivity, "ticket-order", sort_order=99)
        change(Processor, "gentleware", remarks="Alleen voor onszelf.")
        self.assertEqual(keys(), {"en": set(), "nl": set()})

    def test_it_does_not_mind_a_draft_in_the_register(self):
        draft = entry(Processor, "cj2")
        draft.service = "Iets heel anders"
        draft.save_revision()
        self.assertEqual(keys(), {"en": set(), "nl": set()})

    def test_looking_changes_nothing(self):
        before = list(PolicyVersion.objects.order_by("pk").values())
        compare_all()
        self.assertEqual(list(PolicyVersion.objects.order_by("pk").values()), before)

    def test_it_compares_the_newest_version_and_not_the_old_one(self):
        self.assertEqual({each.slug for each in compare_all()}, {"2026-11-01"})


class PlantedTest(Demo):
    """One thing changes and the rest stays: exactly that is found, in both languages where it concerns both."""

    def only(self, *expected: str, languages=BOTH):
        self.assertEqual(keys(), {each: set(expected) if each in languages else set() for each in BOTH})

    def test_a_period_that_changed(self):
        change(RetentionPeriod, "seven-years", period="P10Y")
        self.only("purposes.period", "retention.period")
        found = the("purposes.period", "Kaarten kopen")
        self.assertEqual(found.against_words, "Register, Termijn die we toepassen")
        self.assertEqual((found.policy_words, found.practice_words), ("7 jaar", "10 jaar"))
        self.assertEqual((found.place.anchor, found.severity), ("purposes", Severity.SERIOUS))
        self.assertEqual(found.place.url, "/privacybeleid/versies/2026-11-01/#purposes")
        english = the("purposes.period", "Buying tickets", "en")
        self.assertEqual((english.policy_words, english.practice_words), ("7 years", "10 years"))

    def test_a_ground_that_changed(self):
        change(ProcessingActivity, "evaluation-mail", lawful_basis="consent")
        self.only("purposes.basis")
        [found] = drift()["en"]
        self.assertEqual((found.policy_words, found.practice_words), ("Legitimate interests", "Consent"))

    def test_a_recipient_that_was_added(self):
        activity = entry(ProcessingActivity, "ticket-order")
        activity.processors.add(entry(Processor, "zalsman"))
        activity.save_revision().publish()
        self.only("purposes.recipients")
        found = the("purposes.recipients", "Kaarten kopen")
        self.assertNotIn("Zalsman", found.policy_words)
        self.assertIn("Zalsman", found.practice_words)

    def test_a_processor_that_was_removed(self):
        change(Processor, "arno-hoogma", status="ended")
        self.only("processors.removed", "purposes.recipients")
        found = the("processors.removed", "Arno Hoogma")
        self.assertEqual((found.place.anchor, found.severity), ("processors", Severity.ATTENTION))

    def test_a_processor_that_was_added(self):
        printer = entry(Processor, "zalsman")
        for language in BOTH:
            Processor.objects.create(
                key="drukker",
                name="De Drukker",
                role="processor",
                locale=entry(Processor, "zalsman", language).locale,
                live=True,
            )
        self.only("processors.added")
        self.assertEqual(the("processors.added", "De Drukker").severity, Severity.SERIOUS)
        self.assertTrue(printer.live)

    def test_the_country_of_a_processor(self):
        change(Processor, "keynius", country="US")
        self.only("processors.country", "processors.outside_eea")
        found = the("processors.country", "Keynius", "en")
        self.assertEqual((found.policy_words, found.practice_words), ("Niet vermeld", "United States"))

    def test_a_cookie_that_was_added(self):
        for language in BOTH:
            Cookie.objects.create(
                key="tiktok",
                name="TikTok",
                kind="advertising",
                scope="venue-site",
                purpose="Reclame",
                set_by="TikTok",
                asks_consent=True,
                locale=entry(Cookie, "own-session", language).locale,
                live=True,
            )
        self.only("cookies.added")
        self.assertEqual(the("cookies.added", "TikTok").place.anchor, "cookie-kinds")

    def test_the_lifetime_of_a_cookie_in_one_language(self):
        change(Cookie, "google-analytics", lifetime="Na 50 maanden")
        self.only("cookies.lifetime", languages=["nl"])

    def test_a_right_the_portal_no_longer_takes(self):
        offered = [Fact(right.value, str(right.label)) for right in Right if right != Right.ERASURE]
        with instead_of("portal", lambda language: offered):
            found = the("portal.removed", "Right to erasure", "en")
            self.assertEqual(found.severity, Severity.SERIOUS)
            self.assertEqual(found.place.anchor, "rights")
            self.assertTrue(the("portal.removed", "Recht op verwijdering", "nl"))
            # A right that is only explained may be offered all the same; the policy is behind then.
            self.assertEqual(keys()["nl"], {"portal.removed", "portal.changed"})

    @override_settings(VENUE_ANSWER_DAYS=21)
    def test_the_days_to_answer(self):
        self.only("clock.changed")
        found = drift()["nl"]
        self.assertEqual({(each.policy_words, each.practice_words) for each in found}, TERMS)
        # The block of rights, its short answer, and the last point of the summary.
        self.assertEqual([each.place.anchor for each in found], ["summary", "rights", "rights"])

    def test_another_data_protection_officer(self):
        change(ControllerSettings, "controller", dpo_email="toezicht@groningen.nl")
        self.only("contacts.dpo_email")
        found = the("contacts.dpo_email")
        self.assertEqual((found.policy_words, found.practice_words), ("fg@groningen.nl", "toezicht@groningen.nl"))
        self.assertTrue(found.names_people)

    def test_a_system_whose_processor_the_policy_does_not_name(self):
        registry.register(ManualSource("surveys", "Enquêtes", "survey-house", "Wat je invulde."))
        self.addCleanup(registry.unregister, "surveys")
        self.only("sources.added")
        self.assertEqual(the("sources.added", "Enquêtes").place.anchor, "processors")

    def test_a_period_the_engine_takes_from_the_dutch_register(self):
        """The English register still says what the English policy says; what is applied does not."""
        dutch = entry(RetentionPeriod, "seven-years")
        dutch.period = "P2Y"
        dutch.save()
        self.assertEqual(keys()["en"], {"engine.changed"})
        in_table, in_list = [each for each in drift()["en"] if each.subject == "Buying tickets"]
        self.assertEqual((in_table.policy_words, in_table.practice_words), ("7 years", "2 years"))
        self.assertEqual([in_table.place.anchor, in_list.place.anchor], ["purposes", "retention"])

    @override_settings(SESSION_COOKIE_NAME="__Host-kantoor")
    def test_a_cookie_that_is_set_under_another_name(self):
        self.only("browser.added", "browser.removed")
        self.assertEqual(the("browser.added", "__Host-kantoor").severity, Severity.SERIOUS)

    def test_a_switch_that_belongs_to_another_ground(self):
        facts = [Fact("postal-mailing", "Post", "6(1)(a)", "Toestemming")]
        with instead_of("switches", lambda language: facts):
            self.only("switches.changed")

    def test_an_entry_of_the_register_that_is_taken_offline(self):
        entry(ProcessingActivity, "locker").unpublish()
        self.only("purposes.removed", "retention.removed", languages=["nl"])

    def test_everything_at_once_is_found_too(self):
        change(RetentionPeriod, "seven-years", period="P10Y")
        change(Processor, "keynius", country="US")
        change(ControllerSettings, "controller", phone="050 123 45 67")
        self.assertLessEqual({"purposes.period", "processors.country", "contacts.phone"}, keys()["nl"])
        severities = [each.severity for each in drift()["nl"]]
        self.assertEqual(severities, sorted(severities, key=list(Severity).index))


TERMS = {("4 weken", "3 weken"), ("vier weken", "3 weken")}


class instead_of:
    """A practice that says something else for a moment."""

    def __init__(self, key: str, facts):
        self.key, self.facts = key, facts

    def __enter__(self):
        self.own = practice.unregister(self.key)
        practice.register(Practice(self.key, self.own.label, self.own.promised, self.facts))

    def __exit__(self, *problem):
        practice.unregister(self.key)
        practice.register(self.own)


class FailingTest(Demo):
    def test_a_practice_that_cannot_be_asked_is_no_agreement(self):
        with instead_of("sources", lambda language: 1 / 0):
            for comparison in compare_all():
                self.assertFalse(comparison.is_checked)
                self.assertEqual(comparison.differences, ())
                self.assertEqual([each.failed for each in comparison.unchecked], [True])

    def test_what_it_kept_is_let_go_when_the_register_changes(self):
        self.assertEqual(keys()["nl"], set())
        change(Processor, "cj2", country="BE")
        self.assertEqual(keys()["nl"], {"processors.country"})
        change(Processor, "cj2", country="")
        self.assertEqual(keys()["nl"], set())

    def test_looking_again_asks_little(self):
        compare_all()
        # The versions; per language the newsletters and what staff decided about sources; and a look at the generation
        # before each use of the register.
        with self.assertNumQueries(11):
            compare_all()

    def test_each_promised_thing_has_a_machine_that_keeps_it(self):
        self.assertEqual({each.promised for each in practice.practices()}, set(Promised))
