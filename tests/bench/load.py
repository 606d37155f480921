"""A small HTTP client that asks as fast as it is answered, over a few kept-alive connections."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Figures:
    """What a run measured: requests a second, and milliseconds at the median and at 95 %."""

    rps: float
    p50_ms: float
    p95_ms: float
    errors: int


def measure(urls: list[str], *, connections: int = 8, seconds: float = 4.0) -> Figures:
    """Ask for `urls` in turn over `connections` connections for `seconds`."""
    return asyncio.run(_measure(urls, connections, seconds))


async def _measure(urls: list[str], connections: int, seconds: float) -> Figures:
    deadline = time.perf_counter() + seconds
    started = time.perf_counter()
    runs = await asyncio.gather(*(_ask(urls, offset, deadline) for offset in range(connections)))
    elapsed = time.perf_counter() - started
    times = sorted(one for times, _errors in runs for one in times)
    return Figures(
        rps=len(times) / elapsed,
        p50_ms=times[len(times) // 2] * 1000,
        p95_ms=times[int(len(times) * 0.95)] * 1000,
        errors=sum(errors for _times, errors in runs),
    )


async def _ask(urls: list[str], offset: int, deadline: float) -> tuple[list[float], int]:
    parts = urlsplit(urls[0])
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    times: list[float] = []
    cookies: dict[str, str] = {}
    errors = 0
    number = offset
    while time.perf_counter() < deadline:
        target = urlsplit(urls[number % len(urls)])
        number += 1
        path = f"{target.path}?{target.query}" if target.query else target.path
        kept = f"Cookie: {'; '.join(f'{k}={v}' for k, v in cookies.items())}\r\n" if cookies else ""
        began = time.perf_counter()
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: Mozilla/5.0 bench\r\n"
            f"Accept-Language: en\r\n{kept}\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        times.append(time.perf_counter() - began)
        errors += not head.startswith(b"HTTP/1.1 200")
        cookies.update(_cookies(head))
        if b"connection: close" in head.lower():
            writer.close()
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.close()
    return times, errors


def _cookies(head: bytes) -> dict[str, str]:
    """Return what an answer asks to keep: each connection is a reader who comes back."""
    lines = [line for line in head.decode("latin-1").split("\r\n") if line.lower().startswith("set-cookie:")]
    pairs = (line.split(":", 1)[1].split(";", 1)[0].strip().split("=", 1) for line in lines)
    return dict(pairs)  # type: ignore[arg-type]
