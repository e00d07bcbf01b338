from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
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
    ]
