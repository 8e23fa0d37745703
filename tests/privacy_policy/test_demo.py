"""The demo's policy: every fact of the venue's policy in both languages, in words of our own."""

import re
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils.html import strip_tags
from wagtail_localize.models import StringTranslation, Translation

from home import demo as home
from privacy_portal.privacy_policy.demo import DATA, load_policy
from privacy_portal.privacy_policy.models import PolicyPage, PolicyVersion
from privacy_portal.privacy_policy.queries import current_version
from privacy_portal.processing_register import demo as register

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

# Section of the venue's policy, then what must be told: Dutch, English.
FACTS = """
intro | werkmaatschappij van de gemeente Groningen | operating company of the municipality of Groningen
intro | Trompsingel 27 | Trompsingel 27
intro | als klant beschermen | protect your privacy as a customer
intro | hoe en waarom we cookies gebruiken | how and why we use cookies
intro | privacybeleid van de gemeente | privacy policy of the municipality
1 | cookies op je apparaat | cookies on your device
1 | bij punt 12 | Point 12
1 | je naam | your name
1 | adres, postcode, woonplaats en land | address, postcode, town and country
1 | je e-mailadres | your e-mail address
1 | je telefoonnummer | your phone number
1 | je geboortedatum | your date of birth
1 | Zonder account bestel je alleen je kaarten | Without an account you only order your tickets
1 | wachtlijst van een uitverkocht concert | waiting list of a sold-out concert
1 | past je instellingen aan | change your settings
1 | één of meer nieuwsbrieven | one or more newsletters
1 | loyaltyprogramma | loyalty programme
1 | altijd bij je tickets | always reach your tickets
1 | TicketWorks, onze klantdatabase | TicketWorks, our customer database
1 | bankrekeningnummer | bank account number
1 | snel terug | back quickly
1 | annulering | cancellation
1 | zakelijke relaties | business relations
1 | donateurs, de pers | donors, the press
1 | CrossWise en educatie | CrossWise and education
1 | Tribe CRM, onze relatiedatabase | Tribe CRM, our database of relations
1 | Vraag je informatie aan, werk je met ons samen of sluit je een overeenkomst | ask us for information, work with us
2 | Zonder naam kun je niet bestellen | Without a name you cannot order
2 | tickets met de post | tickets by post
2 | om de overeenkomst uit te voeren | to perform the contract
2 | gerechtvaardigd belang | legitimate interest
2 | zo breed en divers mogelijk publiek | audience as broad and diverse as possible
2 | bezoekersanalyses en profielanalyses | visitor analyses and profile analyses
2 | postcode en woonplaats anoniem | postcode and town anonymous
2 | magazine per post | magazine by post
2 | op basis van wat je eerder bezocht | on the basis of your visit history
2 | trouwe klant | loyal customer
2 | raakt je privacy maar weinig | hardly touches your privacy
2 | e-ticket | e-ticket
2 | vlak voor je bezoek een servicemail | service mail shortly before your visit
2 | Heb je een account? Dan log je ermee in | Do you have an account? Then you sign in with it
2 | evaluatiemail | evaluation mail
2 | feedback | feedback
2 | voorkeuren en je bezoekhistorie | preferences and your visit history
2 | meld je af onderaan de nieuwsbrief | unsubscribe at the bottom of the newsletter
2 | locker in De Oosterpoort | locker in De Oosterpoort
2 | wijzigingen, een afgelasting of een calamiteit | changes, a cancelled event or an emergency
2 | Sta je op een wachtlijst? | Are you on a waiting list?
2 | geboortedatum anoniem | date of birth is anonymous
3 | 7 jaar | 7 years
3 | trendanalyses | trend analyses
3 | vaste klanten | regular customers
3 | maar eens in de paar jaar | only once every few years
3 | gemeentelijke opdracht | municipal task
4 | anoniem aan de kassa | anonymously at the box office
4 | kunnen we je niet waarschuwen | cannot warn you
4 | verlies je je kaarten | lose your tickets
4 | openingstijden van de kassa | opening hours of the box office
5 | vraag ons of we gegevens van je gebruiken | ask us whether we use data about you
5 | bekijk je gegevens | look at your data
5 | laat verbeteren wat niet klopt | have what is wrong corrected
5 | Verzet, beperken en wissen | Objection, restriction and erasure
5 | niet meer nodig hebben voor de overeenkomst | no longer need them for the contract
5 | tot na dat bezoek | until after that visit
5 | verwijderen we alles waarmee we je kunnen herkennen | remove everything by which we could recognise you
5 | dataportabiliteit | data portability
5 | Autoriteit Persoonsgegevens | Autoriteit Persoonsgegevens
5 | binnen vier weken | within four weeks
5 | om welk recht het gaat | which right it is about
6 | verwerkersovereenkomst of een samenwerkingsovereenkomst | processing agreement or a cooperation agreement
6 | Gentleware B.V. | Gentleware B.V.
6 | Ticketmaster | Ticketmaster
6 | Mailchimp | Mailchimp
6 | Mandrill | Mandrill
6 | Keynius | Keynius
6 | CJ2 | CJ2
6 | Zalsman Groningen B.V. | Zalsman Groningen B.V.
6 | KW Theaterpromotie | KW Theaterpromotie
6 | Agenda | Agenda
6 | Kiemfabriek | Kiemfabriek
6 | Arno Hoogma | Arno Hoogma
7 | alleen als jij dat goed vindt | only if you agree
7 | nieuws van de artiest | news from the artist
7 | vakje dat jij aanvinkt | box that you tick
7 | naam en e-mailadres | name and e-mail address
7 | verwijzen we je naar de artiest | refer you to the artist
7 | privacybeleid van de artiest | privacy policy of the artist
7 | mede-organisator | co-organiser
7 | eenmalig | once to the organiser
7 | je naam, telefoonnummer en e-mailadres | your name, phone number and e-mail address
7 | Meld je af onderaan de e-mail | Unsubscribe at the bottom of the e-mail
7 | Zei je bij Ticketmaster dat je onze nieuwsbrieven wilt | Did you tell Ticketmaster that you want our newsletters
8 | HTTPS | HTTPS
8 | steeds beter | keep improving
8 | ISO 27001 | ISO 27001
9 | datalek | data breach
9 | bij gegevens komen die daar niet bij mag | get at data they have no right to
9 | meteen in actie | act at once
9 | protocol datalekken van de gemeente | data breach protocol of the municipality
10 | Functionaris voor Gegevensbescherming | data protection officer
10 | fg@groningen.nl | fg@groningen.nl
11 | in bepaalde gevallen camera's | In certain cases there are cameras
11 | Gemeentewet | Gemeentewet
11 | veiligheid | safety
11 | diep ingrijpen | cut deep
11 | op geen andere manier | cannot reach the aim in any other way
11 | stellen we eisen | set requirements
11 | aparte verordening van de gemeente | separate by-law of the municipality
12 | klein tekstbestand | small text file
12 | prettiger en makkelijker | more pleasantly and easily
12 | niet telkens hetzelfde | same things every time
12 | winkelwagentje | shopping basket
12 | meten hoe mensen de website gebruiken | measure how people use the website
12 | advertenties en tips | advertisements and tips
13 | Functionele (noodzakelijke) cookies | Functional (necessary) cookies
13 | afrekenen | checkout
13 | Google Analytics | Google Analytics
13 | statistieken | statistics
13 | delen van gegevens met Google staat uit | sharing data with Google is switched off
13 | bewerkersovereenkomst met Google | processing agreement with Google
13 | anoniem en versleuteld | anonymously and encrypted
13 | na 26 maanden | after 26 months
13 | YouTube, Facebook, X (Twitter) en Spotify | YouTube, Facebook, X (Twitter) and Spotify
13 | Adwords | Adwords
13 | surfgedrag | browsing behaviour
14 | instellingen van je browser | settings of your browser
14 | waarschuwt je voortaan | From then on it warns you
14 | third party | third parties
14 | werkt onze website misschien niet goed | our website may not work well
14 | Functies vallen weg | Functions may be missing
14 | sommige pagina's | some pages
14 | Advertenties blijven bestaan | Advertisements stay
14 | vaker opnieuw | repeated more often
14 | Chrome | Chrome
14 | Firefox | Firefox
14 | Internet Explorer | Internet Explorer
14 | Safari | Safari
14 | www.youronlinechoices.com | www.youronlinechoices.com
""".strip()
TOLD = [line.split(" | ", 2) for line in FACTS.splitlines()]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Loaded once, as it takes a while; what a test does to it is undone after the test, and all of it at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        home.load_pages(now=NOW)
        register.load(now=NOW)
        yield load_policy(NOW)
        transaction.set_rollback(True)


