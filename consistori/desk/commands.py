"""What one can do from anywhere by its name: the commands of the finder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from consistori.directory.roles import PROCESSES, READS_LOGS, Role


@dataclass(frozen=True)
class Command:
    """Something one can do from anywhere; `words` are other names for it, `switch` the room that it is of."""

    label: Any
    view: str
    icon: str
    words: Any = ""
    roles: frozenset[str] = frozenset()
    key: str = ""
    switch: str = ""


GRANTS = frozenset({Role.ADMINISTRATOR, Role.SECRETARY, Role.MAYOR})
ASKS = GRANTS | {Role.OPPOSITION, Role.COUNCILLOR}

REGISTERS = frozenset({Role.REGISTRAR, Role.SECRETARY, Role.ADMINISTRATOR})
LOOKS_AFTER = frozenset({Role.ADMINISTRATOR, Role.SECRETARY, Role.ARCHIVIST})

COMMANDS = (
    Command(
        gettext_lazy("Open a case"), "cases:new", "folder-plus", gettext_lazy("new start"), PROCESSES, "N"
    ),
    Command(gettext_lazy("See all cases"), "cases:list", "folder", gettext_lazy("list")),
    Command(
        gettext_lazy("Search in the texts of documents"),
        "desk:search",
        "search",
        gettext_lazy("find content inside phrase"),
    ),
    Command(gettext_lazy("Go to the signature tray"), "signature:tray", "pen", gettext_lazy("sign")),
    Command(gettext_lazy("My signing keys"), "signature:keys", "key", gettext_lazy("certificate passphrase")),
    Command(
        gettext_lazy("Signatures that last"),
        "signature:lasting",
        "hourglass",
        gettext_lazy("renew evidence archive timestamp"),
        LOOKS_AFTER,
    ),
    Command(
        gettext_lazy("Seals of the town hall"),
        "signature:seals",
        "seal",
        gettext_lazy("automated act copies"),
    ),
    Command(
        gettext_lazy("Rules for automation"),
        "automation:rules",
        "law",
        gettext_lazy("rule by itself dry run brake renewal"),
        switch="automation",
    ),
    Command(
        gettext_lazy("Who may issue authentic copies"),
        "signature:officers",
        "copy",
        gettext_lazy("register officers"),
    ),
    Command(
        gettext_lazy("Go to the weekly meeting"),
        "meeting:now",
        "people",
        gettext_lazy("team agenda agreements minute"),
        PROCESSES | {Role.MAYOR, Role.COUNCILLOR, Role.ARCHIVIST},
        switch="meeting",
    ),
    Command(
        gettext_lazy("Attend the counter"),
        "assistance:counter",
        "people",
        gettext_lazy("desk person papers scan original copy register"),
        REGISTERS,
        switch="assistance",
    ),
    Command(
        gettext_lazy("Attend by telephone"),
        "assistance:phone",
        "phone",
        gettext_lazy("call caller form draft code line"),
        PROCESSES,
        switch="assistance",
    ),
    Command(
        gettext_lazy("See contacts"),
        "assistance:contacts",
        "comment",
        gettext_lazy("came called wrote attended figures"),
        PROCESSES,
        switch="assistance",
    ),
    Command(
        gettext_lazy("Register an entry"),
        "registry:new",
        "stamp",
        gettext_lazy("registry counter paper"),
        REGISTERS,
        switch="registry",
    ),
    Command(
        gettext_lazy("Letters of notifications"),
        "notifications:paper",
        "print",
        gettext_lazy("paper attempt bars round announcement BOE"),
        PROCESSES,
        switch="notifications",
    ),
    Command(
        gettext_lazy("Notifications that are not opened"),
        "desk:saving",
        "hourglass",
        gettext_lazy("fifth day call remind lapse"),
        PROCESSES,
        switch="notifications",
    ),
    Command(
        gettext_lazy("Residence slip"),
        "padro:desk",
        "building",
        gettext_lazy("residents certificate census slip"),
        REGISTERS,
        switch="padro",
    ),
    Command(
        gettext_lazy("Register an exit"),
        "registry:new_exit",
        "send",
        gettext_lazy("registry send letter"),
        PROCESSES,
        switch="registry",
    ),
    Command(
        gettext_lazy("See the letters of the term"),
        "eoffice:term_letters",
        "law",
        gettext_lazy("tell until when silence ten days"),
        REGISTERS,
        switch="registry",
    ),
    Command(
        gettext_lazy("See the books of the registry"),
        "registry:book",
        "stamp",
        gettext_lazy("entries exits"),
        switch="registry",
    ),
    Command(
        gettext_lazy("What the e-office says"),
        "eoffice:keep",
        "globe",
        gettext_lazy("hours notices incidents legal public"),
        switch="eoffice",
    ),
    Command(
        gettext_lazy("Messages of citizens"),
        "eoffice:messages",
        "comment",
        gettext_lazy("folder answer questions"),
        PROCESSES,
        switch="eoffice",
    ),
    Command(
        gettext_lazy("Payments"),
        "eoffice:payments_desk",
        "sheet",
        gettext_lazy("pay letters treasury fees"),
        PROCESSES,
        switch="eoffice",
    ),
    Command(
        gettext_lazy("Add a person or a firm"), "parties:new", "person", gettext_lazy("party"), PROCESSES
    ),
    Command(
        gettext_lazy("Register of powers"),
        "eoffice:desk_powers",
        "handover",
        gettext_lazy("proxy representative grantor revoke"),
        switch="eoffice",
    ),
    Command(gettext_lazy("See parties"), "parties:list", "people", gettext_lazy("persons firms")),
    Command(
        gettext_lazy("See the classification scheme"), "catalogue:scheme", "archive", gettext_lazy("series")
    ),
    Command(
        gettext_lazy("See the calendar of holidays"),
        "deadlines:calendars",
        "calendar",
        gettext_lazy("non-working days local"),
    ),
    Command(
        gettext_lazy("See the alarms"),
        "deadlines:alarms",
        "bell",
        gettext_lazy("terms warned told stuck risk"),
        switch="deadlines",
    ),
    Command(
        gettext_lazy("Count a term"),
        "deadlines:compute",
        "hourglass",
        gettext_lazy("deadline last day compute"),
    ),
    Command(
        gettext_lazy("See templates"),
        "documents:templates",
        "document",
        gettext_lazy("model clause appeal footer decree"),
    ),
    Command(
        gettext_lazy("Give a task"),
        "tasks:new",
        "task",
        gettext_lazy("to do request ask remind"),
        switch="tasks",
    ),
    Command(
        gettext_lazy("Tasks"),
        "tasks:list",
        "task",
        gettext_lazy("mine pending load duties"),
        switch="tasks",
    ),
    Command(
        gettext_lazy("Give an appointment"),
        "appointments:new",
        "calendar",
        gettext_lazy("hour visit agenda book"),
        PROCESSES,
        switch="appointments",
    ),
    Command(
        gettext_lazy("Who comes today"),
        "appointments:agenda",
        "calendar",
        gettext_lazy("appointments waiting agenda"),
        switch="appointments",
    ),
    Command(
        gettext_lazy("See procedures"),
        "catalogue:procedures",
        "law",
        gettext_lazy("sheet citizen e-office validate"),
    ),
    Command(
        gettext_lazy("Guides"), "guides:guides", "compass", gettext_lazy("method steps next"), switch="guides"
    ),
    Command(
        gettext_lazy("Who works here"), "directory:people", "people", gettext_lazy("colleagues telephone")
    ),
    Command(
        gettext_lazy("Data protection"),
        "protection:home",
        "lock",
        gettext_lazy("rights access seals"),
        READS_LOGS,
    ),
    Command(
        gettext_lazy("Log of readings"), "directory:log", "eye", gettext_lazy("who opened read"), READS_LOGS
    ),
    Command(
        gettext_lazy("What others are let see"),
        "directory:grants",
        "eye",
        gettext_lazy("grant operator"),
        GRANTS,
    ),
    Command(
        gettext_lazy("Information for councillors"),
        "directory:information",
        "help",
        gettext_lazy("ask see opposition"),
        ASKS,
    ),
    Command(
        gettext_lazy("How the town hall works"),
        "desk:modality",
        "settings",
        gettext_lazy("modality complete basic switches turn on method"),
    ),
    Command(
        gettext_lazy("Class what is to be classified"),
        "cases:classing",
        "label",
        gettext_lazy("series without class propose"),
        PROCESSES,
    ),
    Command(gettext_lazy("Notices of the house"), "desk:notices", "bell", gettext_lazy("write notice")),
    Command(gettext_lazy("Jobs in progress"), "desk:jobs", "jobs", gettext_lazy("exports downloads")),
    Command(
        gettext_lazy("My page: language and second key"), "directory:me", "settings", gettext_lazy("profile")
    ),
    Command(gettext_lazy("Change town hall"), "desk:towns", "building", gettext_lazy("entity")),
)
