"""Nederlands, B1: je en jouw, korte zinnen, de wetsterm één keer en tussen haakjes."""

from home.blocks import Destination, Icon

from .pieces import action, note, section, tile

HOME = {
    "title": "Jouw gegevens, jouw keuze",
    "lead": (
        "Op deze site lees je wat SPOT Groningen met jouw gegevens doet. En je regelt het hier ook: "
        "inzien, verbeteren, meenemen of laten wissen."
    ),
    "actions": [
        action("Naar mijn gegevens", Destination.PORTAL),
        action("Lees het privacybeleid", Destination.POLICY),
    ],
    "tiles": [
        tile(
            Icon.PERSON,
            "Mijn gegevens",
            "Zie wat we over je weten, waarom we dat bewaren en wanneer we het wissen.",
            Destination.PORTAL,
        ),
        tile(
            Icon.RIGHTS,
            "Je rechten",
            "Welk recht past bij jouw vraag? Je dient hier een verzoek in, ook zonder account.",
            Destination.RIGHTS,
        ),
        tile(
            Icon.POLICY,
            "Privacybeleid",
            "Wat we beloven, en wat er per versie is veranderd.",
            Destination.POLICY,
        ),
        tile(
            Icon.PROCESSORS,
            "Verwerkers",
            "Welke bedrijven voor ons met jouw gegevens werken, waarvoor en in welk land.",
            Destination.PROCESSORS,
        ),
        tile(
            Icon.COOKIES,
            "Cookies",
            "Welke cookies er zijn, hoelang ze blijven en wat je zelf kiest.",
            Destination.COOKIES,
        ),
        tile(
            Icon.PREFERENCES,
            "Nieuwsbrieven en toestemming",
            "Zet elke nieuwsbrief en elke toestemming zelf aan of uit. Het geldt direct.",
            Destination.PREFERENCES,
        ),
    ],
    "body": [
        section(
            "promises",
            "Waar je op kunt rekenen",
            """
            <ul>
              <li>Je krijgt binnen vier weken antwoord op een verzoek. Je ziet steeds hoe ver het is.</li>
              <li>Je betaalt niets en je hoeft geen kopie van je paspoort op te sturen.</li>
              <li>Verandert ons beleid, dan zie je precies welke woorden er anders zijn.</li>
              <li>Deze site volgt je niet. Er staan geen cookies van anderen op.</li>
            </ul>
            """,
        ),
    ],
}

