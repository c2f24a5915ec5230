"""Notes on canvases: drafts of whoever may edit, public by whoever may publish."""

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import Change
from heritage.errors import Denied, NotFound
from institutions.permissions import SYSTEM
from media_pipeline import annotations as services
from media_pipeline.models import Annotation
from tests import factories
from tests.media_pipeline.conftest import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(item, receive):
    return receive(item, jpeg(700, 500))


@pytest.fixture
def contributor(museum):
    return factories.user(contributor=museum)


@pytest.fixture
def curator(museum):
    return factories.user(curator=museum)


def save(asset, user=SYSTEM, **fields):
    fields.setdefault("body", {"kk": "Күмбез", "en": "Dome"})
    return services.annotation_save(Annotation(asset=asset, **fields), user=user)


def rows():
    return list(Annotation.objects.order_by("pk").values()), Change.objects.count()


def test_a_new_one_is_a_draft_and_the_last(asset, contributor):
    _before, changes = rows()
    first, second = save(asset, contributor, region=[10, 20, 300, 200]), save(asset, contributor, live=True)
    assert [(each.live, each.position) for each in (first, second)] == [(False, 1), (False, 2)]
    assert first.creator == contributor
    assert first.identifier != second.identifier
    assert rows()[1] == changes


def test_publishing_needs_the_right_and_tells_the_catalogue(asset, contributor, curator):
    annotation = save(asset, contributor)
    before = rows()
    with pytest.raises(Denied):
        services.annotation_publish(annotation, user=contributor)
    assert rows() == before
    services.annotation_publish(annotation, user=curator)
    assert Annotation.objects.get().live
    change = Change.objects.latest("pk")
    assert (change.action, change.identifier, change.is_public) == ("update", asset.item.identifier, True)
    services.annotation_publish(annotation, user=curator)
    assert Change.objects.latest("pk") == change
    services.annotation_unpublish(annotation, user=curator)
    assert not Annotation.objects.get().live


def test_what_is_published_is_changed_by_those_who_may_publish(asset, contributor, curator):
    annotation = services.annotation_publish(save(asset, contributor), user=curator)
    annotation.live = False
    annotation.body = {"en": "Another"}
    before = rows()
    for change in (services.annotation_save, services.annotation_delete, services.annotation_unpublish):
        with pytest.raises(Denied):
            change(annotation, user=contributor)
    with pytest.raises(Denied):
        services.annotation_reorder(asset, [annotation.identifier], user=contributor)
    assert rows() == before
    services.annotation_save(annotation, user=curator)
    saved = Annotation.objects.get()
    assert (saved.live, saved.body) == (True, {"en": "Another"})
    services.annotation_delete(annotation, user=curator)
    assert not Annotation.objects.exists()
    assert rows()[1] == before[1] + 2


def test_another_museums_manager_is_denied_and_nothing_changed(asset):
    annotation = save(asset)
    stranger = factories.user(manager=factories.institution())
    before = rows()
    for change in (
        services.annotation_save,
        services.annotation_publish,
        services.annotation_unpublish,
        services.annotation_delete,
    ):
        with pytest.raises(Denied):
            change(annotation, user=stranger)
    with pytest.raises(Denied):
        save(asset, stranger)
    with pytest.raises(Denied):
        services.annotation_reorder(asset, [annotation.identifier], user=stranger)
    assert rows() == before


def test_order(asset, item, receive, contributor):
    first, second, third = (save(asset, contributor, body={"en": str(number)}) for number in range(3))
    services.annotation_reorder(asset, [third.identifier, first.identifier], user=contributor)
    assert list(asset.annotations.all()) == [third, first, second]
    elsewhere = save(receive(item, jpeg(300, 200)), contributor)
    with pytest.raises(NotFound):
        services.annotation_reorder(asset, [elsewhere.identifier], user=contributor)
    assert list(asset.annotations.all()) == [third, first, second]


@pytest.mark.parametrize(
    "fields",
    [
        {"body": {}},
        {"body": {"xx": "a"}},
        {"body": {"en": "a" * 20_001}},
        {"motivation": "gossiping"},
        {"region": [0, 0, 701, 10]},
        {"region": [0, 499, 10, 2]},
        {"region": [0, 0, 0, 10]},
        {"region": [-1, 0, 10, 10]},
        {"region": [0.5, 0, 10, 10]},
        {"region": [True, 0, 10, 10]},
        {"region": "0,0,10,10"},
        {"region": [1, 2, 3]},
        {"region": [0, 0, 10**30, 1]},
    ],
    ids=range(13),
)
def test_what_is_no_note_is_refused(asset, fields):
    with pytest.raises(ValidationError):
        save(asset, **fields)
    assert not Annotation.objects.exists()
