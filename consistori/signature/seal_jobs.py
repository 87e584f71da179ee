"""Jobs of seals: telling the trail how many times each one was used."""

from consistori.kernel.actor import Actor
from consistori.signature.seal_uses import tell_uses
from consistori.tenancy.models import Entity
from consistori.tenancy.nightly import by_the_clock, in_each_town
from consistori.tenancy.scope import working_for


@by_the_clock("4 * * * *", name="signature.tell_seal_uses")
def tell_every_hour(timestamp: int) -> None:
    """Four minutes past each hour: the sums of the hour before, town by town."""
    in_each_town(tell_in)


def tell_in(entity: Entity) -> None:
    """The sums of one town. One statement where nothing was sealed."""
    with working_for(entity):
        tell_uses(by=Actor.program(entity.pk))
