"""A page of another site that follows IIIF Authorization Flow 2.0, as small as it can be, and a server for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = b"""<!doctype html><meta charset="utf-8"><title>Viewer</title>
<button id="open">Sign in</button><iframe id="frame" title="token" hidden></iframe>
<p id="said"></p><img id="tile" alt="">
<script>
const info = new URLSearchParams(location.search).get("info");
const found = (list, type) => [list].flat().find((each) => each.type === type);
const say = (text) => { document.getElementById("said").textContent = text; };
let image, probe, access, token, opened;
const tile = () => `${image.id}/0,0,512,512/512,512/0/default.jpg`;

async function ask() {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  return (await fetch(probe.id, { headers })).json();
}
function show(src) {
  return new Promise((done) => {
    const img = document.getElementById("tile");
    img.onload = () => done(`${img.naturalWidth}x${img.naturalHeight}`);
    img.onerror = () => done("refused");
    img.src = `${src}?${Math.random()}`;
  });
}
function fetchToken() {
  const id = String(Math.random());
  const service = found(access.service, "AuthAccessTokenService2").id;
  return new Promise((done) => {
    const hear = ({ origin, data }) => {
      if (origin !== new URL(service).origin || data.messageId !== id) return;
      removeEventListener("message", hear);
      done(data);
    };
    addEventListener("message", hear);
    document.getElementById("frame").src = `${service}?messageId=${id}&origin=${location.origin}`;
  });
}
async function goOn() {
  const message = await fetchToken();
  token = message.accessToken;
  const result = await ask();
  say(`${message.type} ${message.profile ?? ""} ${result.status} ${await show(tile())}`);
}
(async () => {
  image = await (await fetch(info)).json();
  probe = found(image.service, "AuthProbeService2");
  access = probe.service.find((each) => each.profile === "active");
  const result = await ask();
  say(`first ${result.status} ${await show(result.substitute?.[0].id ?? tile())}`);
  document.getElementById("open").onclick = () => {
    opened = window.open(`${access.id}?origin=${location.origin}`);
    const wait = setInterval(() => { if (opened.closed) { clearInterval(wait); goOn(); } }, 100);
  };
  window.again = goOn;
})();
</script>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path.startswith("/?") else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path.startswith("/?"):
            self.wfile.write(PAGE)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@contextmanager
def other_site() -> Iterator[str]:
    """Its origin: to a browser 127.0.0.1 is another site than localhost."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
