import pytest
from django.core.exceptions import ValidationError

from privacy_portal.processing_register.countries import EEA, country_name, country_names, region_of
from privacy_portal.processing_register.enums import Region
from privacy_portal.processing_register.validators import validate_country

REGIONS = {
    "NL": Region.EEA,
    "NO": Region.EEA,
    "IS": Region.EEA,
    "LI": Region.EEA,
    "CH": Region.OUTSIDE,
    "GB": Region.OUTSIDE,
    "US": Region.OUTSIDE,
    "": Region.UNKNOWN,
}


@pytest.mark.parametrize(("code", "region"), REGIONS.items())
def test_the_region_follows_the_eea_agreement(code, region):
    assert region_of(code) == region


def test_the_eea_has_thirty_states():
    assert len(EEA) == 30
    assert set(country_names("en")) >= EEA


def test_countries_have_names_in_the_readers_language():
    assert country_name("DE", "nl") == "Duitsland"
    assert country_name("DE", "en") == "Germany"
    assert country_name("", "nl") == ""


@pytest.mark.parametrize("code", ["XX", "EU", "nl", "NLD", ""])
def test_only_codes_of_countries_are_accepted(code):
    with pytest.raises(ValidationError):
        validate_country(code)
