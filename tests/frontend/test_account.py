"""Readers sign in and out on the website."""

import pytest
from django.core.cache import cache

from media_pipeline.models import AccessGrant
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"


@pytest.fixture
def reader(museum):
    return factories.user("aisulu", reader=museum)


def sign_in(client, name="aisulu", password=PASSWORD, **more):
    return client.post("/en/sign-in", {"username": name, "password": password, **more})


def test_a_reader_signs_in_and_comes_back_to_the_page(client, reader):
    answer = sign_in(client, next="/en/institutions/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/institutions/")
    assert "aisulu" in client.get("/en/institutions/").content.decode()
    assert AccessGrant.objects.get().user == reader


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\t//e.x",
    ],
)
def test_the_way_on_never_leaves_the_site(client, reader, elsewhere):
    assert sign_in(client, next=elsewhere)["Location"] == "/"
    answer = client.post("/en/sign-out", {"next": elsewhere})
    assert answer["Location"] == "/"


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(client, reader):
    texts = set()
    for name in ("aisulu", "nobody"):
        answer = sign_in(client, name, "wrong")
        assert answer.status_code == 200
        page = answer.content.decode()
        texts.add(page[page.index('role="alert"') : page.index("</div>", page.index('role="alert"'))])
        assert 'value="wrong"' not in page
    assert len(texts) == 1
    assert not AccessGrant.objects.exists()


def test_passwords_cannot_be_tried_at_will_here_or_at_the_editors_entrance(client, reader, settings):
    settings.SIGN_IN_RATE = "3/hour"
    for _ in range(3):
        assert "do not belong together" in sign_in(client, password="wrong").content.decode()
    answer = sign_in(client)
    assert answer.status_code == 200
    assert "Too many attempts" in answer.content.decode()
    entrance = client.post("/admin/login/", {"username": "aisulu", "password": PASSWORD})
    assert entrance.status_code == 200
    cache.clear()
    assert sign_in(client).status_code == 302


def test_good_sign_ins_are_not_counted(client, reader, settings):
    settings.SIGN_IN_RATE = "1/hour"
    for _ in range(3):
        assert sign_in(client).status_code == 302
        client.post("/en/sign-out")


def test_somebody_who_left_cannot_sign_in(client, reader):
    reader.is_active = False
    reader.save()
    assert sign_in(client).status_code == 200
    assert "_auth_user_id" not in client.session


def test_forms_need_their_token(reader, django_user_model):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    strict.force_login(reader)
    assert strict.post("/en/sign-out").status_code == 403
    assert "_auth_user_id" in strict.session
    assert strict.get("/en/sign-out").status_code == 405


def test_signing_out_ends_the_session_and_the_access(client, reader):
    sign_in(client)
    assert "iiif-access" in " ".join(client.cookies)
    answer = client.post("/en/sign-out", {"next": "/en/institutions/"})
    assert answer["Location"] == "/en/institutions/"
    assert not AccessGrant.objects.exists()
    assert {name: morsel.value for name, morsel in client.cookies.items() if "access" in name} == dict.fromkeys(
        ("__Secure-iiif-access", "__Secure-posters-access", "__Secure-files-access"), ""
    )


def test_the_page_is_kept_out_of_frames_caches_and_indexes(client):
    answer = client.get("/en/sign-in")
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex"' in answer.content.decode()


def test_a_reader_does_not_get_into_the_editor(client, reader):
    client.force_login(reader)
    answer = client.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")
    assert client.get("/admin/snippets/catalogue/item/").status_code == 302
    assert not reader.has_perm("wagtailadmin.access_admin")
    assert factories.user(contributor=factories.institution()).has_perm("wagtailadmin.access_admin")


def test_a_manager_makes_a_reader(client, museum):
    client.force_login(factories.user(manager=museum))
    person = factories.user("newcomer")
    page = client.get("/admin/snippets/institutions/membership/add/").content.decode()
    assert '<option value="reader">' in page
    client.post(
        "/admin/snippets/institutions/membership/add/",
        {"user": "newcomer", "institution": museum.pk, "role": "reader"},
    )
    assert [membership.role for membership in person.memberships.all()] == ["reader"]
