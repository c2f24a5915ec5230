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


def walk(client, name: str, between=None) -> list[str]:
    """Identifiers of the items of every manifest below, as often as they are met. `between` is called between answers;
    then a part may be gone when its turn comes, which is to say that nothing is in it any more."""
    if between and client.get(f"/iiif/presentation/3/collections/{name}.json").status_code == 404:
        return []
    made = fetch(client, name)
    found = manifests(made)
    for member in made["items"]:
        if member["type"] == "Collection":
            if between:
                between()
            found += walk(client, name_of(member), between)
    return found
