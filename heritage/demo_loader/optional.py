"""What the site can do with programs that a machine may lack. Nothing of the demo needs them."""

import shutil

_PROGRAMS = {
    "tesseract": "OCR of page images (tesseract)",
    "ffmpeg": "sound and film (ffmpeg)",
}


def missing_parts() -> list[str]:
    return [part for program, part in _PROGRAMS.items() if shutil.which(program) is None]
