"""Stored tiles, side by side with Debian's iipsrv behind nginx: a thousand distinct ones over eight images.

    pytest tests/benchmarks/test_tile_speed.py -s          TILE_ROUNDS=5   TILE_SIZE=12000x9000   TILE_SECONDS=6

Needs `apt-get install wrk iipimage-server nginx-light spawn-fcgi`. Each round asks each server once cold (started anew,
its files out of the page cache) and then for some seconds warm; medians are printed with their ratio to iipsrv's, and
the memory of all of a server's processes. Figures are the machine's: none is asserted but that every tile was answered,
and that twenty thousand requests leave the memory as it was."""

import os
import random
import shutil
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pyvips
from django.conf import settings

from heritage.programs import images, web
from institutions.permissions import SYSTEM
from media_pipeline import ingest, processing
from tests import factories
from tests.benchmarks.wrk import Load, memory, run
from tests.running import web_server

ROUNDS = int(os.environ.get("TILE_ROUNDS", "3"))
SECONDS = int(os.environ.get("TILE_SECONDS", "4"))
WIDTH, HEIGHT = (int(each) for each in os.environ.get("TILE_SIZE", "12000x9000").split("x"))
IIPSRV = Path("/usr/lib/iipimage-server/iipsrv.fcgi")
IMAGES, TILES, SHARES = 8, 1000, {1: 350, 2: 250, 4: 186, 8: 122, 16: 60, 32: 32}
PORT = 8128


@pytest.fixture(scope="module", autouse=True)
def programs() -> None:
    missing = [name for name in ("wrk", "nginx", "spawn-fcgi") if not shutil.which(name)]
    missing += [] if IIPSRV.exists() else ["iipimage-server"]
    assert not missing, f"this benchmark needs {', '.join(missing)}"


def picture(number: int, folder: Path) -> Path:
    """Noise over slow waves: as hard to compress as a photograph of a painting."""
    waves = pyvips.Image.perlin(WIDTH, HEIGHT, cell_size=256, seed=number) * 90 + 128
    noise = pyvips.Image.gaussnoise(WIDTH, HEIGHT, sigma=9, mean=0, seed=number)
    path = folder / f"{number}.jpg"
    (waves + noise).cast("uchar").bandjoin([(waves * 0.8).cast("uchar"), (waves * 0.6 + noise).cast("uchar")]).copy(
        interpretation="srgb"
    ).jpegsave(str(path), Q=92)
    return path


def tile_paths(names: list[str]) -> list[str]:
    chance = random.Random(11)
    picked: list[str] = []
    for factor, share in SHARES.items():
        side = 256 * factor
        pool = [
            f"{name}/{x},{y},{w},{h}/{-(-w // factor)},{-(-h // factor)}/0/default.jpg"
            for name in names
            for y in range(0, HEIGHT, side)
            for x in range(0, WIDTH, side)
            for w, h in [(min(side, WIDTH - x), min(side, HEIGHT - y))]
        ]
        picked += chance.sample(pool, min(share, len(pool)))
    chance.shuffle(picked)
    return picked


