"""The lean ASGI application for images, posters and models: beside Django, not behind its middleware.

The work runs in a few threads, as many as can really decode at once; a longer queue is answered 503 at once
instead of filling memory. What is not public is handed to Django, which knows who is asking."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.conf import settings
from django.db import close_old_connections

from media_pipeline.iiif.answers import Answer, broken, busy
from media_pipeline.iiif.service import Hidden, answer

logger = structlog.get_logger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PREFIXES = ("/iiif/3/", "/iiif/2/", "/posters/", "/files/")


class ImageServer:
    """Takes what begins with PREFIXES; all else goes to `django`."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.threads = ThreadPoolExecutor(settings.IIIF_THREADS, thread_name_prefix="image")
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIXES):
            await self.django(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = _raw_path(scope)
        if self.waiting >= settings.IIIF_MAX_WAITING:
            await self._send(busy(headers, path), scope, send)
            return
        self.waiting += 1
        try:
            made = await self._run(_answer, scope["method"], path, headers)
        except Hidden:
            await self.django(scope, receive, send)
            return
        finally:
            self.waiting -= 1
        await self._send(made, scope, send)

    async def _run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *arguments)

    async def _send(self, made: Answer, scope: Scope, send: Send) -> None:
        streams = not isinstance(made.body, bytes)
        if not streams and made.status not in {204, 304}:
            made.headers["Content-Length"] = str(len(made.body))
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in made.headers.items()]
        await send({"type": "http.response.start", "status": made.status, "headers": headers})
        if scope["method"] == "HEAD" or made.status == 304:
            await send({"type": "http.response.body", "body": b""})
        elif not streams:
            await send({"type": "http.response.body", "body": made.body})
        else:
            await self._stream(made.body, send)

    async def _stream(self, chunks: Iterator[bytes], send: Send) -> None:
        while chunk := await self._run(next, chunks, b""):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _raw_path(scope: Scope) -> str:
    raw = scope.get("raw_path")
    if raw:
        return raw.decode("latin-1").partition("?")[0]
    return scope["path"]


def _answer(method: str, path: str, headers: dict[str, str]) -> Answer:
    close_old_connections()
    try:
        return answer(method, path, headers)
    except Hidden:
        raise
    except Exception:
        logger.exception("image request failed", path=path)
        return broken(headers, path)
