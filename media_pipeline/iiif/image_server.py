"""The lean ASGI application for images, posters and models: beside Django, not behind its middleware.

A stored tile or a description of an image that this process knows is answered at once, in the event loop: from memory,
else by one read of a local file. What needs a look into the tables or an unopened file waits for one of a few threads,
what has to be made for one of another few, as many as can really decode at once; longer queues are answered 503 at once
instead of filling memory. What is not public is handed to Django, which knows who is asking.

ASGI, though granian's own RSGI is a little faster: docs/adr/0012 has the measurements and the reason."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.conf import settings
from django.db import close_old_connections

from media_pipeline.iiif import at_once, records
from media_pipeline.iiif.answers import Answer, Work, busy
from media_pipeline.iiif.service import Hidden, answer, complete, failure

logger = structlog.get_logger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Flights = dict[str, asyncio.Future[bytes]]

PREFIXES = ("/iiif/3/", "/iiif/2/", "/posters/", "/files/")
_LOOKUP_THREADS = 2
_GATHER_SECONDS = 0.1
_NOBODYS_NAME = "q00000000000"


class ImageServer:
    """Takes what begins with PREFIXES; all else goes to `django`."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.lookups = ThreadPoolExecutor(_LOOKUP_THREADS, thread_name_prefix="lookup")
        self.makers = ThreadPoolExecutor(settings.IIIF_THREADS, thread_name_prefix="image")
        self.at_once = at_once.AtOnce(self._renew)
        self.flights: Flights = {}
        self.due: set[str] = set()
        self.waiting = 0

    def warm_up(self) -> None:
        """What else the first visitors would wait for: each lookup thread's connection, and its queries compiled."""
        for _thread in range(_LOOKUP_THREADS):
            self.lookups.submit(_in_tables, records.renew, [_NOBODYS_NAME])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIXES):
            await self.django(scope, receive, send)
            return
        known = self.at_once.answer(scope)
        if known is not None:
            status, headers, body = known
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], at_once.sent_path(scope)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if self.waiting >= settings.IIIF_MAX_WAITING:
            await self._send(busy(headers, path), scope, send)
            return
        self.waiting += 1
        try:
            made = await self._run(self.lookups, _in_tables, answer, method, path, headers)
            if made.work and method == "GET":
                made = complete(made, await self._made(made.work))
        except Hidden:
            await self.django(scope, receive, send)
            return
        except Exception as error:
            made = failure(error, headers, path)
        finally:
            self.waiting -= 1
        await self._send(made, scope, send)

    async def _made(self, work: Work) -> bytes:
        """One making for all who wait for the same. Raises TimeoutError, and what the work raises."""
        flight = self.flights.get(work.key)
        if flight is None:
            flight = self._run(self.makers, _in_time, work.run, time.monotonic() + settings.IIIF_SECONDS)
            self.flights[work.key] = flight
            flight.add_done_callback(lambda done: self._landed(work.key, done))
        done, _late = await asyncio.wait({flight}, timeout=settings.IIIF_SECONDS)
        if not done:
            raise TimeoutError
        return flight.result()

    def _landed(self, key: str, done: asyncio.Future[bytes]) -> None:
        self.flights.pop(key, None)
        if not done.cancelled():
            # Read, so that a fault which nobody waits for any more is not reported as lost.
            done.exception()

    def _renew(self, name: str) -> None:
        """Together with others that fall due just now: looking up ten costs little more than one."""
        if not self.due:
            asyncio.get_running_loop().call_later(_GATHER_SECONDS, self._renew_due)
        self.due.add(name)

    def _renew_due(self) -> None:
        names, self.due = self.due, set()
        self._run(self.lookups, _in_tables, records.renew, names).add_done_callback(_noted)

    def _run(self, threads: ThreadPoolExecutor, function: Callable[..., Any], *arguments: Any) -> asyncio.Future[Any]:
        return asyncio.get_running_loop().run_in_executor(threads, function, *arguments)

    async def _send(self, made: Answer, scope: Scope, send: Send) -> None:
        streams = not isinstance(made.body, bytes)
        if not streams and not made.work and made.status not in {204, 304}:
            made.headers["Content-Length"] = str(len(made.body))
        headers = at_once.raw(made.headers)
        await send({"type": "http.response.start", "status": made.status, "headers": headers})
        if scope["method"] == "HEAD" or made.status == 304:
            await send({"type": "http.response.body", "body": b""})
        elif not streams:
            await send({"type": "http.response.body", "body": made.body})
        else:
            await self._stream(made.body, send)

    async def _stream(self, chunks: Iterator[bytes], send: Send) -> None:
        while chunk := await self._run(self.lookups, next, chunks, b""):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _in_tables(function: Callable[..., Any], *arguments: Any) -> Any:
    close_old_connections()
    return function(*arguments)


def _in_time(run: Callable[[], bytes], until: float) -> bytes:
    """Not begun at all once nobody waits any more; the making itself has a limit of its own."""
    if time.monotonic() > until:
        raise TimeoutError
    return run()


def _noted(done: asyncio.Future[Any]) -> None:
    if not done.cancelled() and (error := done.exception()):
        logger.error("a record could not be renewed", exc_info=error)
