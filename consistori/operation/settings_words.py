"""What each setting does, in words. A test asks that every variable the program reads is here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        _("The program"),
        (
            "PUBLIC_URL", "PORT", "HOST", "WEB_WORKERS", "WORKER_NICENESS",
            "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY", "CONSISTORI_DATA",
            "SECRET_KEY", "CODE_KEY", "CONSISTORI_DEMO", "DEBUG", "STATIC_MANIFEST",
            "LOG_LEVEL", "LOG_FORMAT", "LOG_REQUESTS", "METRICS_TOKEN", "OTEL_EXPORTER_OTLP_ENDPOINT", "KEEP_FAULTS",
            "TIME_SERVER",
        ),
    ),
    (
        _("Database"),
        (
            "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_REPLICA_URL", "DATABASE_DIRECT_URL",
            "BACKUP_DATABASE_URL", "PG_BIN",
        ),
    ),
    (
        _("Documents"),
        (
            "BLOB_URL", "BLOB_ACCESS_KEY", "BLOB_SECRET_KEY", "BLOB_CACHE_LIMIT", "UPLOAD_LIMIT", "REQUEST_LIMIT",
            "SCANNER_URL", "SCANNER", "RENDITIONS", "COUNTER_DROP", "MUX_KEYS", "MAIN_REGISTRIES", "MAIN_REGISTRY",
        ),
    ),
    (_("Backups"), ("BACKUP_TO", "BACKUP_RECIPIENTS", "BACKUP_KEEP")),
    (
        _("Signature"),
        (
            "SIGNER_SOCKET", "SIGNER_PROCESSES", "SIGNATURE_PKCS11_MODULE", "SEAL_KEY", "TIMESTAMP_AUTHORITY",
            "BOARD_READER", "TSA_URLS", "TRUST_ROOTS", "DEMO_AUTHORITY_PORT",
        ),
    ),
    (
        _("Mail"),
        (
            "EMAIL_HOST", "EMAIL_PORT", "DEFAULT_FROM_EMAIL", "SMS_URL", "SMS_TOKEN", "SMS", "BOUNCES_TO",
            "BOUNCES_URL", "BOUNCES_PASSWORD", "BOUNCES",
        ),
    ),
    (
        _("Signing in"),
        (
            "OIDC_ISSUER", "OIDC_NAME", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_TOKEN_AUTH_METHOD",
            "OIDC_ORIGINS", "OIDC_EMAILS_ARE_VERIFIED", "OIDC_SECOND_FACTOR",
        ),
    ),
    (
        _("Electronic office"),
        (
            "VALID_URL", "VALID_CLIENT_ID", "VALID_CLIENT_SECRET", "CITIZEN_OIDC_ISSUER", "CITIZEN_OIDC_CLIENT_ID",
            "CITIZEN_OIDC_CLIENT_SECRET", "CERTIFICATE_URL", "CERTIFICATE_PROXY_KEY", "VIDEO_ROOMS_URL",
            "VIDEO_ROOMS_APP_ID", "VIDEO_ROOMS_SECRET", "VIDEO_ROOMS", "MAP_TILES",
            "REPRESENTA_URL", "REPRESENTA_CERTIFICATE", "REPRESENTA_PURPOSE",
        ),
    ),
    (_("Other programs"), ("API_REQUESTS_PER_MINUTE", "WEBHOOK_NETWORKS")),
)  # fmt: skip

WORDS: dict[str, Any] = {
    "PUBLIC_URL": _("The address by which people come. With https, cookies travel only by https."),
    "PORT": _("The door on which the program listens in this machine."),
    "WEB_WORKERS": _("How many processes answer at once."),
    "WORKER_NICENESS": _("How much the worker of jobs gives way to the web, from 0 to 19."),
    "HOST": _("The address of this machine on which it listens; its own alone unless another is said."),
    "ALLOWED_HOSTS": _("Host names that are answered; put here those of each town."),
    "CSRF_TRUSTED_ORIGINS": _("Other origins whose forms are accepted; almost never needed."),
    "BEHIND_PROXY": _("Whether a proxy in front says if people came by https."),
    "CONSISTORI_DATA": _("The folder where everything that is not in the database lies."),
    "SECRET_KEY": _("Signs sessions and links. If it changes, everybody signs in again."),
    "CODE_KEY": _("Makes the verification codes. If it is lost, codes already printed go on being valid."),
    "CONSISTORI_DEMO": _("A fictional province with known keys. Never for a town."),
    "DEBUG": _("Shows the insides of errors to whoever asks. Never for a town."),
    "STATIC_MANIFEST": _("Whether styles and pictures were gathered; the program decides it by itself."),
    "LOG_LEVEL": _("From which gravity things are written in the log of the machine."),
    "LOG_FORMAT": _("How the log is written: lines for people, or JSON for machines."),
    "LOG_REQUESTS": _("Whether each request leaves a line in the log, with how long it took."),
    "METRICS_TOKEN": _("The key with which the figures of the program are read (Prometheus)."),
    "OTEL_EXPORTER_OTLP_ENDPOINT": _(
        "Where the steps of each request are told (OpenTelemetry). Empty: nowhere."
    ),
    "KEEP_FAULTS": _("Whether errors of the program are kept for the console."),
    "TIME_SERVER": _("The server of official time with which our clock is compared."),
    "DATABASE_URL": _(
        "The database, with the role that cannot cross the wall. Empty: the one that comes inside."
    ),
    "DATABASE_OWNER_URL": _("The owner of the tables: only to bring the database up to date."),
    "DATABASE_REPLICA_URL": _("A copy of the database from which lists are read."),
    "DATABASE_DIRECT_URL": _("The database without the pool in between, for the jobs."),
    "BACKUP_DATABASE_URL": _("The role that reads everything to make the backup."),
    "PG_BIN": _("Where the tools of PostgreSQL are, if they are not in their place."),
    "BLOB_URL": _("Where the bytes of documents are kept: a folder or a store of objects."),
    "BLOB_ACCESS_KEY": _("The name of the key of the store of objects."),
    "BLOB_SECRET_KEY": _("The key of the store of objects."),
    "BLOB_CACHE_LIMIT": _("How many bytes of the store of objects are kept near."),
    "SCANNER_URL": _("The scanner that looks at what people bring (clamd). Empty: there is none."),
    "SCANNER": _("How the scanner is spoken to; almost never changed."),
    "SMS_URL": _("The gateway that sends text messages to mobiles. Empty: codes go by e-mail only."),
    "SMS_TOKEN": _("The key of the gateway of text messages."),
    "SMS": _("How the gateway of text messages is spoken to."),
    "BOUNCES_TO": _(
        "The address where notices that do not arrive come back. Empty: to that of our messages."
    ),
    "BOUNCES_URL": _("The mailbox where they are read (IMAP or a folder). Empty: nobody reads them."),
    "BOUNCES_PASSWORD": _("The password of that mailbox."),
    "BOUNCES": _("How that mailbox is read; almost never changed."),
    "VIDEO_ROOMS_URL": _(
        "The server of rooms for appointments by video (Jitsi Meet). Empty: video is not offered."
    ),
    "VIDEO_ROOMS_APP_ID": _("The name of this program in the server of rooms."),
    "VIDEO_ROOMS_SECRET": _("The secret with which the doors of the rooms are signed."),
    "VIDEO_ROOMS": _("How the server of rooms is spoken to."),
    "RENDITIONS": _(
        "Whether copies to read are made of office documents (LibreOffice), when somebody first opens them."
    ),
    "COUNTER_DROP": _(
        "The folder where the scanners of the counters write, with one inside for each town. Empty: none."
    ),
    "MUX_KEYS": _(
        "The key of each town in the unified registry (MUX), as “town=key”. Empty: it asks us for no number."
    ),
    "MAIN_REGISTRIES": _("The main registry to which the book of each town is accessory, as “town=address”."),
    "MAIN_REGISTRY": _("How the main registry is spoken to."),
    "UPLOAD_LIMIT": _("The biggest file that may be brought, in bytes."),
    "REQUEST_LIMIT": _("The biggest request that is received, in bytes."),
    "BACKUP_TO": _("The folder where the backup of each night goes. Empty: there is none."),
    "BACKUP_RECIPIENTS": _("Public keys for which backups are encrypted. Empty: they are not."),
    "BACKUP_KEEP": _("How many backups are kept."),
    "SIGNER_SOCKET": _("Where the process that signs listens."),
    "SIGNER_PROCESSES": _(
        "How many processes put together the signatures of a large batch. They hold no key."
    ),
    "SIGNATURE_PKCS11_MODULE": _(
        "The program of the maker of cards, tokens or HSM (PKCS#11). Empty: keys in files only."
    ),
    "SEAL_KEY": _(
        "Opens the seals of the towns, in the process that signs. If it is lost, they are brought again."
    ),
    "BOARD_READER": _("Who reads the public page of the bulletin board each hour; almost never changed."),
    "TIMESTAMP_AUTHORITY": _("How timestamps are asked for; almost never changed."),
    "TSA_URLS": _("Addresses of the timestamp authorities, in order."),
    "TRUST_ROOTS": _("The folder of the certificates in which we trust."),
    "DEMO_AUTHORITY_PORT": _("The door of the certification authority of the demo."),
    "EMAIL_HOST": _("The mail server. Empty: messages are left in a folder and reach nobody."),
    "EMAIL_PORT": _("The door of the mail server."),
    "DEFAULT_FROM_EMAIL": _("Who signs the messages of the program."),
    "OIDC_ISSUER": _("The provider with whose account people may sign in. Empty: only ours."),
    "OIDC_NAME": _("How the provider is called in the button."),
    "OIDC_CLIENT_ID": _("By which name the provider knows us."),
    "OIDC_CLIENT_SECRET": _("The key with which the provider knows us."),
    "OIDC_TOKEN_AUTH_METHOD": _("How we show our key to the provider; almost never needed."),
    "OIDC_ORIGINS": _("Other addresses to which the provider sends people on their way."),
    "OIDC_EMAILS_ARE_VERIFIED": _("Whether the provider answers for the e-mails it tells."),
    "OIDC_SECOND_FACTOR": _("Words by which the provider says that a second factor was asked."),
    "MAP_TILES": _("The address of the tiles of the maps; without it the plan of each town is drawn by us."),
    "VALID_URL": _("The address of VÀLid, which identifies citizens; almost never changed."),
    "VALID_CLIENT_ID": _("By which name VÀLid knows us. Empty: it is not used."),
    "VALID_CLIENT_SECRET": _("The key with which VÀLid knows us."),
    "REPRESENTA_URL": _(
        "The address of Representa, the register of powers of Catalonia. Empty: it is not asked."
    ),
    "REPRESENTA_CERTIFICATE": _("The file with the certificate and the key that Representa knows."),
    "REPRESENTA_PURPOSE": _("What Representa is told that it is asked for; PROVES where it is tried."),
    "CITIZEN_OIDC_ISSUER": _("Who identifies citizens by OpenID Connect. Empty: nobody."),
    "CITIZEN_OIDC_CLIENT_ID": _("By which name whoever identifies citizens knows us."),
    "CITIZEN_OIDC_CLIENT_SECRET": _("The key with which whoever identifies citizens knows us."),
    "CERTIFICATE_URL": _(
        "The address where the proxy asks citizens for their certificate. Empty: it does not."
    ),
    "CERTIFICATE_PROXY_KEY": _("The key with which the proxy signs whose certificate it has seen."),
    "WEBHOOK_NETWORKS": _(
        "Networks of the house where programs may be told of what happens; none by default."
    ),
    "API_REQUESTS_PER_MINUTE": _("How many requests a minute each key of a program may make."),
}
