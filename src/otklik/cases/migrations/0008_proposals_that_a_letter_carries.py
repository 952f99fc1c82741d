from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_what_the_program_suggested_and_learned")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="by_letter",
            field=models.BooleanField(default=False),
        )
        for name in ("extension", "noreply")
    ]
