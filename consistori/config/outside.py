"""Settings of services outside, from the environment only: they are part of `settings.py`.

Who identifies citizens, registers of powers, other registries, maps, consultations of data, text messages, mail that
comes back.
"""

from __future__ import annotations

from consistori.config import environment as env

DATA_DIR = env.data_dir()
DEMO = env.flag("CONSISTORI_DEMO")

SMS_URL = env.text("SMS_URL", f"file://{DATA_DIR / 'sms'}" if DEMO else "")
SMS_TOKEN = env.given_secret("SMS_TOKEN")
SMS = env.text("SMS", "consistori.connectors.sms.gateway.Gateway")
BOUNCES_TO = env.text("BOUNCES_TO")
BOUNCES_URL = env.text("BOUNCES_URL")
BOUNCES_PASSWORD = env.given_secret("BOUNCES_PASSWORD")
BOUNCES = env.text("BOUNCES", "consistori.connectors.mailbox.client.Mailbox")
MAP_TILES = env.text("MAP_TILES")
DATA_SOURCES = ["consistori.connectors.consultations.fake.InventedSource"] if DEMO else []

_IDENTITY = "consistori.connectors.identity.ways"
IDENTITY_PROVIDERS = [f"{_IDENTITY}.{way}" for way in ("demo", "valid", "oidc", "certificate")]
POWER_REGISTERS = ["consistori.connectors.representa.ways.representa"]
MAIN_REGISTRY = env.text("MAIN_REGISTRY", "consistori.connectors.mux.client.by_settings")
MAIN_REGISTRIES = env.text("MAIN_REGISTRIES")
MUX_KEYS = env.given_secret("MUX_KEYS")
REPRESENTA_URL = env.text("REPRESENTA_URL")
REPRESENTA_CERTIFICATE = env.text("REPRESENTA_CERTIFICATE")
REPRESENTA_PURPOSE = env.text("REPRESENTA_PURPOSE", "REPRESENTA")
VALID_URL = env.text("VALID_URL", "https://valid.aoc.cat")
VALID_CLIENT_ID = env.text("VALID_CLIENT_ID")
VALID_CLIENT_SECRET = env.given_secret("VALID_CLIENT_SECRET")
CITIZEN_OIDC_ISSUER = env.text("CITIZEN_OIDC_ISSUER")
CITIZEN_OIDC_CLIENT_ID = env.text("CITIZEN_OIDC_CLIENT_ID")
CITIZEN_OIDC_CLIENT_SECRET = env.given_secret("CITIZEN_OIDC_CLIENT_SECRET")
CERTIFICATE_URL = env.text("CERTIFICATE_URL")
CERTIFICATE_PROXY_KEY = env.given_secret("CERTIFICATE_PROXY_KEY")

VIDEO_ROOMS = env.text("VIDEO_ROOMS", "consistori.connectors.jitsi.rooms.from_settings")
VIDEO_ROOMS_URL = env.text("VIDEO_ROOMS_URL")
VIDEO_ROOMS_APP_ID = env.text("VIDEO_ROOMS_APP_ID")
VIDEO_ROOMS_SECRET = env.given_secret("VIDEO_ROOMS_SECRET")
