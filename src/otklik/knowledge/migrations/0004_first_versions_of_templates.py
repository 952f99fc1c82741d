"""Each template that was kept before versions existed gets its first one; nobody has confirmed it yet: it asks to be checked."""

from django.db import migrations


def first_versions(apps, schema_editor):
    template = apps.get_model("knowledge", "ReplyTemplate")
    version = apps.get_model("knowledge", "TemplateVersion")
    for row in template.objects.filter(version=0):
        row.version, row.reviewed_at, row.review_by = 1, row.updated_at, row.updated_at.date()
        row.save(update_fields=["version", "reviewed_at", "review_by"])
        version.objects.create(
            template=row,
            number=1,
            title=row.title,
            text=row.text,
            topic_code=row.topic_code,
            made_at=row.updated_at,
            made_by=row.owner,
        )


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_templates_have_versions_uses_and_reports")]

    operations = [migrations.RunPython(first_versions, migrations.RunPython.noop)]
