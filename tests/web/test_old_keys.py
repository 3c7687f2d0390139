"""Secret keys change, and old ones may go."""

from __future__ import annotations

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import Engine

from quiz.actions.second_factor import Vault
from quiz.settings import Environment, Settings
from quiz.store import staff
from quiz.store.engine import reading
from quiz.web import create_app
from tests.command import command
from tests.doorway import NEW_PASSWORD, code_of, hired, set_up, sign_in
from tests.provision.server import Clock, settings_of


def keyed(engine: Engine, key: str, *old: str) -> Flask:
    """The application under this secret key, with these old ones still in its list."""
    settings = Settings(
        environment=Environment.TEST,
        insecure_cookies=True,
        database_url=str(engine.url),
        secret_key=SecretStr(key),
        secret_key_fallbacks=tuple(map(SecretStr, old)),
    )
    app = create_app(settings, engine)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize("way_in", ["code", "recovery"])
def test_signing_in_renews_the_seal_so_that_an_old_key_may_go(engine: Engine, way_in: str) -> None:
    first, second = "a" * 40, "b" * 40
    client = keyed(engine, first).test_client()
    sign_in(client, hired(engine))
    secret, codes, step = set_up(client)
    proof = {"code": code_of(secret, step + 1), "recovery": codes[0]}[way_in]
    gone = keyed(engine, second)
    assert sign_in(gone.test_client(), NEW_PASSWORD, proof) == (303 if way_in == "recovery" else 422)
    both = keyed(engine, second, first)
    proof = {"code": proof, "recovery": codes[1]}[way_in]
    assert sign_in(both.test_client(), NEW_PASSWORD, proof) == 303
    with reading(engine) as db:
        account = staff.by_login(db, "lan")
    assert account
    assert Vault((second,)).unlock(account.totp_secret or "") == secret
    assert Vault((first,)).unlock(account.totp_secret or "") is None


def test_the_command_names_whom_an_old_key_still_serves(
    engine: Engine, database_url: str, test_clock: Clock
) -> None:
    first, second = "a" * 40, "b" * 40
    client = keyed(engine, first).test_client()
    sign_in(client, hired(engine))
    secret, _, step = set_up(client)
    keys = {"secret_key": second, "secret_key_fallbacks": first}
    quiz = command(settings_of(database_url, test_clock.file, keys))
    assert quiz("people", "old-keys", "--json").document == {"logins": ["lan"]}
    sign_in(keyed(engine, second, first).test_client(), NEW_PASSWORD, code_of(secret, step + 1))
    assert quiz("people", "old-keys", "--json").document == {"logins": []}
