"""Legal reviews a policy before it goes live, and may let an incomplete text pass with a reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy_policy", "0003_approval_and_readers"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalReview",
            fields=[
                (
                    "groupapprovaltask_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.groupapprovaltask",
                    ),
                ),
            ],
            options={
                "verbose_name": "review of a policy",
                "verbose_name_plural": "reviews of a policy",
            },
            bases=("wagtailcore.groupapprovaltask",),
        ),
        migrations.CreateModel(
            name="LetPass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint of the text")),
                ("missing", models.JSONField(default=list, verbose_name="what is missing")),
                ("reason", models.TextField(verbose_name="reason")),
                ("made_at", models.DateTimeField(verbose_name="decided at")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="privacy_policy.policypage",
                        verbose_name="privacy policy",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "incomplete text let pass",
                "verbose_name_plural": "incomplete texts let pass",
            },
        ),
    ]
