"""IIIF Content Search 2.0 within one item: its texts and notes."""
