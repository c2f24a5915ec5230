"""A viewer that follows Authorization Flow 2.0 (section 7) step by step, from a manifest's image to its pixels."""

import json
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from catalogue.models import Item
from heritage.languages import LANGUAGES
from institutions.models import Membership
from media_pipeline import grants
from media_pipeline.iiif import records, service
from media_pipeline.iiif.auth import tokens
from media_pipeline.models import AccessGrant
from tests import factories
from tests.contract.iiif_viewer import AUTH, VIEWER, Viewer, data_of
from tests.media_pipeline.conftest import jpeg, receive  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
TAGS = {language.tag for language in LANGUAGES.values()}


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    records.forget()
    grants.forget()


@pytest.fixture
def museum():
    return factories.institution()


@pytest.fixture
def reader(museum):
    return factories.user("aisulu", reader=museum)


@pytest.fixture
def asset(museum, receive):  # noqa: F811
    return receive(factories.item(museum, access="members", access_max_width=400), jpeg(1500, 900))


@pytest.fixture
def info(asset):
    return Client().get(f"/iiif/3/{asset.identifier}/info.json").json()


@pytest.fixture
def probe(info):
    [found] = [each for each in info["service"] if each["type"] == "AuthProbeService2"]
    return found


@pytest.fixture
def access(probe):
    [found] = [each for each in probe["service"] if each["profile"] == "active"]
    return found


@pytest.fixture
def tile(info):
    return f"{info['id']}/0,0,512,512/512,512/0/default.jpg"


@pytest.fixture
def signed_in(reader, access):
    viewer = Viewer()
    viewer.open_access(access, "aisulu")
    viewer.fetch_token(access)
    return viewer


def later(monkeypatch) -> None:
    """The service remembers for two seconds."""
    for module in (records, grants):
        clock = module.time.monotonic() + 3
        monkeypatch.setattr(module.time, "monotonic", lambda clock=clock: clock)


def test_the_whole_flow(reader, info, probe, access, tile):
    viewer = Viewer()
    assert viewer.image(tile) == 401
    refused = viewer.probe(probe)
    assert refused["status"] == 401
    assert set(refused["heading"]) == set(refused["note"]) == TAGS

    # What everybody gets instead is a service of its own, and answers.
    [instead] = refused["substitute"]
    assert (instead["type"], instead["width"], instead["height"]) == ("Image", 400, 240)
    assert viewer.image(instead["id"]) == 200
    small = viewer.fetch(instead["service"][0]["id"] + "/info.json").json()
    assert small["id"] == instead["service"][0]["id"]
    assert "service" not in small

    # No aspect yet: the token service says so, and the person is asked.
    assert viewer.fetch_token(access)["profile"] == "missingAspect"
    done = viewer.open_access(access, "aisulu")
    assert done.status_code == 200
    message = viewer.fetch_token(access, message_id="again")
    assert (message["type"], message["expiresIn"]) == ("AuthAccessToken2", 300)

    granted = viewer.probe(probe)
    assert granted == {"@context": AUTH, "type": "AuthProbeResult2", "status": 200}
    assert viewer.image(tile) == 200


def test_the_lean_server_answers_by_the_cookie_alone(signed_in, info):
    path = urlsplit(f"{info['id']}/0,0,512,512/512,512/0/default.jpg").path
    with pytest.raises(service.Hidden):
        service.answer("GET", path, {"cookie": "__Secure-iiif-access=forged"})
    cookie = signed_in.headers(path, cross_site=True)["Cookie"]
    assert "sessionid" not in cookie
    made = service.answer("GET", path, {"cookie": cookie})
    assert (made.status, made.headers["Cache-Control"]) == (200, "private, no-store")


def test_what_the_services_say_of_themselves(info, probe, access):
    assert info["@context"][0] == AUTH
    assert set(access["label"]) == set(access["heading"]) == set(access["note"]) == set(access["confirmLabel"]) == TAGS
    assert [each["profile"] for each in probe["service"]] == ["active", "external"]
    assert "id" not in probe["service"][1]
    types = [each["type"] for each in access["service"]]
    assert types == ["AuthAccessTokenService2", "AuthLogoutService2"]
    for each in (probe, access, *access["service"]):
        assert each["id"].startswith("http://testserver/iiif/auth/2/")


def test_external_serves_a_viewer_that_was_let_in_before(signed_in, probe):
    [external] = [each for each in probe["service"] if each["profile"] == "external"]
    signed_in.token = ""
    assert signed_in.fetch_token(external)["type"] == "AuthAccessToken2"


def test_signing_out_ends_cookie_and_token_at_once(signed_in, probe, access, tile):
    [logout] = [each for each in access["service"] if each["type"] == "AuthLogoutService2"]
    kept = dict(signed_in.cookies)
    assert signed_in.fetch(logout["id"], cross_site=False).status_code == 200
    assert signed_in.cookies.keys().isdisjoint({"sessionid", "__Secure-iiif-access"})
    assert signed_in.probe(probe)["status"] == 401
    # A copy of the cookies is worth nothing either.
    signed_in.cookies = kept
    assert signed_in.image(tile) == 401
    assert signed_in.fetch_token(access)["profile"] == "expiredAspect"


