from django.db import migrations, models


class Migration(migrations.Migration):
    """What is decided with a number is signed without asking for the time, which is stamped a little later."""

    dependencies = [("signature", "0009_circuits")]

    operations = [
        migrations.RemoveConstraint(model_name="signaturerequest", name="signed_request_has_its_file"),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(
                condition=~models.Q(state="signed") | models.Q(signed_sha256__regex=r"^[0-9a-f]{64}$"),
                name="signed_request_has_its_file",
            ),
        ),
        migrations.AlterField(
            model_name="lasting",
            name="level",
            field=models.CharField(
                choices=[
                    ("B-B", "Waiting for its timestamp"),
                    ("B-T", "With a timestamp"),
                    ("B-LT", "With its evidence"),
                    ("B-LTA", "With an archive timestamp"),
                ],
                default="B-T",
                max_length=5,
            ),
        ),
    ]
