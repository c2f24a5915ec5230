from media_pipeline.models.annotations import Annotation
from media_pipeline.models.assets import Asset, cover
from media_pipeline.models.derivatives import Derivative
from media_pipeline.models.grants import AccessGrant
from media_pipeline.models.ranges import Range
from media_pipeline.models.texts import CanvasText, shown_texts

__all__ = ["AccessGrant", "Annotation", "Asset", "CanvasText", "Derivative", "Range", "cover", "shown_texts"]