RIGHTS = {
    "title": "Je rechten",
    "lead": (
        "Het gaat om jouw gegevens. Daarom mag je erover meebeslissen. Je verzoek is gratis en je "
        "krijgt binnen vier weken antwoord."
    ),
    "body": [
        section(
            "how",
            "Zo werkt het",
            """
            <ol>
              <li>Je kiest een recht en vertelt wat je wilt. Dat kost ongeveer vijf minuten.</li>
              <li>We controleren of jij het bent, met een code in je mail. Meestal is dat genoeg.</li>
              <li>Je ziet in Mijn gegevens hoe ver we zijn en wanneer je antwoord hebt.</li>
              <li>Je krijgt ons antwoord met de reden erbij. Ben je het er niet mee eens? Dan lees je daar
                wat je kunt doen.</li>
            </ol>
            <p>Antwoorden we niet binnen vier weken, dan hoor je voor die tijd waarom en wanneer wel. De
              wet geeft ons een maand, en bij een ingewikkeld verzoek twee maanden extra (artikel 12
              AVG).</p>
            """,
        ),
        action("Verzoek indienen", Destination.FILE_REQUEST),
        section(
            "information",
            "Weten of we gegevens van je hebben",
            """
            <p>Je mag vragen of we gegevens van je gebruiken, en waarvoor (recht op informatie, artikel 13
              en 14 AVG). Veel antwoorden staan al in het privacybeleid en in het register van
              verwerkers.</p>
            """,
        ),
        section(
            "access",
            "Je gegevens inzien",
            """
            <p>Je mag zien welke gegevens we van je hebben, waar ze vandaan komen, wie ze krijgt en
              hoelang we ze bewaren (recht op inzage, artikel 15 AVG).</p>
            <p>Het snelst gaat het zelf: log in bij Mijn gegevens. Daar staat alles bij elkaar.</p>
            """,
        ),
        section(
            "rectification",
            "Gegevens laten verbeteren",
            """
            <p>Klopt er iets niet, of ontbreekt er iets? Dan passen we het aan (recht op rectificatie,
              artikel 16 AVG). We geven de verandering ook door aan de bedrijven die de oude gegevens van
              ons kregen.</p>
            """,
        ),
        section(
            "erasure",
            "Gegevens laten wissen",
            """
            <p>Je mag vragen om je gegevens te wissen (recht op gegevenswissing, artikel 17 AVG). Dat kan
              als we ze niet meer nodig hebben voor onze afspraak met jou.</p>
            <p>Heb je nog een kaartje voor een voorstelling? Dan bewaren we je gegevens tot en met je
              bezoek. Daarna wissen we alles waaraan je te herkennen bent.</p>
            """,
        ),
        section(
            "restriction",
            "Het gebruik tijdelijk stoppen",
            """
            <p>Ben je het niet eens met hoe we je gegevens gebruiken, of zoeken we nog uit of ze kloppen?
              Dan mag je vragen om ze zolang opzij te leggen (recht op beperking, artikel 18 AVG). We
              bewaren ze dan wel, maar gebruiken ze niet.</p>
            """,
        ),
        section(
            "objection",
            "Nee zeggen (bezwaar)",
            """
            <p>Soms gebruiken we gegevens omdat wij daar zelf een goede reden voor hebben, zoals een
              folder per post of een mail met de vraag wat je van je avond vond. Daar mag je nee tegen
              zeggen (recht van bezwaar, artikel 21 AVG). Bij reclame stoppen we altijd en meteen.</p>
            <p>Gaf je toestemming, bijvoorbeeld voor een nieuwsbrief? Die trek je in met één klik. Dat
              werkt even makkelijk als ja zeggen.</p>
            """,
        ),
        action("Nieuwsbrieven en toestemming", Destination.PREFERENCES),
        section(
            "portability",
            "Gegevens meenemen",
            """
            <p>Je mag je gegevens krijgen in een bestand dat een ander bedrijf kan lezen (recht op
              overdraagbaarheid, artikel 20 AVG). In Mijn gegevens maak je zo’n bestand zelf.</p>
            """,
        ),
        section(
            "complaint",
            "Een klacht indienen",
            """
            <p>Vind je dat we niet goed met je gegevens omgaan? Vertel het ons, dan proberen we het op te
              lossen. Je kunt ook terecht bij onze functionaris gegevensbescherming: die houdt toezicht op
              ons en beslist zelfstandig. En je mag altijd, ook meteen, een klacht indienen bij de
              Autoriteit Persoonsgegevens (artikel 77 AVG).</p>
            """,
        ),
        note(
            "Geen account? Geen probleem",
            """
            <p>Kocht je kaartjes zonder account, of stond je alleen in een nieuwsbrief? Gebruik het
              mailadres dat je toen opgaf. Daarmee vinden we je gegevens ook.</p>
            """,
        ),
    ],
}

