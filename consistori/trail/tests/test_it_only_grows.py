"""The database itself refuses to change the trail or the log of readings, to the owner of the program too."""

from datetime import UTC, datetime

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from consistori.kernel.identifiers import uuid7
from consistori.tenancy.scope import working_for
from consistori.trail.models import Reading


@pytest.mark.parametrize("order", ["UPDATE trail_trailevent SET kind = 'x'", "DELETE FROM trail_trailevent",
                                   "TRUNCATE trail_trailevent", "UPDATE trail_reading SET label = 'x'"])  # fmt: skip
def test_the_trail_only_grows(town, order):
    with working_for(town):
        Reading.objects.create(
            at=datetime(2026, 1, 1, tzinfo=UTC), kind="x", record_id=uuid7(), person_name="x"
        )
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            connection.cursor().execute(order)