@contextmanager
def iipsrv(folder: Path, run_dir: Path) -> Iterator[tuple[str, list[int]]]:
    run_dir.mkdir(exist_ok=True)
    environment = os.environ | {
        "FILESYSTEM_PREFIX": f"{folder}/", "JPEG_QUALITY": "89", "MAX_IMAGE_CACHE_SIZE": "10", "MAX_CVT": "12000",
        "VERBOSITY": "0", "LOGFILE": str(run_dir / "log"),
    }  # fmt: skip
    command = ["spawn-fcgi", "-s", str(run_dir / "sock"), "-M", "666", "-F", "2", "-P", str(run_dir / "pids")]
    subprocess.run([*command, "--", str(IIPSRV)], env=environment, check=True, stdout=subprocess.DEVNULL)
    temporary = "".join(
        f"{each}_temp_path {run_dir / each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Else its workers are somebody who may not look into the tests' folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (run_dir / "nginx.conf").write_text(f"""
        {user} worker_processes 2; daemon off; pid {run_dir / "pid"}; error_log {run_dir / "errors"} crit;
        events {{ worker_connections 512; }}
        http {{ access_log off; keepalive_requests 1000000; fastcgi_buffers 16 64k; {temporary}
          server {{ listen 127.0.0.1:{PORT}; location ~ ^/iiif/(.*)$ {{
            fastcgi_pass unix:{run_dir / "sock"}; fastcgi_param QUERY_STRING IIIF=$1; fastcgi_param REQUEST_METHOD GET;
            fastcgi_param REQUEST_URI $request_uri; fastcgi_param HTTP_HOST $host; }} }} }}""")
    nginx = subprocess.Popen(["nginx", "-e", str(run_dir / "errors"), "-c", str(run_dir / "nginx.conf")])
    workers = [int(each) for each in (run_dir / "pids").read_text().split()]
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{PORT}/iiif", [nginx.pid, *workers]
    finally:
        nginx.terminate()
        nginx.wait()
        for each in workers:
            os.kill(each, signal.SIGTERM)


@contextmanager
def ours(program) -> Iterator[tuple[str, list[int]]]:
    before = set(_children(os.getpid()))
    with web_server(2, program) as url:
        started = [each for each in _children(os.getpid()) if each not in before and b"granian" in _command(each)]
        yield f"{url}/iiif/3", started


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def forget_files(*folders: Path) -> None:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                descriptor = os.open(path, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


@pytest.mark.django_db(transaction=True)
def test_tiles_beside_iipsrv(tmp_path, capsys):
    pyramids = tmp_path / "pyramids"
    pyramids.mkdir()
    names = []
    for number in range(IMAGES):
        path = picture(number, tmp_path)
        asset = ingest.asset_receive(factories.item(), path, user=SYSTEM)
        processing.process_all_due()
        names.append(asset.identifier)
        pyvips.Image.new_from_file(str(path), access="sequential").tiffsave(
            str(pyramids / asset.identifier), tile=True, pyramid=True, tile_width=256, tile_height=256,
            compression="jpeg", Q=89,
        )  # fmt: skip
        path.unlink()
    paths = tile_paths(names)
    servers = {
        "iipsrv": lambda: iipsrv(pyramids, tmp_path / "iipsrv"),
        "image processes": lambda: ours(images),
        "whole site": lambda: ours(web),
    }
    loads: dict[str, list[tuple[Load, Load, tuple[float, float]]]] = {name: [] for name in servers}
    for _round in range(ROUNDS):
        for name, start in servers.items():
            forget_files(pyramids, Path(settings.MEDIA_ROOT))
            with start() as (base, processes):
                cold = run(base, paths, once=True)
                loads[name].append((cold, run(base, paths, seconds=SECONDS), memory(processes)))
    _print(loads, capsys)
    with ours(images) as (base, processes):
        # Connections are shared out by chance: after so many runs both processes have every tile in memory.
        for _each in range(5):
            run(base, paths, seconds=SECONDS)
        first = memory(processes)[0]
        _ask(base, paths, 20_000)
        assert memory(processes)[0] < first * 1.03
    assert {name: [(cold.errors, warm.errors) for cold, warm, _used in runs] for name, runs in loads.items()} == {
        name: [(0, 0)] * ROUNDS for name in servers
    }


def _ask(base: str, paths: list[str], requests: int) -> None:
    while requests > 0:
        requests -= run(base, paths, seconds=SECONDS).requests


def _print(loads, capsys) -> None:
    with capsys.disabled():
        print(f"\n{TILES} tiles of {IMAGES} images of {WIDTH} x {HEIGHT}, 8 connections, medians of {ROUNDS} rounds")
        columns = ("cold/s", "ratio", "p99 ms", "warm/s", "ratio", "p99 ms", "ratio", "RSS MB", "PSS MB")
        print(f"{'':<18}" + "".join(f"{each:>9}" for each in columns))
        middle = {
            name: [statistics.median(values) for values in zip(*(_figures(each) for each in runs), strict=True)]
            for name, runs in loads.items()
        }
        reference = middle["iipsrv"]
        for name, (cold, cold_p99, warm, p99, rss, pss) in middle.items():
            ratios = cold / reference[0], warm / reference[2], p99 / reference[3]
            row = (cold, ratios[0], cold_p99, warm, ratios[1], p99, ratios[2], rss, pss)
            print(f"{name:<18}" + "".join(f"{each:>9.2f}" if each < 100 else f"{each:>9.0f}" for each in row))


def _figures(each: tuple[Load, Load, tuple[float, float]]) -> tuple[float, ...]:
    cold, warm, used = each
    return cold.per_second, cold.p99, warm.per_second, warm.p99, *used