@pytest.fixture
def loaded(made, db):
    return made


def test_it_publishes_two_versions_in_both_languages(loaded, client):
    assert {(v.language_code, v.slug) for v in loaded} == {
        (code, slug) for code in ("nl", "en") for slug in ("2023-11-10", "2026-11-01")
    }
    for address in ("/privacybeleid/", "/privacybeleid/versies/2023-11-10/", "/en/privacy-policy/"):
        assert client.get(address).status_code == 200


def test_the_english_page_is_a_translation_and_no_alias(loaded):
    dutch, english = PolicyPage.objects.order_by("-locale__language_code")
    assert dutch.translation_key == english.translation_key
    assert english.alias_of is None and english.slug == "privacy-policy"


def test_versions_of_one_day_are_one_release(loaded):
    for slug in ("2023-11-10", "2026-11-01"):
        assert len({v.release_group for v in PolicyVersion.objects.filter(slug=slug)}) == 1


def test_it_changes_nothing_the_second_time(loaded):
    load_policy(NOW)
    assert PolicyVersion.objects.count() == 4


@pytest.mark.parametrize(("language", "column"), [("nl", 1), ("en", 2)])
def test_every_fact_of_the_venues_policy_is_told(loaded, language, column):
    for version in PolicyVersion.objects.in_language(language):
        told = " ".join(version.text.split())
        missing = [f[0] + ": " + f[column] for f in TOLD if f[column] not in told]
        assert not missing, f"{version.slug}: {missing}"


