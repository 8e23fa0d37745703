"""Who approved a version, what mends typing errors only, and what readers did with it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from privacy_portal.evidence.append_only import altered


class Migration(migrations.Migration):

    dependencies = [
        ('data_subjects', '0001_initial'),
        ('privacy_policy', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = altered("privacy_policy_policyversion", [
        migrations.AddField(
            model_name='policypage',
            name='is_technical',
            field=models.BooleanField(default=False, help_text='Readers are not told about it as a change. What the policy means must stay the same.', verbose_name='mends typing errors only'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='approver_role',
            field=models.CharField(blank=True, help_text='What the public reads instead of a name.', max_length=80, verbose_name='role of the approver'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='is_technical',
            field=models.BooleanField(default=False, verbose_name='mends typing errors only'),
        ),
        migrations.CreateModel(
            name='PolicyVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(verbose_name='seen at')),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='policy_visit', to='data_subjects.datasubject', verbose_name='data subject')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='privacy_policy.policyversion', verbose_name='policy version')),
            ],
            options={
                'verbose_name': 'policy visit',
                'verbose_name_plural': 'policy visits',
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('comparison', 'Comparison')], max_length=20, verbose_name='kind')),
                ('key', models.CharField(help_text='For instance nl:2023-11-10.', max_length=120, verbose_name='made from')),
                ('maker', models.CharField(max_length=20, verbose_name='edition of the maker')),
                ('body', models.BinaryField(verbose_name='contents')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
            ],
            options={
                'verbose_name': 'rendition',
                'verbose_name_plural': 'renditions',
                'constraints': [models.UniqueConstraint(fields=('kind', 'key', 'maker'), name='rendition_made_once')],
            },
        ),
        migrations.CreateModel(
            name='SectionFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.SlugField(max_length=100, verbose_name='section')),
                ('clear', models.PositiveIntegerField(default=0, verbose_name='clear')),
                ('unclear', models.PositiveIntegerField(default=0, verbose_name='not clear')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='privacy_policy.policyversion', verbose_name='policy version')),
            ],
            options={
                'verbose_name': 'feedback on a section',
                'verbose_name_plural': 'feedback on sections',
                'constraints': [models.UniqueConstraint(fields=('version', 'anchor'), name='feedback_once_per_section')],
            },
        ),
    ])
