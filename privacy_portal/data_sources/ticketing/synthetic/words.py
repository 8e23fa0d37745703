"""What invented people, streets, halls and events are made of. No hall or artist here exists under this name."""


def _words(text: str) -> tuple[str, ...]:
    """Long lists of single words, as a paragraph."""
    return tuple(text.split())


FIRST_NAMES = _words(
    """
    Aafke Abel Alie Anna Auke Bente Boukje Chaima Daan Dieuwke Eelke Elif Emma Esra Femke Fenna Fleur Freek Geert
    Gerda Hanna Harm Hendrik Hidde Ilse Imane Jan Jelle Jorrit Karin Kees Lars Lieke Lotte Maaike Maarten Marit
    Mehmet Menno Mohamed Myrthe Nadia Nienke Noor Olaf Omar Petra Pieter Rianne Roelof Sanne Saskia Selin Sietse
    Sjoerd Sven Tamara Teun Tjitske Ursula Vera Wiebe Wietske Willem Yara Yusuf Zeynep Zwaantje
    """
)
# A family name is a beginning and an end: about two thousand of them, hardly any of which anybody bears.
SURNAME_STARTS = _words(
    """
    Aarde Bramen Dauw Duin Elzen Fluister Hagel Hazel Helm Hoogwater Kiezel Klaver Kwelder Linden Meeuwen Mist
    Moeras Noorder Oever Polder Regen Riet Ruis Schaduw Sneeuw Sterren Storm Tarwe Turf Veen Vlinder Vonk Wad Weide
    Wilgen Winter Wolken Zilver Zomer Zonne
    """
)
SURNAME_ENDS = _words(
    """
    aard akker beek berg boom brink dam dijk donk gaard haven heuvel horst hout kamp kant kolk kuil land man meer
    mond oord pad poel rade rijk sloot stee stra sum veld vliet voort wal waard weg wijk zijl
    """
)
PARTICLES = ("", "", "", "", "", "van", "van der", "de", "ter", "van den")
STREET_STARTS = _words(
    """
    Akkerwinde Bijvoet Braakwater Dotterbloem Engelwortel Fluitenkruid Grutto Havikskruid Hondsdraf Kievitsbloem
    Kwartel Lisdodde Maretak Nachtegaal Ooievaar Pinksterbloem Roerdomp Speenkruid Tureluur Waterviolier Wulp Zwaluw
    """
)
STREET_ENDS = ("straat", "laan", "weg", "kade", "hof", "plein", "singel", "pad")
# Town, first two digits of its postcodes.
TOWNS = (
    ("Waddenstad", "97"),
    ("Lindeborg", "97"),
    ("Hogeveld", "94"),
    ("Meerwijde", "92"),
    ("Zuiderzijl", "99"),
    ("Noorderhorn aan Zee", "99"),
    ("Turfoord", "96"),
    ("Rietbergen", "93"),
)
MAIL_DOMAINS = ("example.org", "example.com", "example.net")
GENRES = ("klassiek", "jazz", "pop", "folk", "theater", "dans", "cabaret", "familie")
HALLS = (
    ("H1", "Zaal Waterlicht", "Waddenstad"),
    ("H2", "Zaal Havenkade", "Waddenstad"),
    ("H3", "Kleine Vlonder", "Waddenstad"),
    ("H4", "De Oude Zeilmakerij", "Lindeborg"),
)
EVENT_STARTS = (
    "Het Noorderlicht Kwartet",
    "Orkest van de Stille Kust",
    "Mira en de Meeuwen",
    "De Late Veerboot",
    "Collectief Zilte Lucht",
    "Trio Hazelaar",
    "Ensemble Rimpeling",
    "Papieren Walvis",
    "Het Blauwe Uur",
    "Koor De Kwelderzangers",
    "Band zonder Kompas",
    "Dansgroep Springtij",
)
EVENT_ENDS = (
    "speelt nachtmuziek",
    "op tournee",
    "en vrienden",
    "in kleine bezetting",
    "met nieuw werk",
    "voor het hele gezin",
    "viert het seizoen",
    "bij kaarslicht",
)
ARTISTS_OFFICE = "Bureau Zilte Lucht"
CO_ORGANISER = "Stichting Springtijfestival"
NEWSLETTERS = ("newsletter-agenda", "newsletter-classical", "newsletter-jazz-pop", "newsletter-family")
