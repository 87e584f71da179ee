"""A real OpenID provider (Canaille) on loopback, with one client and one person: PORT RETURN_URL EMAIL."""

import datetime
import logging
import sys

from canaille import create_app

PASSWORD = "alzina-merla-font-serra-31"
CLIENT, SECRET = "consistori", "un secret compartit"


def main(port: int, return_url: str, email: str) -> None:
    from joserfc.jwk import RSAKey

    key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
    app = create_app(
        config={
            "SECRET_KEY": "only for tests",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"DATABASE": "memory", "SMTP": None, "JAVASCRIPT": False, "CAPTCHA_ENABLED": False},
            "CANAILLE_OIDC": {
                "ACTIVE_JWKS": [key.as_dict(private=True)],
                "REQUIRE_NONCE": False,
            },
        }
    )
    with app.app_context():
        from canaille.app import models
        from canaille.backends import Backend

        now = datetime.datetime.now(datetime.UTC)
        person = models.User(
            formatted_name="Ona Riu", family_name="Riu", given_name="Ona", user_name="ona", emails=[email],
            password=PASSWORD,
        )  # fmt: skip
        client = models.Client(
            client_id=CLIENT, client_id_issued_at=now, client_name="Consistori", contacts=[email],
            client_uri=f"http://127.0.0.1:{port}", redirect_uris=[return_url],
            post_logout_redirect_uris=[], client_secret=SECRET, client_secret_expires_at=now + datetime.timedelta(1),
            grant_types=["authorization_code"], response_types=["code"],
            scope=["openid", "email", "profile"], token_endpoint_auth_method="client_secret_post",
            id_token_signed_response_alg="RS256",
        )  # fmt: skip
        Backend.instance.save(person)
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run("127.0.0.1", port, threaded=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
