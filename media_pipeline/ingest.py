"""Taking files in and what a person does with them: one named unit for each mutation.

What an item's files are is public as soon as the item is: on a published item these need the right to publish, on a
draft the right to edit."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.template.defaultfilters import filesizeformat

from catalogue.models import Item
from catalogue.models.identifiers import mint
from catalogue.rights import RIGHTS
from heritage.errors import NotFound, UserError
from heritage.languages import LanguageMap, validate_language_map
from heritage.storage_keys import original_key
from institutions.permissions import EDIT, PUBLISH, require
from media_pipeline import processing, recipes, states, storage
from media_pipeline.errors import FileRefused
from media_pipeline.models import Asset, Derivative
from media_pipeline.sniff import Sniffed, sniff

_CHUNK = 1024 * 1024
OFFERS = {"": None, "yes": True, "no": False}


def require_may_change(item: Item, user: Any) -> None:
    """Raises Denied."""
    live = Item.objects.filter(pk=item.pk, live=True).exists()
    require(user, PUBLISH if live else EDIT, item.institution_id)


def asset_receive(
    item: Item,
    file: Path | UploadedFile,
    *,
    user: Any,
    label: LanguageMap | None = None,
    credit: LanguageMap | None = None,
    rights_uri: str = "",
    panorama: bool = False,
    poster_for: Asset | None = None,
) -> Asset:
    """Keep a file as the item's last one and begin to process it. A file that the item has already is not kept
    twice: its asset is returned as it is. `panorama`: the sender knows it to be one, whatever its metadata lacks.

    Raises Denied, and FileRefused with nothing kept."""
    require_may_change(item, user)
    _check_texts(label, credit, rights_uri)
    with storage.temporary_path(".part") as path:
        size, sha256 = _store_stream(file, path)
        if known := Asset.objects.filter(item=item, sha256=sha256).first():
            return known
        found = sniff(path)
        if panorama:
            _as_panorama(found)
        asset = Asset(
            item=item, institution_id=item.institution_id, poster_for=poster_for, kind=found.kind,
            label=label or {}, credit=credit or {}, rights_uri=rights_uri,
            original_name=_plain_name(file.name or ""), media_type=found.media_type, byte_size=size, sha256=sha256,
            width=found.width, height=found.height, technical=found.technical,
            uploaded_by_id=getattr(user, "pk", None),
        )  # fmt: skip
        try:
            return _keep(asset, path, found)
        except IntegrityError:
            # The same file came twice at once, and the other was faster.
            return Asset.objects.get(item=item, sha256=sha256)


def _check_texts(label: LanguageMap | None, credit: LanguageMap | None, rights_uri: str) -> None:
    validate_language_map(label or {})
    validate_language_map(credit or {})
    if rights_uri and rights_uri not in RIGHTS:
        raise UserError(rights_uri)


def _plain_name(name: str) -> str:
    """The sender's name for the file, for people to read: no path, no control characters; never part of a key."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in base if char.isprintable())[:255] or "file"


def _store_stream(file: Path | UploadedFile, target: Path) -> tuple[int, str]:
    """Copy to `target`; returns size and SHA-256. Raises FileRefused once more than the limit has come."""
    limit, size, digest = settings.UPLOAD_MAX_BYTES, 0, hashlib.sha256()
    with target.open("wb") as out:
        for chunk in _chunks(file):
            size += len(chunk)
            if size > limit:
                raise FileRefused("file-too-large", limit=filesizeformat(limit))
            digest.update(chunk)
            out.write(chunk)
    return size, digest.hexdigest()


def _chunks(file: Path | UploadedFile) -> Iterable[bytes]:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            yield from _read(stream)
    else:
        yield from file.chunks(_CHUNK)


