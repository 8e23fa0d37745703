from django.db import migrations

from privacy_portal.evidence.chained import chained


class Migration(migrations.Migration):
    """Looked at: one trigger, no row is touched; what is in the ledger already stays as it is."""

    dependencies = [("evidence", "0003_delegates_act_too")]
    operations = [*chained("evidence_ledgerentry")]
