"""Jobs of the console."""

from consistori.operation.services import staff
from consistori.tenancy.jobs import entity_job
from consistori.tenancy.models import Entity


@entity_job(name="operation.bring_staff")
def bring_staff(*, entity: Entity) -> None:
    """Bring to the trust the staff of its town, as it is now."""
    staff.bring_staff(entity)
