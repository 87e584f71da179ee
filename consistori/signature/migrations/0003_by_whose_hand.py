"""Find what somebody signed in the place of another; built while the house works."""

from consistori.tenancy.migrating import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("signature", "0002_in_the_place_of_another")]

    operations = [
        AddIndexConcurrently(
            model_name="signaturerequest",
            index=models.Index(
                fields=["entity", "by_hand"],
                condition=models.Q(("by_hand__isnull", False)),
                name="request_by_hand",
            ),
        ),
    ]
