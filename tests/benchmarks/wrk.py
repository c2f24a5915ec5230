"""wrk, with a list of paths; and the memory of processes."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_SCRIPT = """
local paths = {}
for line in io.lines("%(paths)s") do
  paths[#paths + 1] = wrk.format("GET", "%(prefix)s/" .. line, {["Host"] = "%(host)s"})
end
local at, seen, once = 0, 0, %(once)s
local ffi = require("ffi")
ffi.cdef[[ struct tv { long s; long us; }; int gettimeofday(struct tv *, void *);
           int kill(int, int); int getpid(void); ]]
local function now()
  local t = ffi.new("struct tv"); ffi.C.gettimeofday(t, nil)
  return tonumber(t.s) * 1e6 + tonumber(t.us)
end
request = function()
  at = at + 1
  if at == 2 then started = now() end   -- the first call is wrk's own trial of this script
  return paths[(at - 1) %% #paths + 1]
end
if once then
  response = function()
    seen = seen + 1
    if seen == #paths then took = math.floor(now() - started); wrk.thread:stop(); ffi.C.kill(ffi.C.getpid(), 2) end
  end
end
local thread
setup = function(each) thread = each end
done = function(summary, latency)
  local took = once and thread:get("took") or summary.duration
  local errors = summary.errors
  local form = 'JSON{"requests": %%d, "microseconds": %%d, "p99": %%f, "errors": %%d}\\n'
  io.write(string.format(form, summary.requests, took,
    latency:percentile(99) / 1000, errors.status + errors.connect + errors.read + errors.timeout))
end
"""


@dataclass(frozen=True)
class Load:
    """`p99` in milliseconds."""

    requests: int
    per_second: float
    p99: float
    errors: int


def run(base: str, paths: list[str], seconds: int = 60, *, once: bool = False) -> Load:
    """With `once` every path is asked for exactly once, else they are gone through again and again."""
    where = urlsplit(base)
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "paths"
        listed.write_text("\n".join(paths) + "\n")
        script = Path(folder) / "script.lua"
        values = {"paths": listed, "prefix": where.path, "host": where.netloc, "once": "true" if once else "false"}
        script.write_text(_SCRIPT % values)
        command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout", "30s", "-s", str(script)]
        done = subprocess.run([*command, f"http://{where.netloc}"], capture_output=True, text=True, check=False)
    [line] = [each for each in done.stdout.splitlines() if each.startswith("JSON")]
    found = json.loads(line.removeprefix("JSON"))
    asked = min(found["requests"], len(paths)) if once else found["requests"]
    return Load(asked, asked / found["microseconds"] * 1e6, found["p99"], found["errors"])


def memory(pids: list[int]) -> tuple[float, float]:
    """(RSS, PSS) in MB of these processes and all below them."""
    rss = pss = 0
    for process in {below for pid in pids for below in _tree(pid)}:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            name, _colon, value = line.partition(":")
            rss += int(value.split()[0]) if name == "Rss" else 0
            pss += int(value.split()[0]) if name == "Pss" else 0
    return rss / 1024, pss / 1024


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _tree(int(child))
    return found
