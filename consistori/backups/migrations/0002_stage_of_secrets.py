from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backups", "0001_rehearsals")]

    operations = [
        migrations.AlterField(
            "rehearsal",
            "stage",
            models.CharField(
                choices=[
                    ("backup", "making the backup"),
                    ("bytes", "checking every hash"),
                    ("secrets", "putting the keys in their place"),
                    ("database", "restoring the database"),
                    ("trail", "verifying the trail"),
                    ("documents", "looking for the bytes of each document"),
                    ("whole", "all of it"),
                ],
                default="backup",
                max_length=9,
            ),
        ),
    ]
