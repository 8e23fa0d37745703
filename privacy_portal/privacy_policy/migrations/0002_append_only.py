"""A published version is not changed or removed, whatever way one comes to the table (WAGTAIL decision D1)."""

from django.db import migrations

from privacy_portal.evidence.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("privacy_policy", "0001_initial")]
    operations = append_only("privacy_policy_policyversion")
