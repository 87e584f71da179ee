import json

import pytest
from django.db import connection

from consistori.kernel.actor import Actor
from consistori.kernel.errors import AlreadyDone
from consistori.operation import faults
from consistori.operation.models import Fault
from consistori.operation.services.mending import mark_mended, try_job_again
from consistori.tenancy.scope import working_for
from consistori.trail.models import TrailEvent


def a_fault():
    said = "a secret thing"
    try:
        raise ValueError(said)
    except ValueError as error:
        faults.keep(faults.seen(error, logger="django.request"))
    return Fault.objects.get()


def told_in(entity, kind):
    with working_for(entity):
        return [
            (one.actor_name, json.loads(one.content)["payload"])
            for one in TrailEvent.objects.filter(kind=kind)
        ]


def test_who_mends_an_error_is_in_the_trail_of_the_province_and_not_what_it_said(operator, province):
    fault = a_fault()

    mark_mended(fault.pk, by=operator, above=province)

    said = {"fault_id": str(fault.pk), "error": "ValueError", "place": fault.place}
    assert told_in(province, "operation.FaultMended") == [("Laia Ferrer", said)]


def test_the_command_line_mends_an_error_and_tells_no_entity(province):
    mark_mended(a_fault().pk, by=Actor.system("x"), above=None)

    assert Fault.objects.get().mended_at and told_in(province, "operation.FaultMended") == []


def test_who_tries_a_job_again_is_in_the_trail_of_the_province(operator, province, town):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, attempts)"
            " VALUES ('default', 'operation.bring_staff', 'failed', '{}', 3) RETURNING id"
        )
        pk = cursor.fetchone()[0]

    try_job_again(pk, by=operator, above=province)
    with pytest.raises(AlreadyDone):
        try_job_again(pk, by=operator, above=province)

    said = {"job_id": pk, "job": "operation.bring_staff"}
    assert told_in(province, "operation.JobTriedAgain") == [("Laia Ferrer", said)]
    assert told_in(town, "operation.JobTriedAgain") == []
