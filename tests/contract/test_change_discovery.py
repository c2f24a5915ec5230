"""A harvester as the standard describes it, against a museum in which anything happens: from nothing, by replaying all,
and day by day, it ends with exactly what is published, in the newest version.

Change Discovery API 1.0, section 3.5."""

import random

import pytest

from catalogue import ripples, services
from catalogue.changes import advance
from catalogue.merging import item_merge
from catalogue.models import Item, ItemSet
from heritage.errors import UserError
from institutions.models import Institution
from institutions.permissions import SYSTEM
from media_pipeline.iiif import discovery
from tests import factories
from tests.media_pipeline.discovery_schema import COLLECTION, PAGE

pytestmark = pytest.mark.django_db
FEED = "http://testserver/iiif/discovery/1/activities.json"


class Harvester:
    """Keeps {URI of a Manifest: ETag}. `newest` is the time of the newest activity it has seen: not its own clock, so
    that nothing which was published while it read is missed."""

    def __init__(self, client):
        self.client, self.held, self.newest = client, {}, ""

    def _get(self, uri):
        return self.client.get(uri.removeprefix("http://testserver"))

    def _valid(self, uri, shape):
        made = self._get(uri).json()
        shape.validate(made)
        return made

    def _include(self, uri):
        """Section 4.2: what cannot be read is not held, whatever was said of it."""
        answer = self._get(uri)
        self.held.pop(uri, None)
        if answer.status_code == 200:
            self.held[uri] = answer["ETag"]

    def _apply(self, activity):
        uri = activity["object"]["id"]
        if activity["object"]["type"] != "Manifest":
            return
        if activity["type"] in ("Create", "Update"):
            self._include(uri)
        else:
            self.held.pop(uri, None)
        if activity["type"] == "Move":
            self._include(activity["target"]["id"])

    def replay(self):
        """Forwards through all that ever happened."""
        page = self._valid(self._valid(FEED, COLLECTION)["first"]["id"], PAGE)
        while page:
            for activity in page["orderedItems"]:
                self._apply(activity)
            page = self._valid(page["next"]["id"], PAGE) if "next" in page else None

    def harvest(self):
        """Backwards from the newest (3.5.1 and 3.5.2), to what the last harvest had seen."""
        processed, newest = set(), self.newest
        page = self._valid(self._valid(FEED, COLLECTION)["last"]["id"], PAGE)
        while page:
            for activity in reversed(page["orderedItems"]):
                if activity["endTime"] < self.newest:
                    page = {}
                    break
                newest = max(newest, activity["endTime"])
                if activity["object"]["id"] not in processed:
                    processed.add(activity["object"]["id"])
                    self._apply(activity)
            page = self._valid(page["prev"]["id"], PAGE) if "prev" in page else None
        self.newest = newest


class Museums:
    """Two institutions whose people do things at random."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.places = [factories.place("Otrar"), factories.place("Turkistan")]
        self.material = factories.concept("material", "silver")
        self.museums = [factories.institution(f"museum-{seed}-{number}") for number in range(2)]
        for museum in self.museums:
            museum.publish(museum.save_revision())
        self.funds = [ItemSet.objects.create(institution=museum, title={"en": "Fund"}) for museum in self.museums]

    def act(self):
        actions = {
            self.create: 4, self.publish: 6, self.edit: 3, self.unpublish: 1, self.withdraw: 1, self.restore: 1,
            self.delete: 1, self.merge: 2, self.rename: 1, self.toggle: 1, self.publish_set: 1, self.nothing: 1,
        }  # fmt: skip
        [act] = self.chance.choices(list(actions), list(actions.values()))
        act()

    def _one(self, **where):
        items = list(Item.objects.filter(**where).order_by("pk"))
        return self.chance.choice(items) if items else None

    def create(self):
        number = self.chance.randrange(2)
        item = Item(
            institution=self.museums[number], title={"en": f"Object {self.chance.random()}"},
            place=self.chance.choice(self.places), item_set=self.chance.choice([None, self.funds[number]]),
        )  # fmt: skip
        item.materials = [self.material] if self.chance.random() < 0.5 else []
        services.item_save(item, user=SYSTEM)

    def publish(self):
        if item := self._one(withdrawn_at=None):
            services.item_publish(item, user=SYSTEM)

    def edit(self):
        if item := self._one(withdrawn_at=None):
            item = item.get_latest_revision_as_object()
            item.title = {"en": f"Object {self.chance.random()}"}
            services.item_save(item, user=SYSTEM)

    def unpublish(self):
        if item := self._one(live=True):
            services.item_unpublish(item, user=SYSTEM)

    def withdraw(self):
        if item := self._one(live=True):
            services.item_withdraw(item, user=SYSTEM)

    def restore(self):
        if item := self._one(withdrawn_at__isnull=False, merged_into=None):
            services.item_restore(item, user=SYSTEM)

    def delete(self):
        if (item := self._one(live=False)) and not item.was_ever_public:
            item.delete()

    def merge(self):
        duplicate, survivor = self._one(), self._one()
        if duplicate:
            try:
                item_merge(duplicate, survivor, user=SYSTEM)
            except UserError:
                return

    def rename(self):
        term = self.chance.choice([*self.places, self.material])
        setattr(term, "name" if term in self.places else "pref_label", {"en": f"Name {self.chance.random()}"})
        term.save()

    def toggle(self):
        museum = Institution.objects.get(pk=self.chance.choice(self.museums).pk)
        if museum.live:
            museum.unpublish()
        else:
            museum.name = {"en": f"Museum {self.chance.random()}"}
            museum.publish(museum.save_revision())

    def publish_set(self):
        services.item_set_publish(self.chance.choice(self.funds), user=SYSTEM)

    def nothing(self):
        """Somebody looks, and the worker does a part of what is to be done."""
        ripples.spread()


def published(client):
    """{URI: ETag} of what is published now."""
    found = {}
    for name in Item.objects.published().values_list("identifier", flat=True):
        uri = f"http://testserver/iiif/presentation/3/items/{name}/manifest.json"
        found[uri] = client.get(uri.removeprefix("http://testserver"))["ETag"]
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_harvester_ends_with_what_is_published(client, monkeypatch, seed):
    monkeypatch.setattr(discovery, "PAGE", 7)
    monkeypatch.setattr(ripples, "CHUNK", 3)
    museums, daily = Museums(seed), Harvester(client)
    for day in range(12):
        for _ in range(museums.chance.randrange(1, 12)):
            museums.act()
            if museums.chance.random() < 0.3:
                advance()
        advance()
        daily.harvest()
        assert daily.held == published(client), f"on day {day}"
    late, historian = Harvester(client), Harvester(client)
    late.harvest()
    historian.replay()
    assert late.held == historian.held == daily.held


def test_of_what_was_never_public_nothing_is_ever_named(client, monkeypatch):
    monkeypatch.setattr(discovery, "PAGE", 7)
    hidden = factories.institution("hidden", live=False)
    museums = Museums(99)
    secrets = [services.item_save(Item(institution=hidden, title={"en": "x"}), user=SYSTEM) for _ in range(3)]
    services.item_publish(secrets[0], user=SYSTEM)
    item_merge(secrets[1], secrets[0], user=SYSTEM)
    secrets[2].delete()
    for _ in range(40):
        museums.act()
        advance()
    names, page = "", 0
    while (answer := client.get(f"/iiif/discovery/1/activities/page-{page}.json")).status_code == 200:
        names, page = names + answer.content.decode(), page + 1
    assert "hidden" not in names
    assert not any(item.identifier in names for item in secrets)
    assert page > 1