ACCESSIBILITY = {
    "title": "Toegankelijkheid",
    "lead": ("Iedereen moet deze site kunnen gebruiken. Hier lees je wat we daarvoor doen, en wat nog niet goed is."),
    "body": [
        section(
            "standard",
            "Waar we ons aan houden",
            """
            <p>SPOT Groningen is onderdeel van de gemeente Groningen. Daarom moet deze site voldoen aan
              het Besluit digitale toegankelijkheid overheid. Dat vraagt om niveau AA van de richtlijn
              WCAG. Wij gaan uit van WCAG 2.2.</p>
            """,
        ),
        section(
            "status",
            "Hoe ver we zijn",
            """
            <p>We hebben deze site zelf getest. Een onafhankelijk onderzoek is nog niet gedaan. We zeggen
              daarom niet dat de site volledig voldoet.</p>
            <p>Bij elke verandering test een computer alle pagina’s: in het Nederlands en Engels, licht en
              donker, op een groot en een klein scherm. Een computer vindt niet alles. Een test met mensen
              die een schermlezer of vergroting gebruiken, moet nog komen.</p>
            """,
        ),
        section(
            "limits",
            "Wat nog niet goed is",
            """
            <ul>
              <li>Bestanden die jij of een ander bij een verzoek stuurt, zetten we niet om. Die kunnen
                voor anderen lastig te lezen zijn.</li>
              <li>Documenten van bedrijven waarmee we werken, maken we niet zelf. We vertellen op de
                pagina wat erin staat.</li>
              <li>De tekst van oude versies van het privacybeleid veranderen we niet. Ook niet als die
                moeilijk leest.</li>
            </ul>
            """,
        ),
        section(
            "contact",
            "Lukt er iets niet?",
            """
            <p>Mail ons op het adres onderaan deze pagina. Schrijf om welke pagina het gaat, wat je wilde
              doen en wat er misging. Je krijgt binnen vijf werkdagen antwoord. Kun je de informatie niet
              lezen? Dan geven we die op een andere manier, bijvoorbeeld in een mail of aan de
              telefoon.</p>
            <p>Ben je niet tevreden met ons antwoord? Dan kun je een klacht indienen bij de gemeente
              Groningen, en daarna bij de Nationale ombudsman.</p>
            """,
        ),
        section(
            "date",
            "Over deze verklaring",
            """
            <p>We schreven deze verklaring op {date}. We kijken er elk jaar opnieuw naar, en eerder als de
              site flink verandert.</p>
            """,
        ),
    ],
}

VULNERABILITY = {
    "title": "Kwetsbaarheid melden",
    "lead": "Vond je een zwakke plek in deze site? Meld het ons. We lossen het op en we bedanken je.",
    "body": [
        section(
            "how",
            "Zo meld je het",
            """
            <p>Je vindt ons meldadres in <a href="/.well-known/security.txt">security.txt</a>. Schrijf
              kort:</p>
            <ul>
              <li>op welk adres je de zwakke plek vond;</li>
              <li>welke stappen je deed, zodat wij het kunnen nadoen;</li>
              <li>wat iemand ermee zou kunnen.</li>
            </ul>
            <p>Je naam mag je weglaten.</p>
            """,
        ),
        section(
            "promise",
            "Wat je van ons mag verwachten",
            """
            <ul>
              <li>Binnen drie werkdagen hoor je dat we je melding hebben.</li>
              <li>Binnen tien werkdagen hoor je wat we ervan vinden en wanneer het is opgelost.</li>
              <li>We geven je naam aan niemand door, tenzij de wet ons dwingt.</li>
              <li>Je mag erover schrijven als het is opgelost. We stemmen graag af wanneer.</li>
            </ul>
            """,
        ),
        section(
            "rules",
            "Wat we van jou vragen",
            """
            <ul>
              <li>Bekijk, kopieer of verander geen gegevens van anderen. Laat zien dat het kan, en stop
                dan.</li>
              <li>Leg de site niet plat en stuur niemand nepmails.</li>
              <li>Vertel het nog niet aan anderen zolang wij eraan werken.</li>
            </ul>
            <p>Houd je je hieraan, dan doen wij geen aangifte.</p>
            """,
        ),
        note(
            "Gegevens op straat?",
            """
            <p>Zag je persoonsgegevens van anderen? Zeg dat er meteen bij. Dan behandelen we je melding
              ook als mogelijk datalek.</p>
            """,
        ),
    ],
}

PAGES = {"rights": RIGHTS, "accessibility": ACCESSIBILITY, "vulnerability": VULNERABILITY}
