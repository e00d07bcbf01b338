import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("secret_hash", models.BinaryField(unique=True)),
                ("scopes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("roles", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("channels", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("subject", models.TextField(null=True)),
                ("per_second", models.IntegerField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "api_key",
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("status", models.TextField(db_index=True)),
                ("channel", models.TextField(null=True)),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("updated_at", models.DateTimeField()),
                ("state", models.JSONField()),
                ("about", models.TextField()),
                ("record", models.TextField(db_index=True)),
                ("appellant", models.TextField(db_index=True)),
                ("outcome", models.TextField(null=True)),
                ("due_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "appeal",
            },
        ),
        migrations.CreateModel(
            name="AuditBatch",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("entries", models.IntegerField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "audit_batch",
            },
        ),
        migrations.CreateModel(
            name="ContentActive",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("hash", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
            ],
            options={
                "db_table": "content_active",
            },
        ),
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                ("hash", models.TextField(primary_key=True, serialize=False)),
                ("version", models.TextField()),
                ("body", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "content_version",
            },
        ),
        migrations.CreateModel(
            name="DecisionPart",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "decision_part",
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("decision_id", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("attempts", models.IntegerField(default=0)),
                ("problem", models.TextField(null=True)),
            ],
            options={
                "db_table": "follow_up",
            },
        ),
        migrations.CreateModel(
            name="GoldenSet",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("status", models.TextField(db_index=True)),
                ("channel", models.TextField(null=True)),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("updated_at", models.DateTimeField()),
                ("state", models.JSONField()),
                ("queue", models.TextField()),
            ],
            options={
                "db_table": "golden_set",
            },
        ),
        migrations.CreateModel(
            name="Idempotency",
            fields=[
                ("pk", models.CompositePrimaryKey("actor", "key", blank=True, editable=False, primary_key=True, serialize=False)),
                ("actor", models.TextField()),
                ("key", models.TextField()),
                ("fingerprint", models.BinaryField()),
                ("status", models.IntegerField(null=True)),
                ("body", models.BinaryField(null=True)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "idempotency",
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "record", "source", "market", "reviewer", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record", models.TextField()),
                ("source", models.TextField()),
                ("subject_kind", models.TextField()),
                ("subject", models.TextField()),
                ("snapshot", models.TextField()),
                ("channel", models.TextField(null=True)),
                ("market", models.TextField()),
                ("rule", models.TextField()),
                ("verdict", models.TextField()),
                ("reviewer", models.TextField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "label",
            },
        ),
        migrations.CreateModel(
            name="Reviewer",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("status", models.TextField(db_index=True)),
                ("channel", models.TextField(null=True)),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("updated_at", models.DateTimeField()),
                ("state", models.JSONField()),
            ],
            options={
                "db_table": "reviewer",
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("body", models.TextField()),
                ("private", models.TextField(db_index=True, null=True)),
            ],
            options={
                "db_table": "snapshot",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("status", models.TextField(db_index=True)),
                ("channel", models.TextField(null=True)),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("updated_at", models.DateTimeField()),
                ("state", models.JSONField()),
                ("trader", models.TextField(db_index=True, null=True)),
                ("action", models.TextField(db_index=True)),
                ("language", models.TextField()),
                ("issued_at", models.DateTimeField()),
            ],
            options={
                "db_table": "statement",
            },
        ),
        migrations.CreateModel(
            name="Trader",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("status", models.TextField(db_index=True)),
                ("channel", models.TextField(null=True)),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("updated_at", models.DateTimeField()),
                ("state", models.JSONField()),
                ("country", models.TextField(null=True)),
                ("channels", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "db_table": "trader",
            },
        ),
        migrations.CreateModel(
            name="VaultEntry",
            fields=[
                ("ref", models.TextField(primary_key=True, serialize=False)),
                ("subject", models.TextField(db_index=True)),
                ("purpose", models.TextField()),
                ("fields", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                ("keep_until", models.DateField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("legal_hold", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "vault_entry",
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("url", models.TextField()),
                ("topics", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("channels", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("status", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("secret", models.TextField()),
                ("old_secret", models.TextField(null=True)),
                ("old_until", models.DateTimeField(null=True)),
                ("failing_since", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "webhook_endpoint",
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("pk", models.CompositePrimaryKey("batch", "position", blank=True, editable=False, primary_key=True, serialize=False)),
                ("batch", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("record", models.TextField()),
                ("record_id", models.TextField()),
                ("version", models.IntegerField()),
                ("kind", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("payload", models.TextField()),
            ],
            options={
                "db_table": "audit_event",
                "indexes": [models.Index(fields=["record", "record_id", "version"], name="audit_event_record")],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("status", models.TextField(db_index=True)),
                ("channel", models.TextField(null=True)),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("updated_at", models.DateTimeField()),
                ("state", models.JSONField()),
                ("queue", models.TextField()),
                ("origin_kind", models.TextField()),
                ("origin", models.TextField(db_index=True)),
                ("subject_kind", models.TextField()),
                ("subject", models.TextField()),
                ("trader", models.TextField(null=True)),
                ("language", models.TextField()),
                ("risk", models.SmallIntegerField()),
                ("rank_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("claimed_by", models.TextField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("decided_by", models.TextField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "case_file",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["open", "escalated", "second_review", "disputed"])),
                        fields=["queue", "rank_at"],
                        name="case_waiting",
                    ),
                    models.Index(fields=["subject_kind", "subject"], name="case_subject"),
                    models.Index(fields=["decided_by", "decided_at"], name="case_decided"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("batch", models.BigIntegerField()),
                ("position", models.IntegerField()),
                ("at", models.DateTimeField(db_index=True)),
                ("by", models.TextField()),
                ("kind", models.TextField()),
                ("subject_id", models.TextField()),
                ("trader_id", models.TextField(null=True)),
                ("channel", models.TextField(null=True)),
                ("stage", models.TextField()),
                ("as_of", models.DateField()),
                ("content_hash", models.TextField()),
                ("content_version", models.TextField()),
                ("strategy", models.TextField()),
                ("markets", models.BinaryField()),
                ("parts", models.BinaryField()),
                ("places", models.BinaryField()),
                ("verdicts", models.BinaryField()),
                ("worst", models.SmallIntegerField()),
                ("observed", models.TextField()),
                ("is_degraded", models.BooleanField()),
                ("snapshot", models.BinaryField()),
            ],
            options={
                "db_table": "decision",
                "indexes": [
                    models.Index(fields=["kind", "subject_id", "at"], name="decision_subject"),
                    models.Index(fields=["trader_id", "at"], name="decision_trader"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnforcementAction",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("status", models.TextField(db_index=True)),
                ("channel", models.TextField(null=True)),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None)),
                ("created_at", models.DateTimeField(db_index=True)),
                ("updated_at", models.DateTimeField()),
                ("state", models.JSONField()),
                ("kind", models.TextField()),
                ("subject_kind", models.TextField()),
                ("subject", models.TextField()),
                ("trader", models.TextField(db_index=True, null=True)),
                ("until", models.DateTimeField(null=True)),
                ("causes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("imposed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "enforcement_action",
                "indexes": [
                    models.Index(fields=["subject_kind", "subject"], name="action_subject"),
                    models.Index(condition=models.Q(("status", "in_effect")), fields=["until"], name="action_running"),
                    django.contrib.postgres.indexes.GinIndex(fields=["causes"], name="action_causes"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("topic", models.TextField()),
                ("record_id", models.TextField()),
                ("channel", models.TextField(null=True)),
                ("payload", models.JSONField()),
                ("at", models.DateTimeField()),
                ("handed_over_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "outbox",
                "indexes": [models.Index(condition=models.Q(("handed_over_at", None)), fields=["at"], name="outbox_waiting")],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("message", models.TextField()),
                ("endpoint", models.TextField()),
                ("status", models.TextField()),
                ("attempts", models.IntegerField()),
                ("next_at", models.DateTimeField()),
                ("answer", models.TextField()),
            ],
            options={
                "db_table": "webhook_delivery",
                "indexes": [models.Index(condition=models.Q(("status", "waiting")), fields=["next_at"], name="delivery_waiting")],
                "constraints": [models.UniqueConstraint(fields=("message", "endpoint"), name="delivery_once")],
            },
        ),
    ]
