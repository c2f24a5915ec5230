"""Pictures kept on disk after they were made: once for all processes, whole or not at all, within a limit."""

import os
import subprocess
import sys
import threading
import time

import pytest

from media_pipeline.iiif import made_files
from tests.running import ROOT

NAME = "0123456789abcdef0123456789abcdef.png"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.IIIF_MADE_BYTES = 1_000_000


def fails() -> bytes:
    raise AssertionError("made again")


def name(number: int) -> str:
    return f"{number:032x}.jpg"


def test_made_once():
    assert made_files.get_or_make(NAME, lambda: b"first", 1) == b"first"
    assert made_files.get_or_make(NAME, fails, 1) == b"first"
    assert made_files.is_kept(NAME)
    assert (made_files.folder() / made_files.path_of(NAME)).read_bytes() == b"first"


def test_off_by_setting(settings):
    settings.IIIF_MADE_BYTES = 0
    assert made_files.get_or_make(NAME, lambda: b"first", 1) == b"first"
    assert made_files.get_or_make(NAME, lambda: b"second", 1) == b"second"
    assert not made_files.folder().exists()
    assert not made_files.is_kept(NAME)


def test_the_longest_unused_go_first_when_the_limit_is_reached(settings):
    for number in range(30):
        made_files.get_or_make(name(number), lambda: b"x" * 50_000, 1)
        path = made_files.folder() / made_files.path_of(name(number))
        if path.exists():
            os.utime(path, (number, number))
    kept = [number for number in range(30) if made_files.is_kept(name(number))]
    assert kept == list(range(30 - len(kept), 30))
    assert 10 < len(kept) <= 20


def test_a_hit_counts_as_use():
    for number in range(2):
        made_files.get_or_make(name(number), lambda: b"x" * 60_000, 1)
        os.utime(made_files.folder() / made_files.path_of(name(number)), (1000 + number, 1000 + number))
    made_files.get_or_make(name(0), fails, 1)
    for number in range(2, 15):
        made_files.get_or_make(name(number), lambda: b"x" * 60_000, 1)
    assert made_files.is_kept(name(0))
    assert not made_files.is_kept(name(1))


def test_what_is_larger_than_its_share_is_sent_and_not_kept():
    assert len(made_files.get_or_make(NAME, lambda: b"x" * 100_000, 1)) == 100_000
    assert not made_files.is_kept(NAME)


def test_what_a_crash_left_is_removed_and_never_read():
    made_files.get_or_make(NAME, lambda: b"whole", 1)
    part = made_files.folder() / "0000.part"
    part.write_bytes(b"hal")
    os.utime(part, (1, 1))
    fresh = made_files.folder() / "1111.part"
    fresh.write_bytes(b"hal")
    made_files.clear_to_limit()
    assert not part.exists()
    assert fresh.exists()
    assert made_files.get_or_make(NAME, fails, 1) == b"whole"


def test_threads_that_want_the_same_make_it_once():
    made = []

    def make() -> bytes:
        made.append(1)
        time.sleep(0.2)
        return b"picture"

    results = []
    threads = [
        threading.Thread(target=lambda: results.append(made_files.get_or_make(NAME, make, 10))) for _each in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (made, results) == ([1], [b"picture"] * 5)


_OTHER_PROCESS = """
import sys, time, django
django.setup()
from django.conf import settings
from pathlib import Path
settings.VAR_DIR = Path(sys.argv[1])
from media_pipeline.iiif import made_files
def make():
    print("making", flush=True)
    time.sleep(float(sys.argv[3]))
    return b"theirs"
made_files.get_or_make(sys.argv[2], make, 10)
"""


def other_process(folder, seconds: float) -> subprocess.Popen:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "heritage.settings.test",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'collections'}",
    }
    command = [sys.executable, "-c", _OTHER_PROCESS, str(folder), NAME, str(seconds)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"making\n"
    return process


def test_another_process_is_waited_for(tmp_path):
    process = other_process(tmp_path, 0.5)
    assert made_files.get_or_make(NAME, fails, 10) == b"theirs"
    assert process.wait() == 0


def test_a_maker_that_is_killed_holds_up_nobody(tmp_path):
    process = other_process(tmp_path, 60)
    process.kill()
    process.wait()
    assert made_files.get_or_make(NAME, lambda: b"ours", 10) == b"ours"


def test_who_waits_too_long_makes_it(tmp_path):
    process = other_process(tmp_path, 60)
    assert made_files.get_or_make(NAME, lambda: b"ours", 0.1) == b"ours"
    process.kill()
    process.wait()


def test_a_folder_that_cannot_be_written_costs_only_the_memory(settings, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    settings.VAR_DIR = tmp_path / "file"
    assert made_files.get_or_make(NAME, lambda: b"first", 1) == b"first"
    assert made_files.get_or_make(NAME, lambda: b"second", 1) == b"second"
