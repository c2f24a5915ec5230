"""Presentation API 3.0 manifests of published items."""

from media_pipeline.iiif.presentation.json import CONTEXT, JSON
from media_pipeline.iiif.presentation.manifests import manifest

__all__ = ["CONTEXT", "JSON", "manifest"]
