from django.db import migrations

from privacy_portal.evidence.append_only import append_only


class Migration(migrations.Migration):
    """The ledger and its checkpoints only grow, whoever asks."""

    dependencies = [("evidence", "0001_initial")]
    operations = [*append_only("evidence_ledgerentry"), *append_only("evidence_checkpoint")]
