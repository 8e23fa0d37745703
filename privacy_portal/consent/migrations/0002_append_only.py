from django.db import migrations

from privacy_portal.evidence.append_only import append_only


class Migration(migrations.Migration):
    """Proof of consent only grows (Art. 7(1)): the database refuses to change or remove a record."""

    dependencies = [("consent", "0001_initial")]

    operations = append_only("consent_consentrecord")
