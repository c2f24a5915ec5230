"""IIIF Authorization Flow API 2.0: how a viewer on any site gets its reader to see restricted images."""
