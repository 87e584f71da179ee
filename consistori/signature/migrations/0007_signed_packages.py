"""What others signed may come in a signed package. Only the choices of a field: nothing is asked of the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signature", "0006_a_batch_may_pause")]

    operations = [
        migrations.AlterField(
            model_name="arrivalreport",
            name="form",
            field=models.CharField(
                choices=[
                    ("pades", "Inside a PDF (PAdES)"),
                    ("xades", "In XML (XAdES)"),
                    ("cades", "In a signature file (CAdES)"),
                    ("asic", "In a signed package (ASiC)"),
                ],
                max_length=5,
            ),
        ),
    ]