@pytest.mark.parametrize(
    "sent", [{"Sec-Fetch-Dest": "image"}, {"Sec-Fetch-Dest": "iframe"}, {"Sec-Purpose": "prefetch"}]
)
def test_a_picture_or_frame_in_somebodys_page_signs_nobody_out(signed_in, access, tile, sent):
    url = access["service"][1]["id"]
    assert signed_in.fetch(url, **sent).status_code == 400
    assert signed_in.image(tile) == 200


def _deactivate(person):
    person.is_active = False
    person.save()


def _change_password(person):
    person.set_password("another long password")
    person.save()


def _lose_role(person):
    Membership.objects.filter(user=person).delete()


@pytest.mark.parametrize(("happens", "status"), [(_deactivate, 401), (_change_password, 401), (_lose_role, 403)])
def test_who_may_no_more_sees_no_more_within_seconds(signed_in, reader, probe, tile, monkeypatch, happens, status):
    assert signed_in.image(tile) == 200
    happens(reader)
    later(monkeypatch)
    assert signed_in.probe(probe)["status"] == status
    assert signed_in.image(tile) == status


def test_a_token_has_its_time(signed_in, probe, monkeypatch):
    assert signed_in.probe(probe)["status"] == 200
    now = tokens.signing.time.time()
    monkeypatch.setattr(tokens.signing.time, "time", lambda: now + tokens.SECONDS + 1)
    assert signed_in.probe(probe)["status"] == 401


def test_a_cookie_has_its_time(signed_in, access, tile, settings):
    settings.IIIF_ACCESS_SECONDS = -1
    grants.forget()
    assert signed_in.fetch_token(access)["profile"] == "expiredAspect"
    signed_in.cookies.pop("sessionid")
    assert signed_in.image(tile) == 401


def test_a_token_is_no_cookie_and_a_cookie_no_token(signed_in, probe, tile):
    secret = signed_in.cookies["__Secure-iiif-access"][0]
    thief = Viewer()
    thief.token = secret
    assert thief.probe(probe)["status"] == 401
    thief.cookies["__Secure-iiif-access"] = (signed_in.token, "/iiif/", "None")
    assert thief.image(tile) == 401
    assert Client(headers={"Authorization": f"Bearer {signed_in.token}"}).get(urlsplit(tile).path).status_code == 401
    assert secret not in json.dumps(list(AccessGrant.objects.values()), default=str)


def test_another_site_gets_no_token_and_cannot_use_one(signed_in, probe, access):
    assert signed_in.fetch_token(access, origin="https://evil.example")["profile"] == "invalidOrigin"
    thief = Viewer("https://evil.example")
    thief.token = signed_in.token
    assert thief.probe(probe)["status"] == 401


def test_the_probe_believes_no_cookie(signed_in, probe):
    cookie = signed_in.headers("/iiif/auth/2/probe/x", cross_site=False)
    assert Client(headers=cookie).get(urlsplit(probe["id"]).path).json()["status"] == 401


@pytest.mark.parametrize(
    "origin",
    [
        *("", "null", "viewer.example", "https://", "https://viewer.example/path", "https://a@viewer.example"),
        *("javascript:alert(1)", "data:text/html,x", "https://viewer.example:99999", "https://viewer.example;x"),
        *("http://viewer.example", "https://viewer.example\n", "https://" + "a" * 300, "https://*", "https://é.fr"),
    ],
)
def test_what_is_no_origin_of_a_page_opens_no_window_and_gets_no_token(signed_in, access, origin):
    grant = AccessGrant.objects.get()
    page = signed_in.fetch(f"{access['id']}?{urlencode({'origin': origin})}", cross_site=False)
    assert page.status_code == 400
    answer = signed_in.fetch(f"{access['service'][0]['id']}?{urlencode({'messageId': '1', 'origin': origin})}")
    assert answer.status_code == 200
    assert data_of(answer, "message")["profile"] in {"invalidRequest", "invalidOrigin"}
    assert "accessToken" not in answer.content.decode()
    grant.refresh_from_db()
    assert grant.origins == [VIEWER]


def test_a_request_without_message_id_or_with_markup_in_it(signed_in, access):
    url = access["service"][0]["id"]
    answer = signed_in.fetch(f"{url}?{urlencode({'origin': VIEWER})}")
    assert data_of(answer, "message")["profile"] == "invalidRequest"
    answer = signed_in.fetch(f"{url}?{urlencode({'origin': VIEWER, 'messageId': '</script><script>alert(1)'})}")
    assert data_of(answer, "message")["messageId"] == "</script><script>alert(1)"
    assert "<script>alert" not in answer.content.decode()


