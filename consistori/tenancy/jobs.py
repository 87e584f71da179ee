"""Jobs of the machine [feines]: a thin door to the queue. They are deferred in the act's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from consistori.kernel import watching
from consistori.kernel.actor import Actor
from consistori.kernel.clock import now
from consistori.tenancy.models import Entity, JobRun
from consistori.tenancy.scope import current_entity, working_for

Job = Callable[..., Any]

_AT_ONCE = 500
_LATER = 20
_in_bulk: ContextVar[bool] = ContextVar("in_bulk", default=False)


@contextmanager
def unhurried() -> Iterator[None]:
    """What is left here for later goes after what a person has just done: it is one of many (a batch, the demo)."""
    token = _in_bulk.set(True)
    try:
        yield
    finally:
        _in_bulk.reset(token)


def entity_job(
    *, name: str, queue: str = "default", retry: int = 3, priority: int = 0
) -> Callable[[Job], Job]:
    """Make `f(*, entity, **arguments)` a job. It runs with no transaction open: it opens
    `working_for(entity)` for its short parts, so that nothing slow holds a lock."""

    def make(f: Job) -> Job:
        strategy = RetryStrategy(max_attempts=retry, exponential_wait=4) if retry > 1 else None

        @app.task(name=name, queue=queue, retry=strategy or False, priority=priority)
        def run(entity_id: int, followed: dict[str, str] | None = None, **arguments: Any) -> Any:
            entity = Entity.objects.get(pk=entity_id)
            with watching.job(name, followed or {}, entity.slug):
                return f(entity=entity, **arguments)

        f.task = run  # type: ignore[attr-defined]
        return f

    return make


def defer(
    f: Job, *, priority: int | None = None, lock: str | None = None, wait: int = 0, **arguments: Any
) -> int:
    """Leave the job for later, in this transaction: rolled back, it never runs. Arguments must be JSON.

    `priority`, if not that of the job: the highest goes first, whenever it came. Of the jobs with the same `lock`
    one runs at a time. It does not begin before `wait` seconds.
    """
    if followed := watching.carried():
        arguments["followed"] = followed
    said: dict[str, Any] = {
        "priority": _priority(f, priority),
        "lock": lock,
        "schedule_in": {"seconds": wait} if wait else None,
    }
    options = {name: value for name, value in said.items() if value is not None}
    task = f.task.configure(**options) if options else f.task  # type: ignore[attr-defined]
    return int(task.defer(entity_id=current_entity().pk, **arguments))


def defer_many(f: Job, many: Sequence[dict[str, Any]]) -> None:
    """Leave the job for later once for each of the arguments, in this transaction and in one statement."""
    followed, priority = watching.carried(), _priority(f, None)
    task = f.task.configure(priority=priority) if priority is not None else f.task  # type: ignore[attr-defined]
    common: dict[str, Any] = {"entity_id": current_entity().pk} | ({"followed": followed} if followed else {})
    for first in range(0, len(many), _AT_ONCE):
        some = many[first : first + _AT_ONCE]
        task.batch_defer(*({**common, **arguments} for arguments in some))


def _priority(f: Job, said: int | None) -> int | None:
    """The one said, or None for that of the job; lower when nobody waits for it."""
    if not _in_bulk.get():
        return said
    return int(f.task.priority if said is None else said) - _LATER  # type: ignore[attr-defined]


def start_long(f: Job, *, title: str, by: Actor, total: int = 0, **arguments: Any) -> JobRun:
    """Leave a job that `by` waits for: her tray shows its progress. `f` receives `run_id`."""
    run = JobRun.objects.create(title=title, person_id=by.person_id, total=total)
    defer(f, run_id=str(run.pk), **arguments)
    return run


class Progress:
    """What a long job tells of itself; each telling is a short transaction of its own."""

    def __init__(self, entity: Entity, run_id: str) -> None:
        self.entity, self.run_id = entity, run_id

    def _tell(self, **values: Any) -> None:
        with working_for(self.entity):
            JobRun.objects.filter(pk=self.run_id).update(**values)

    def begin(self, total: int) -> None:
        self._tell(state=JobRun.State.RUNNING, total=total, done=0)

    def step(self, done: int, message: str = "") -> None:
        self._tell(done=done, message=message)

    def finish(
        self,
        *,
        message: str = "",
        url: str = "",
        path: str = "",
        name: str = "",
        failures: list[str] | None = None,
    ) -> None:
        """It is done; `failures` are sentences on the few items that could not be, and then `url` is where
        they are tried again.
        """
        self._tell(
            state=JobRun.State.DONE,
            message=message,
            result_url=url,
            result_path=path,
            result_name=name,
            failures=failures or [],
            finished_at=now(),
        )

    def fail(self, message: str, failures: list[str] | None = None, *, url: str = "") -> None:
        """It could not finish; `url`, where what failed is tried again."""
        self._tell(
            state=JobRun.State.FAILED,
            message=message,
            result_url=url,
            failures=failures or [],
            finished_at=now(),
        )
