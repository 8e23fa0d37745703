"""Countries by their ISO 3166-1 code: their names, and which are in the European Economic Area."""

from functools import lru_cache

from babel import Locale

from .enums import Region

# The 27 member states, with Iceland, Liechtenstein and Norway (EEA Agreement, Art. 126).
MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EEA = frozenset(f"{MEMBERS} IS LI NO".split())
# Codes that name groups, the outlying, the unknown and test languages.
NOT_COUNTRIES = frozenset(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"])


@lru_cache
def country_names(language_code: str) -> dict[str, str]:
    """ISO code -> name, of countries only (the list of names also holds regions such as 150, Europe)."""
    names = Locale.parse(language_code, sep="-").territories
    return {code: name for code, name in names.items() if len(code) == 2 and code not in NOT_COUNTRIES}


def country_name(code: str, language_code: str) -> str:
    return country_names(language_code).get(code, code)


def region_of(code: str) -> Region:
    """Art. 44: a transfer is what leaves the EEA; an unknown country is not called safe."""
    if not code:
        return Region.UNKNOWN
    return Region.EEA if code in EEA else Region.OUTSIDE
