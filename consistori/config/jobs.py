"""Jobs of the installation itself."""

from consistori.config.abandoned import tell_abandoned
from consistori.config.stalled import retry_stalled
from consistori.tenancy.nightly import by_the_clock


@by_the_clock("* * * * *", name="config.take_up_stalled")
def take_up_stalled(timestamp: int) -> None:
    """Every minute: a job whose worker was killed is taken up again, also if the worker came back at once.

    Whoever waits for one that failed for good is told.
    """
    retry_stalled()
    tell_abandoned()
