"""Every column that holds something about a person has a data category, and every category a purpose."""

import json

from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from privacy_portal.data_sources.ticketing.classification import (
    ABOUT_THE_ROW,
    IMPERSONAL,
    PERSONAL,
    every_column_is_classified,
    unclassified,
)
from privacy_portal.data_sources.ticketing.kinds import KINDS

REGISTER = json.loads((settings.BASE_DIR / "privacy_portal/processing_register/data/spot.json").read_text())


def test_no_column_is_forgotten():
    assert list(unclassified(tuple(apps.get_app_config("data_sources").get_models()))) == []
    assert every_column_is_classified() == []


@isolate_apps()
def test_a_new_column_stops_the_start():
    class Questionnaire(models.Model):
        shoe_size = models.IntegerField()

        class Meta:
            app_label = "nowhere"

    assert list(unclassified((Questionnaire,))) == ["Questionnaire.shoe_size"]


def test_no_column_is_classified_that_is_not_there():
    for model, columns in PERSONAL.items():
        names = {field.name for field in model._meta.concrete_fields}
        assert set(columns) <= names - ABOUT_THE_ROW, model
        assert model not in IMPERSONAL


def test_every_category_is_one_of_the_register():
    known = {category["key"] for category in REGISTER["data_categories"]}
    assert {category for columns in PERSONAL.values() for category in columns.values()} <= known


def test_every_kind_serves_an_activity_of_the_register():
    known = {activity["key"] for activity in REGISTER["activities"]}
    assert {str(kind.activity) for kind in KINDS.values()} <= known
