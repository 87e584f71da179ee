"""Pages of the staff: the tray, signing, keys."""

from django.urls import path

from consistori.signature.circuits.web.urls import patterns as circuit_patterns
from consistori.signature.web import (
    asking,
    choosing,
    keys,
    lasting,
    outside,
    passing,
    signing,
    tray,
    tray_settings,
)
from consistori.signature.web.seal_urls import patterns as seal_patterns

app_name = "signature"
urlpatterns = [
    path("signature/", tray.tray, name="tray"),
    path("signature/choose/", choosing.choose, name="choose"),
    path("signature/sign/", choosing.sign, name="sign"),
    path("signature/batches/", signing.batches, name="batches"),
    path("signature/batches/<uuid:batch_id>/", signing.batch, name="batch"),
    path("signature/batches/<uuid:batch_id>/pause/", signing.pause, name="pause"),
    path("signature/batches/<uuid:batch_id>/resume/", signing.resume, name="resume"),
    path("signature/batches/<uuid:batch_id>/stop/", signing.stop, name="stop"),
    path("signature/batches/<uuid:batch_id>/again/", signing.again, name="again"),
    path("signature/<uuid:request_id>/again/", asking.again, name="ask_again"),
    path("signature/lasting/", lasting.lasting, name="lasting"),
    path("signature/lasting/now/", lasting.look_after_now, name="look_after"),
    path("signature/pass/", passing.rest, name="pass"),
    path("signature/pass/by/", passing.by_decree, name="pass_by_decree"),
    path("signature/pass/away/", passing.away, name="pass_away"),
    path("signature/pass/decree/", passing.prepare, name="prepare_decree"),
    path("signature/settings/", tray_settings.settings, name="tray_settings"),
    path("signature/keys/", keys.keys, name="keys"),
    path("signature/keys/bring/", keys.bring, name="bring_key"),
    path("signature/keys/demo/", keys.demo, name="demo_key"),
    path("signature/keys/device/", keys.device, name="device_key"),
    path("signature/keys/<uuid:key_id>/passphrase/", keys.passphrase, name="key_passphrase"),
    path("signature/keys/<uuid:key_id>/remove/", keys.remove, name="remove_key"),
    path("signature/ask/<uuid:document_id>/", asking.ask, name="ask"),
    path("signature/<uuid:request_id>/return/", asking.give_back, name="return"),
    path("signature/<uuid:request_id>/outside/", outside.outside, name="outside"),
    path("signature/<uuid:request_id>/withdraw/", asking.withdraw, name="withdraw"),
]
urlpatterns += seal_patterns
urlpatterns += circuit_patterns