def test_only_named_sites_where_the_operator_names_them(reader, access, settings):
    settings.IIIF_AUTH_ORIGINS = ["https://other.example"]
    viewer = Viewer()
    assert viewer.open_access(access, "aisulu").status_code == 400
    assert viewer.fetch_token(access)["profile"] == "invalidOrigin"
    viewer = Viewer("https://other.example")
    viewer.open_access(access, "aisulu")
    assert viewer.fetch_token(access)["type"] == "AuthAccessToken2"


def test_too_many_questions_are_put_off(reader, probe, access, settings):
    settings.IIIF_AUTH_RATE = "2/hour"
    viewer = Viewer()
    viewer.probe(probe)
    viewer.probe(probe)
    assert Client().get(urlsplit(probe["id"]).path).status_code == 429
    assert viewer.fetch_token(access)["profile"] == "unavailable"


def test_a_wrong_password_gives_nothing(reader, access, tile):
    viewer = Viewer()
    page = viewer.open_access(access, "aisulu", "wrong")
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert not AccessGrant.objects.exists()
    assert viewer.image(tile) == 401


def test_a_signed_in_person_is_asked_before_another_site_is_let_in(signed_in, access):
    page = signed_in.fetch(f"{access['id']}?origin=https://second.example", cross_site=False)
    assert "second.example" in page.content.decode()
    assert AccessGrant.objects.get().origins == [VIEWER]
    # A form on somebody's page has no token of ours.
    forged = signed_in.fetch(f"{access['id']}?origin=https://second.example", cross_site=False, data={})
    assert forged.status_code == 403
    assert AccessGrant.objects.get().origins == [VIEWER]


def test_every_page_of_the_flow_has_the_headers_that_keep_it_safe(signed_in, probe, access):
    window = signed_in.fetch(f"{access['id']}?origin={VIEWER}", cross_site=False)
    assert window["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in window["Content-Security-Policy"]
    assert window["Cross-Origin-Opener-Policy"] == "unsafe-none"
    frame = signed_in.fetch(f"{access['service'][0]['id']}?messageId=1&origin={VIEWER}")
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "script-src 'self'" in frame["Content-Security-Policy"]
    for answer in (window, frame):
        assert "no-store" in answer["Cache-Control"]
    cookie = Client().get("/").cookies  # a visitor gets none
    assert not [name for name in cookie if "access" in name]


def test_the_cookies_are_for_images_alone(reader, access):
    viewer = Viewer()
    answer = viewer.open_access(access, "aisulu")
    ours = {name: morsel for name, morsel in answer.cookies.items() if "access" in name}
    assert {morsel["path"] for morsel in ours.values()} == {"/iiif/", "/posters/", "/files/"}
    for morsel in ours.values():
        assert morsel["httponly"]
        assert morsel["secure"]
        assert (morsel["samesite"], morsel["domain"]) == ("None", "")


def test_plain_http_has_cookies_for_this_site_alone(reader, access, settings):
    settings.IIIF_COOKIE_SECURE = False
    answer = Viewer().open_access(access, "aisulu")
    assert (answer.cookies["iiif-access"]["samesite"], answer.cookies["iiif-access"]["secure"]) == ("Lax", "")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"live": False}, 404),
        ({"withdrawn_at": "2026-01-01T00:00Z", "live": False}, 410),
        ({"access": "open", "access_max_width": None}, 200),
    ],
)
def test_the_probe_says_what_the_address_would(asset, probe, fields, status):
    Item.objects.filter(pk=asset.item_id).update(**fields)
    records.forget()
    result = Viewer().probe(probe)
    assert result["status"] == status
    assert "substitute" not in result


def test_the_probe_of_nothing():
    assert Viewer().probe({"id": "http://testserver/iiif/auth/2/probe/nothing"})["status"] == 404


def test_an_embargo_is_told_in_every_language(asset, probe):
    Item.objects.filter(pk=asset.item_id).update(embargo_until="2130-03-01")
    records.forget()
    result = Viewer().probe(probe)
    assert result["status"] == 401
    assert "substitute" not in result
    assert result["heading"]["en"] == ["Closed until March 1, 2130"]
    assert set(result["heading"]) == TAGS


def test_the_preflight_allows_the_header_by_its_name(probe):
    answer = Client().options(urlsplit(probe["id"]).path)
    assert (answer.status_code, answer["Access-Control-Allow-Headers"]) == (204, "Authorization")


def test_the_way_starts_in_the_manifest(asset, reader, probe):
    made = Client().get(f"/iiif/presentation/3/items/{asset.item.identifier}/manifest.json").json()
    assert made["@context"][0] == AUTH
    body = made["items"][0]["items"][0]["items"][0]["body"]
    [service] = [each for each in body["service"] if each.get("type") == "ImageService3"]
    [found] = service["service"]
    assert found["id"] == probe["id"]
    viewer = Viewer()
    assert viewer.probe(found)["status"] == 401
    [access] = found["service"]
    viewer.open_access(access, "aisulu")
    viewer.fetch_token(access)
    assert viewer.probe(found)["status"] == 200
    assert viewer.image(body["id"]) == 200
