"""Walking Collections as a harvester does: by their addresses alone."""

import iiif_prezi3

PREFIX = "http://testserver"


def fetch(client, name: str) -> dict:
    """A Collection by its name, valid by the community's model."""
    response = client.get(f"/iiif/presentation/3/collections/{name}.json")
    assert response.status_code == 200, name
    made = response.json()
    iiif_prezi3.Collection(**made)
    assert made["id"] == f"{PREFIX}/iiif/presentation/3/collections/{name}.json"
    return made


def name_of(member: dict) -> str:
    return member["id"].rsplit("/", 1)[-1].removesuffix(".json")


def identifier_of(member: dict) -> str:
    return member["id"].split("/")[-2]


def manifests(made: dict) -> list[str]:
    return [identifier_of(member) for member in made["items"] if member["type"] == "Manifest"]


def walk(client, name: str, seen=None) -> list[str]:
    """Identifiers of the items of every manifest below, as often as they are met. `seen` is called between answers."""
    made = fetch(client, name)
    found = manifests(made)
    for member in made["items"]:
        if member["type"] == "Collection":
            if seen:
                seen()
            found += walk(client, name_of(member), seen)
    return found
