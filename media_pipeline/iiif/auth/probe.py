"""The probe's result (section 5.2): whether the image would be answered, and what everybody gets instead."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from catalogue.access import Visitor
from heritage.errors import NotFound
from heritage.languages import LANGUAGES
from media_pipeline.iiif import access, addresses
from media_pipeline.iiif.auth.services import CONTEXT
from media_pipeline.iiif.records import MediaRecord
from media_pipeline.iiif.texts import IIIFText, words
from media_pipeline.posters import FORMATS, SMALL, poster_path

JSON = dict[str, Any]


def probe_result(record: MediaRecord | None, visitor: Visitor) -> JSON:
    status = _status(record, visitor)
    made: JSON = {"@context": CONTEXT, "type": "AuthProbeResult2", "status": status}
    if status == 200:
        return made
    heading, note = _words(record, status)
    made |= {"heading": heading, "note": note}
    if record and record.visibility == "restricted" and (instead := _substitutes(record)):
        made["substitute"] = instead
    return made


def _status(record: MediaRecord | None, visitor: Visitor) -> int:
    """As the image's own address would answer this visitor. Drafts are not there, whoever asks."""
    if record is None:
        return NotFound.status
    if record.visibility == "public":
        return 200
    if record.visibility == "restricted" and access.visitor_may_see(visitor, record):
        return 200
    return access.refusal(record, visitor).status


def _words(record: MediaRecord | None, status: int) -> tuple[IIIFText, IIIFText]:
    if record and record.until and status in {401, 403}:
        return closed_until(record.until), words(_("Until then only the institution’s own editors see it."))
    heading, note = _WORDS[status]
    return words(heading), words(note)


_WORDS = {
    401: (_("For readers"), _("Readers of the institution that holds this see it when they are signed in to Qazyna.")),
    403: (_("For readers"), _("Your account is not that of a reader of the institution that holds this.")),
    404: (_("There is nothing at this address."), _("The image may have been replaced by a better one.")),
    410: (
        _("This record has been withdrawn."),
        _("Its identifier stays reserved and will never name anything else."),
    ),
}


def closed_until(day: date) -> IIIFText:
    """ "Closed until 1 March 2030", the date as each language writes it."""
    found: IIIFText = {}
    for language in LANGUAGES.values():
        with translation.override(language.url_code):
            text = translation.gettext("Closed until %(date)s") % {"date": date_format(day, "DATE_FORMAT")}
            found[language.tag] = [text]
    return found


def _substitutes(record: MediaRecord) -> list[JSON]:
    """The smaller image that everybody may see, as an image service of its own, else as a picture."""
    if record.small is None:
        return []
    if record.pyramid:
        uri = addresses.image_uri(f"{record.identifier}{SMALL}")
        width, height = record.small.fitted(record.pyramid.width, record.pyramid.height)
        service = {"id": uri, "type": "ImageService3", "profile": "level2"}
        picture = f"{uri}/full/max/0/default.jpg"
        return [_image(picture, "image/jpeg", width=width, height=height, service=[service])]
    if not record.open_posters:
        return []
    width, format = max(record.open_posters, key=lambda each: (each[1] == "jpg", each[0]))
    path = poster_path(record.identifier, record.sha256, width, format)
    return [_image(addresses.public(path), FORMATS[format])]


def _image(uri: str, format: str, **more: Any) -> JSON:
    return {"id": uri, "type": "Image", "label": words(_("Smaller image")), "format": format, **more}
