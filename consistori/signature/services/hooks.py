"""Where circuits hang on what becomes of a request. All are called inside the transaction of the act, in its scope."""

from collections.abc import Callable, Sequence

from consistori.kernel.actor import Actor
from consistori.signature.models import SignatureRequest

signing: list[Callable[[Sequence[SignatureRequest], Actor], None]] = []
"""Before somebody signs these (locked): whoever cannot any more is refused."""

signed: list[Callable[[Sequence[SignatureRequest], Actor], None]] = []
"""These are signed and kept; their documents and they are locked."""

returned: list[Callable[[SignatureRequest, Actor], None]] = []
"""This one is returned, with its reason."""

withdrawing: list[Callable[[SignatureRequest, Actor], None]] = []
"""Before this one is withdrawn by itself."""

passed: list[Callable[[SignatureRequest, SignatureRequest | None, Actor], None]] = []
"""This one is asked of another with the second; None when she had it already."""