def _read(stream: BinaryIO) -> Iterable[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _as_panorama(found: Sniffed) -> None:
    if found.kind not in {Asset.Kind.IMAGE, Asset.Kind.PANORAMA}:
        return
    if not found.width or not found.height or found.width != 2 * found.height:
        raise FileRefused("image-not-panorama", width=found.width, height=found.height)
    found.kind = Asset.Kind.PANORAMA


def _keep(asset: Asset, path: Path, found: Sniffed) -> Asset:
    """File first, then the rows: a row never points to a file that is not there."""
    [asset.identifier] = mint("asset")
    asset.original = original_key(asset.identifier, asset.sha256, found.extension)
    storage.put(storage.originals(), asset.original, path)
    try:
        with transaction.atomic():
            last = Asset.objects.filter(item_id=asset.item_id).aggregate(last=Max("position"))["last"]
            asset.position = (last or 0) + 1
            asset.save(force_insert=True)
            _begin(asset)
    except BaseException:
        storage.remove(storage.originals(), asset.original)
        raise
    return asset


def _begin(asset: Asset) -> None:
    kinds = recipes.MADE_OF.get(asset.kind, ())
    made = [Derivative.objects.create(asset=asset, kind=kind, source_sha256=asset.sha256) for kind in kinds]
    if made:
        processing.enqueue([derivative.pk for derivative in made])
        return
    states.make_ready(asset)
    asset.state = Asset.State.READY


@transaction.atomic
def asset_remove(asset: Asset, *, user: Any) -> None:
    """Take the file and all that was made of it away for good. Raises Denied."""
    _require(asset, user)
    originals, derivatives = [], []
    for each in [asset, *asset.given_posters.all()]:
        originals.append(each.original)
        derivatives += [key for made in each.derivatives.all() for key in recipes.stored_keys(made)]
    was_ready, item_id = asset.state == Asset.State.READY, asset.item_id
    asset.delete()
    if was_ready:
        states.record_change(item_id)
    transaction.on_commit(lambda: _remove_files(originals, derivatives))


def _remove_files(originals: list[str], derivatives: list[str]) -> None:
    for key in originals:
        storage.remove(storage.originals(), key)
    for key in derivatives:
        storage.remove(storage.derivatives(), key)


@transaction.atomic
def asset_reorder(item: Item, identifiers: list[str], *, user: Any) -> None:
    """Put the named files first, in this order; the others follow as they were. Raises Denied, and NotFound for a
    file that is not the item's."""
    require_may_change(item, user)
    assets = {asset.identifier: asset for asset in Asset.objects.filter(item=item).order_by("position", "id")}
    if not set(identifiers) <= set(assets):
        raise NotFound()
    order = list(dict.fromkeys([*identifiers, *assets]))
    if order == list(assets):
        return
    for position, identifier in enumerate(order, start=1):
        assets[identifier].position = position
    Asset.objects.bulk_update(assets.values(), ["position"], batch_size=500)
    states.record_change(item.pk)


@transaction.atomic
def asset_describe(
    asset: Asset,
    *,
    user: Any,
    label: LanguageMap,
    credit: LanguageMap | None = None,
    rights_uri: str | None = None,
    page: str | None = None,
    original: str | None = None,
) -> Asset:
    """Change what is said about the file; None leaves as it is. `page` is an Asset.Page or "" for a page like others,
    `original` whether it is offered for download: "yes", "no", or "" as the rights allow. Raises Denied."""
    _require(asset, user)
    _check_texts(label, credit, rights_uri or "")
    if page not in {None, "", *Asset.Page.values} or original not in {None, *OFFERS}:
        raise UserError(f"{page} {original}")
    asset.label = label
    asset.credit = asset.credit if credit is None else credit
    asset.rights_uri = asset.rights_uri if rights_uri is None else rights_uri
    asset.page = asset.page if page is None else page
    asset.offer_original = asset.offer_original if original is None else OFFERS[original]
    asset.save(update_fields=["label", "credit", "rights_uri", "page", "offer_original", "updated_at"])
    if asset.state == Asset.State.READY:
        states.record_change(asset.item_id)
    return asset


@transaction.atomic
def asset_retry(asset: Asset, *, user: Any) -> None:
    """Begin again with what failed. Raises Denied."""
    _require(asset, user)
    states.retry(asset)
    pending = asset.derivatives.filter(state=Derivative.State.PENDING)
    processing.enqueue(list(pending.values_list("pk", flat=True)))


def _require(asset: Asset, user: Any) -> None:
    if asset.item is not None:
        require_may_change(asset.item, user)
    else:
        require(user, EDIT, asset.institution_id)
