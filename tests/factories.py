"""Objects for tests: plain functions, valid by default, every field can be given."""

from itertools import count
from typing import Any

from django.contrib.auth import get_user_model

from catalogue.models import Item
from institutions.models import Institution, Membership
from vocabularies.models import Agent, Concept, ConceptScheme, Place

_number = count(1)


def institution(code: str = "", *, live: bool = True, **fields: Any) -> Institution:
    code = code or f"museum-{next(_number)}"
    fields.setdefault("name", {"kk": f"{code} музейі", "en": f"{code} museum"})
    return Institution.objects.create(code=code, live=live, **fields)


def user(name: str = "", *, superuser: bool = False, **roles: Any) -> Any:
    """`user("aigul", curator=museum)` is a curator of that museum, with access to the editor."""
    person = get_user_model().objects.create_user(
        username=name or f"person-{next(_number)}",
        password="a long password",
        is_superuser=superuser,
        is_staff=superuser,
    )
    for role, museum in roles.items():
        Membership.objects.create(user=person, institution=museum, role=role)
    return person


def item(museum: Institution | None = None, *, live: bool = True, **fields: Any) -> Item:
    number = next(_number)
    fields.setdefault("title", {"kk": f"Жәдігер {number}", "en": f"Object {number}"})
    made = Item(institution=museum or institution(), live=live, **fields)
    made.save()
    return made


def concept(scheme: str, label: str, **fields: Any) -> Concept:
    vocabulary, _ = ConceptScheme.objects.get_or_create(code=scheme, defaults={"title": {"en": scheme}})
    fields.setdefault("pref_label", {"en": label})
    return Concept.objects.create(scheme=vocabulary, key=label.casefold(), **fields)


def agent(name: str, **fields: Any) -> Agent:
    return Agent.objects.create(key=name.casefold(), name={"en": name}, sort_name=name, **fields)


def place(name: str, **fields: Any) -> Place:
    return Place.objects.create(key=name.casefold(), name={"en": name}, **fields)
