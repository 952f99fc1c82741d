from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("replies", "0006_covering_letters")]

    operations = [
        migrations.RemoveConstraint(model_name="dispatch", name="one_delivery_a_channel"),
        migrations.AddField(
            model_name="dispatch",
            name="attempt",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(
                fields=("version", "is_duplicate", "attempt"), name="one_delivery_an_attempt"
            ),
        ),
    ]
