"""Keeping a process's memory to itself: no core dumps, no debugger of the same user, no swap when allowed."""

import ctypes
import logging
import resource

PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
MCL_CURRENT, MCL_FUTURE = 1, 2

log = logging.getLogger("consistori.signer")


def keep_memory_private() -> dict[str, bool]:
    """Do all that the system lets; says what was achieved (`core`, `dumpable`, `locked`)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    library = ctypes.CDLL(None, use_errno=True)
    dumpable = library.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    unlimited = resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY
    locked = unlimited and library.mlockall(MCL_CURRENT | MCL_FUTURE) == 0
    achieved = {"core": True, "dumpable": dumpable, "locked": locked}
    log.info("memory kept private: %s", achieved)
    return achieved
