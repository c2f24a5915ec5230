"""Two people to sign in as. Their passwords are made on this machine and kept under var/, never in the repository."""

import json
import secrets
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model

from heritage.demo_loader.data import INSTITUTION
from heritage.demo_loader.steps import Tick
from institutions.models import Institution, Membership


class Account(NamedTuple):
    role: str
    name: str
    password: str


def _path() -> Path:
    return Path(settings.VAR_DIR) / "demo-accounts.json"


def accounts() -> list[Account]:
    """The demo's sign-ins; passwords made on first use."""
    path = _path()
    if not path.exists():
        made = [["curator", "curator", secrets.token_urlsafe(9)], ["administrator", "admin", secrets.token_urlsafe(9)]]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(made))
    return [Account(*entry) for entry in json.loads(path.read_text())]


def load_accounts(tick: Tick) -> None:
    for account in tick.over(accounts()):
        is_admin = account.role == "administrator"
        person, _made = get_user_model().objects.get_or_create(username=account.name)
        person.is_superuser = person.is_staff = is_admin
        person.set_password(account.password)
        person.save()
        if not is_admin:
            Membership.objects.update_or_create(
                user=person,
                institution=Institution.objects.get(code=INSTITUTION),
                defaults={"role": Membership.Role.CURATOR},
            )
