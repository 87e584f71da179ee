"""The web application. What is loaded once is frozen, so that the collector never walks it again."""

import gc
import os

gc.disable()  # what is being loaded stays: walking it again and again is a tenth of a start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consistori.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.conf import settings  # noqa: E402
from django.urls import get_resolver  # noqa: E402

if settings.STATIC_MANIFEST:
    from consistori.config.statics import served_first

    application = served_first(application)

get_resolver().url_patterns  # noqa: B018 - every room is loaded before the first request

gc.freeze()
gc.enable()
gc.set_threshold(50_000, 20, 20)
