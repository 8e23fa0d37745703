"""No column of ours holds something about a customer that nobody gave a purpose."""

import json
from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from cms.personal_data import ABOUT_THE_ROW, NO_CUSTOMERS, OF_STAFF, PERSONAL, placed_in, unplaced
from privacy_portal.data_sources.ticketing.classification import unclassified
from privacy_portal.evidence.fields import EncryptedJSONField, EncryptedTextField

OURS = ("cms", "home", "privacy_portal")
REGISTER = json.loads((settings.BASE_DIR / "privacy_portal/processing_register/data/spot.json").read_text())
# The ticket shop's tables have their own table of categories, and their own check at the start.
TICKET_SHOP = "data_sources"
TABLES = {
    table._meta.label: table
    for config in apps.get_app_configs()
    if config.name.partition(".")[0] in OURS and config.label != TICKET_SHOP
    for table in config.get_models()
}


def test_every_column_of_every_table_is_placed():
    assert list(unplaced(TABLES.values())) == []
    assert list(unclassified(tuple(apps.get_app_config(TICKET_SHOP).get_models()))) == []


@isolate_apps()
def test_a_new_column_fails_the_build():
    class Questionnaire(models.Model):
        shoe_size = models.IntegerField()

        class Meta:
            app_label = "nowhere"

    assert list(unplaced([Questionnaire])) == ["nowhere.Questionnaire.shoe_size"]


def test_nothing_is_placed_that_is_not_there():
    for label in {*PERSONAL, *OF_STAFF, *ABOUT_THE_ROW}:
        assert placed_in(label) - {"id"} <= {column.name for column in TABLES[label]._meta.concrete_fields}, label
    assert set(TABLES) >= NO_CUSTOMERS


def test_every_column_has_one_place():
    for label in {*PERSONAL, *OF_STAFF, *ABOUT_THE_ROW} | NO_CUSTOMERS:
        of_people = [name for columns in PERSONAL.get(label, {}).values() for name in columns]
        names = Counter([*of_people, *OF_STAFF.get(label, ()), *ABOUT_THE_ROW.get(label, ())])
        assert not [name for name, count in names.items() if count > 1], label
        assert not (names and label in NO_CUSTOMERS), label


def test_every_category_is_one_of_the_register():
    known = {category["key"] for category in REGISTER["data_categories"]}
    assert {category for columns in PERSONAL.values() for category in columns} <= known


@pytest.mark.parametrize("label", sorted(NO_CUSTOMERS))
def test_a_table_without_customers_points_at_none_and_seals_nothing_of_theirs(label):
    """What is sealed or leads to a customer is about one, whatever the table says."""
    columns = TABLES[label]._meta.concrete_fields
    people = [column.name for column in columns if getattr(column.related_model, "__name__", "") == "DataSubject"]
    sealed = [column.name for column in columns if isinstance(column, EncryptedJSONField | EncryptedTextField)]
    assert people == [] and (sealed == [] or label.startswith("staff."))
