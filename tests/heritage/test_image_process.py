"""A process for images alone: the same answers as the site's, without what only pages need."""

import json
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from django.contrib.sessions.backends.db import SessionStore

from heritage.programs import images
from institutions.permissions import SYSTEM
from media_pipeline import ingest, processing
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload
from tests.running import ROOT, web_server

pytestmark = pytest.mark.django_db(transaction=True)


def ask(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def asset_of(item):
    asset = ingest.asset_receive(item, upload(jpeg(700, 500)), user=SYSTEM)
    processing.process_all_due()
    asset.refresh_from_db()
    return asset


def session_of(person) -> str:
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def test_it_serves_images_and_nothing_else():
    museum = factories.institution()
    shown = asset_of(factories.item(museum))
    draft = asset_of(factories.item(museum, live=False))
    curator = session_of(factories.user(curator=museum))
    with web_server(program=images) as url:
        assert json.loads(ask(f"{url}/iiif/3/{shown.identifier}/info.json")[1])["width"] == 700
        for path in (f"/iiif/3/{shown.identifier}/0,0,256,256/256,256/0/default.jpg",
                     f"/iiif/2/{shown.identifier}/full/300,/90/gray.png", shown.poster_url(400)):  # fmt: skip
            assert ask(f"{url}{path}")[0] == 200
        # Django answers here, for those who may see drafts.
        info = f"{url}/iiif/3/{draft.identifier}/info.json"
        tile = f"{url}/iiif/3/{draft.identifier}/0,0,256,256/256,256/0/default.jpg"
        assert [ask(info)[0], ask(tile)[0]] == [404, 404]
        assert [ask(info, Cookie=curator)[0], ask(tile, Cookie=curator)[0]] == [200, 200]
        assert ask(f"{url}/admin/")[0] == 404
        assert ask(f"{url}/en/")[0] == 404
        assert ask(f"{url}/healthz")[0] == 200


def test_it_leaves_out_what_only_pages_need():
    code = "import sys, heritage.asgi; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    environment = images("127.0.0.1", 1, 1).environment | {"DJANGO_SETTINGS_MODULE": "heritage.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    loaded = set(json.loads(done.stdout.replace("'", '"')))
    assert {"media_pipeline", "catalogue", "wagtail"} <= loaded
    assert not {"frontend", "exhibits", "search", "interchange", "ninja", "tantivy", "pyvips", "numpy"} & loaded
