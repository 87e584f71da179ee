"""What a town asks of whoever signs in it: the second factor each time, or not."""

from __future__ import annotations

from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.kernel.errors import ensure
from consistori.signature.events import SigningSettingChanged
from consistori.signature.models import SigningSetting
from consistori.signature.seal_policies import may_manage_seals
from consistori.trail import act, announce


def asks_code() -> bool:
    """Whether some town of the scope asks for the second factor each time. One statement."""
    return bool(SigningSetting.objects.filter(asks_code=True).exists())


def setting() -> SigningSetting:
    """That of the town of the scope; one that is not kept, where nobody said anything. One statement."""
    kept: SigningSetting | None = SigningSetting.objects.first()
    return kept or SigningSetting()


@act
def change_setting(*, by: Actor, asks_code: bool) -> None:
    """Say whether whoever signs here writes the code of her phone each time. Raises `NotPermitted`."""
    ensure(may_manage_seals(by))
    if setting().asks_code == asks_code:
        return
    SigningSetting.objects.update_or_create(
        defaults={"asks_code": asks_code, "changed_at": now(), "changed_by_name": by.name}
    )
    announce(SigningSettingChanged(asks_code=asks_code), by=by)
