from media_pipeline.models.assets import Asset, cover
from media_pipeline.models.derivatives import Derivative

__all__ = ["Asset", "Derivative", "cover"]
