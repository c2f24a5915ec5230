"""How long a pyramid takes, checksums and all, beside libvips on the command line; and how much memory.

    pytest tests/benchmarks/test_pyramid_speed.py -s            PYRAMID_SIZE=20000x15000 for a larger one

Figures are printed, none is asserted: they are the machine's. Needs `vips` (Debian: libvips-tools)."""

import os
import shutil
import statistics
import subprocess
import sys
import time

from tests.architecture.sources import ROOT
from tests.benchmarks.masters import write_master

WIDTH, HEIGHT = map(int, os.environ.get("PYRAMID_SIZE", "12000x9000").split("x"))
ROUNDS = 5
# A process of its own, without the tables: what a worker has loaded anyway is not the pyramid's.
OURS = """
import hashlib, re, sys, time
from pathlib import Path
from media_pipeline import images
from media_pipeline.sniff import HEAD, image_loader
source, target = map(Path, sys.argv[1:])
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
loaded, start = peak(), time.perf_counter()
with source.open("rb") as stream:
    sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
loader = image_loader(source.open("rb").read(HEAD))
metadata = images.technical_metadata(images.open_header(source, loader))
made = images.make_pyramid(source, loader, target)
print(time.perf_counter() - start, loaded, peak())
"""
THEIRS = "--tile --pyramid --compression jpeg --Q 89 --tile-width 256 --tile-height 256"


def test_beside_libvips_on_the_command_line(tmp_path):
    assert shutil.which("vips"), "this benchmark needs libvips-tools"
    source = tmp_path / "master.tif"
    write_master(source, WIDTH, HEIGHT)
    ours, theirs, memory = [], [], ""
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", OURS, str(source), str(tmp_path / "ours.tif")]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'collections'}"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        seconds, loaded, peak = done.stdout.split()
        ours.append(float(seconds))
        memory = f"{peak} MB at most, {loaded} MB of it before the first pixel"
        start = time.perf_counter()
        subprocess.run(
            ["vips", "tiffsave", str(source), str(tmp_path / "theirs.tif"), *THEIRS.split()],
            check=True,
            capture_output=True,
        )
        theirs.append(time.perf_counter() - start)
    one, other = statistics.median(ours), statistics.median(theirs)
    print(f"\n{WIDTH} x {HEIGHT}: ours {one:.2f} s with SHA-256 of both files, vips {other:.2f} s")
    print(f"ratio {one / other:.2f}; memory {memory}")
    assert (tmp_path / "ours.tif").stat().st_size > 0
