"""A large picture that compresses like a photograph: soft shapes of several sizes under some grain."""

from pathlib import Path

import pyvips


def write_master(path: Path, width: int, height: int) -> None:
    bands = []
    for number in range(3):
        image = pyvips.Image.gaussnoise(width, height, sigma=5, mean=128, seed=number)
        for factor, sigma in ((8, 8), (64, 25), (512, 40)):
            small = pyvips.Image.gaussnoise(
                width // factor + 4, height // factor + 4, sigma=sigma, mean=0, seed=factor if factor > 8 else number
            )
            image += small.resize(factor, kernel="cubic").crop(0, 0, width, height)
        bands.append(image)
    bands[0].bandjoin(bands[1:]).cast("uchar").copy(interpretation="srgb").tiffsave(str(path))
