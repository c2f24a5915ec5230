"""When and where, for viewers that show a calendar or a map: navDate (section 3.1) and the navPlace extension."""

from catalogue.models import Item
from heritage.dates import edtf_earliest
from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation.json import JSON
from media_pipeline.iiif.texts import iiif_text, plain

NAV_PLACE_CONTEXT = "http://iiif.io/api/extension/navplace/context.json"


def nav_date(item: Item) -> str:
    """The earliest day that the date covers, "" without one. xsd:dateTime as RFC 3339 writes it has no years before 1:
    such things are found by their metadata alone, which says the date in full in any case."""
    earliest = edtf_earliest(item.date_edtf) if item.date_edtf else None
    if earliest is None or not 1 <= earliest[0] <= 9999:
        return ""
    year, month, day = earliest
    return f"{year:04}-{month:02}-{day:02}T00:00:00Z"


def nav_place(item: Item) -> JSON | None:
    place = item.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    uri = addresses.place_uri(item)
    feature = {
        "id": f"{uri}/1",
        "type": "Feature",
        "properties": {"label": iiif_text(place.name) or plain(place.key)},
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
    }
    return {"id": uri, "type": "FeatureCollection", "features": [feature]}
