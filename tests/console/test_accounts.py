"""Who comes in, as whom they act, and what keeps others out."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from pratique.base.actor import Actor
from pratique.console.accounts import demo, directory
from pratique.console.accounts.acting import actor_of
from pratique.console.records.models import Account, AccountSession

PASSWORD = "correct horse battery"  # noqa: S105 - of the tests


@pytest.fixture
def ann(console: str) -> Account:
    account = Account(username="ann", name="Ann", actor="user_ann", roles=["reviewer"], channels=["lazada"])
    account.set_password(PASSWORD)
    account.save()
    return account


def log_in(client: Client, name: str = "ann", password: str = PASSWORD) -> Any:
    return client.post("/account/login", {"username": name, "password": password, "next": "/review/"})


def code(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06d}"


def test_an_account_becomes_an_actor() -> None:
    account = Account(actor="user_ann", roles=["reviewer", "wizard"], channels=["lazada"], languages=["en"])
    assert actor_of(account) == Actor("user_ann", frozenset({"reviewer"}), frozenset({"lazada"}), None, None, frozenset({"en"}))
    assert actor_of(Account(actor="x", roles=["trader"])).roles == frozenset(), "a trader without a record of their own sees nothing"
    assert actor_of(Account(actor="x", roles=["trader"], subject="trader_1")).subject == "trader_1"


def test_log_in_and_out(ann: Account) -> None:
    client = Client()
    assert client.get("/review/").headers["Location"] == "/account/login?next=%2Freview%2F"
    assert log_in(client, password="wrong").status_code == 401  # noqa: S106 - wrong on purpose
    assert log_in(client).headers["Location"] == "/review/"
    assert client.get("/review/").status_code == 200
    client.post("/account/logout")
    assert client.get("/review/").status_code == 302


def test_nobody_is_sent_elsewhere(ann: Account) -> None:
    for next_ in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        answer = Client().post("/account/login", {"username": "ann", "password": PASSWORD, "next": next_})
        assert answer.headers["Location"] == "/"


def test_tries_are_counted(ann: Account) -> None:
    client = Client()
    codes = [log_in(client, password=f"wrong {number}").status_code for number in range(6)]
    assert codes[:4] == [401] * 4
    assert codes[-1] == 429
    locked = log_in(client)
    assert locked.status_code == 429, "the right password does not help either, for a while"
    assert "Wait 15 minutes" in locked.content.decode()
    assert locked.headers["Retry-After"] == str(15 * 60)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - dt.timedelta(minutes=10))
    assert "Wait 5 minutes" in log_in(client).content.decode(), "trying meanwhile does not make it longer"
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - dt.timedelta(minutes=10))
    assert log_in(client).status_code == 302


def test_the_second_factor_is_asked_for_once_there_is_one(ann: Account) -> None:
    client = Client()
    log_in(client)
    assert "data:image/svg+xml" in client.get("/account/device").content.decode()
    device = TOTPDevice.objects.get(user=ann)
    assert client.post("/account/device", {"code": "000000"}).status_code == 422
    device.refresh_from_db()
    device.throttle_reset()
    assert client.post("/account/device", {"code": code(device)}).headers["Location"] == "/account/"
    page = client.get("/account/").content.decode()
    spare = [line.partition("<")[0] for line in page.split("<li>")[1:]][:8]
    assert len(spare) == 8
    assert spare[0] not in client.get("/account/").content.decode(), "shown this once"
    other = Client()
    log_in(other)
    assert other.get("/review/").headers["Location"].startswith("/account/verify")
    assert other.post("/account/verify", {"code": "123456"}).status_code == 401
    for one in TOTPDevice.objects.filter(user=ann):
        one.throttle_reset()
    assert other.post("/account/verify", {"code": spare[0]}).status_code in (302, 401)
    if other.get("/review/").status_code == 302:  # the spare code's own throttle
        from django_otp.plugins.otp_static.models import StaticDevice

        for each in StaticDevice.objects.filter(user=ann):
            each.throttle_reset()
        assert other.post("/account/verify", {"code": spare[0]}).status_code == 302
    assert other.get("/review/").status_code == 200


def test_some_roles_must_have_one(console: str) -> None:
    account = Account(username="max", name="Max", actor="user_max", roles=["administrator"])
    account.set_password(PASSWORD)
    account.save()
    client = Client()
    log_in(client, "max")
    assert client.get("/").headers["Location"].startswith("/account/device")


def test_sessions_are_listed_and_ended(ann: Account) -> None:
    here, there = Client(headers={"user-agent": "Firefox/150 (X11; Linux)"}), Client(headers={"user-agent": "Chrome/140 (Windows)"})
    log_in(here)
    log_in(there)
    assert AccountSession.objects.filter(account=ann.pk).count() == 2
    page = here.get("/account/").content.decode()
    assert "Firefox · Linux" in page
    assert "Chrome · Windows" in page
    here.post("/account/sessions", {"session": "others"})
    assert there.get("/review/").status_code == 302
    assert here.get("/review/").status_code == 200


def test_nobody_ends_the_session_of_another(ann: Account) -> None:
    ben = Account(username="ben", name="Ben", actor="user_ben", roles=["reviewer"])
    ben.set_password(PASSWORD)
    ben.save()
    hers, his = Client(), Client()
    log_in(hers)
    log_in(his, "ben")
    key = AccountSession.objects.get(account=ann.pk).session_key
    his.post("/account/sessions", {"session": key[:20]})
    assert hers.get("/review/").status_code == 200


def test_passwords_follow_rules(ann: Account) -> None:
    client = Client()
    log_in(client)
    for weak in ("short", "password1234", "123456789012"):
        answer = client.post("/account/password", {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak})
        assert answer.status_code == 422, weak


def test_a_role_opens_its_screens_only(enter: Callable[..., Any]) -> None:
    assert enter("trader", name="tess", subject="trader_1").get("/review/").status_code == 403
    assert enter("reviewer", name="ron").get("/review/").status_code == 200
    assert enter("manager", name="meg").get("/admin/").status_code == 302


def test_the_demo_has_an_account_for_every_role(console: str) -> None:
    assert demo.make() > 10
    assert demo.make() == 0
    have = {role for account in Account.objects.all() for role in account.roles}
    assert have >= {
        "strategist", "reviewer", "senior_reviewer", "legal", "analyst", "manager", "auditor", "administrator", "trader",
        "rights_holder", "authority",
    }  # fmt: skip
    assert "a-living-demo" not in Client().get("/account/login").content.decode(), "outside of a demo nobody is told"


def test_a_directory_gives_roles_of_the_house_only(console: str, settings_oidc: None) -> None:
    known = {"sub": "7", "name": "Dora", "pratique_roles": ["reviewer", "machine", "trader"], "pratique_channels": ["lazada"]}
    backend = directory.Directory.__new__(directory.Directory)
    assert not backend.verify_claims({"sub": "7", "pratique_roles": ["machine"]})
    assert backend.verify_claims(known)
    account = backend.create_user(known)
    assert actor_of(account) == Actor("user_oidc-7", frozenset({"reviewer"}), frozenset({"lazada"}))
    assert not account.has_usable_password()
    assert list(backend.filter_users_by_claims({"sub": "7", "email": "other@example.org"})) == [account]
    assert not backend.filter_users_by_claims({"sub": "8", "email": account.email})


@pytest.fixture
def settings_oidc() -> Any:
    from django.test import override_settings

    with override_settings(OIDC_ROLES_CLAIM="pratique_roles"):
        yield


def test_last_seen_is_written_now_and_then(ann: Account) -> None:
    client = Client()
    log_in(client)
    session = client.session
    session["seen"] = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)).isoformat()
    session.save()
    client.get("/review/")
    seen = AccountSession.objects.get(account=ann.pk).seen_at
    assert seen is not None
    assert dt.datetime.now(dt.UTC) - seen < dt.timedelta(minutes=1)


def test_an_administrator_ticks_roles_and_walls(ann: Account, enter: Callable[..., Any]) -> None:
    boss = Account(username="boss", name="Boss", actor="user_boss", roles=["administrator"], is_staff=True, is_superuser=True, is_demo=True)
    boss.save()
    client = Client()
    client.force_login(boss, "django.contrib.auth.backends.ModelBackend")
    address = f"/admin/records/account/{ann.pk}/change/"
    page = client.get(address).content.decode()
    assert re.search(r'name="channels" value="lazada"[^>]*checked', page)
    assert 'name="markets" value="DE"' in page
    assert ann.password not in page, "what is kept of a password is not shown"
    given = {"username": "ann", "name": "Ann", "actor": "user_ann", "roles": ["reviewer", "legal"], "is_active": "on"}
    answer = client.post(address, given | {"channels": ["aliexpress"], "markets": ["DE", "FR"]})
    assert answer.status_code == 302
    ann.refresh_from_db()
    assert actor_of(ann) == Actor("user_ann", frozenset({"reviewer", "legal"}), frozenset({"aliexpress"}), frozenset({"DE", "FR"}))
    assert client.post(address, given | {"channels": ["nowhere"]}).status_code == 200, "there is no such channel"
    assert client.post(address, given).status_code == 302
    ann.refresh_from_db()
    assert (ann.channels, ann.markets) == (None, None)
    assert enter("manager", name="zhou").get(address).status_code in (302, 403)