def test_the_current_version_reads_the_register(loaded):
    for language in ("nl", "en"):
        kinds = {part["kind"] for s in current_version(language).content["sections"] for part in s["parts"]}
        assert {"purposes", "processors", "retention", "rights", "cookies", "contacts"} <= kinds


def test_the_versions_differ_and_say_how(loaded):
    for language in ("nl", "en"):
        version = current_version(language)
        assert version.change_summary and "rights" in version.changed_sections
        assert "security" not in version.changed_sections


def test_both_languages_have_the_same_sections_in_the_same_order(loaded):
    for slug in ("2023-11-10", "2026-11-01"):
        anchors = [[s["anchor"] for s in v.content["sections"]] for v in PolicyVersion.objects.filter(slug=slug)]
        assert anchors[0] == anchors[1]


def test_the_words_are_our_own(seed_policy):
    """No run of nine words of the venue's text stands in ours."""
    theirs = runs(seed_policy.read_text())
    for file in DATA.glob("policy.*.json"):
        assert not runs(strip_tags(file.read_text())) & theirs


def runs(text: str, length: int = 9) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


class TestTheEnglishPage:
    """An editor goes on in the translation editor where the demo's English text stands."""

    @pytest.fixture
    def translation(self, loaded):
        return Translation.objects.get(target_locale__language_code="en")

    def test_every_piece_has_its_english(self, translation):
        total, done = translation.get_progress()
        assert done == total > 80

    def test_a_piece_lies_beside_its_own_translation(self, translation):
        pairs = {
            piece.string.data: told.data
            for piece in translation.source.stringsegment_set.select_related("string")
            for told in StringTranslation.objects.filter(translation_of=piece.string, context=piece.context)
        }
        assert pairs["Privacybeleid"] == "Privacy policy"
        numbers = re.compile(r"\d+")
        assert all(set(numbers.findall(dutch)) == set(numbers.findall(english)) for dutch, english in pairs.items())

    def test_loading_again_leaves_the_translator_s_work(self, translation):
        piece = translation.source.stringsegment_set.first()
        told = StringTranslation.objects.get(translation_of=piece.string, context=piece.context)
        StringTranslation.objects.filter(pk=told.pk).update(data="My own words")
        load_policy(NOW)
        told.refresh_from_db()
        assert told.data == "My own words"
