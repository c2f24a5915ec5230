"""Access tokens (section 4): shown to the probe service alone, and worth nothing anywhere else."""

from django.core import signing

from media_pipeline import grants
from media_pipeline.grants import Expired, Holder

SECONDS = 300
_SALT = "media_pipeline.iiif.auth.tokens"


def token_for(holder: Holder, origin: str) -> str:
    return signing.dumps([holder.grant_id, origin], salt=_SALT, compress=False)


def holder_of_token(token: str, sent_from: str | None) -> Holder | None:
    """None for a token that is not good now, or that another site's page sends. A program outside a browser names no
    site (`sent_from` None). Asked of the database each time: a probe is rare and its answer is about now."""
    try:
        grant_id, origin = signing.loads(token, salt=_SALT, max_age=SECONDS)
        holder = grants.read_by_id(grant_id)
    except (signing.BadSignature, Expired):
        return None
    if origin not in holder.origins or (sent_from is not None and sent_from != origin):
        return None
    return holder
