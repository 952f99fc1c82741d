"""The load: so many connections that post one appeal after another and keep the connection.

A process of its own, `python -m bench.load PORT CONCURRENCY SECONDS`; prints one line of JSON.
"""

import asyncio
import json
import sys
import time
import uuid
from dataclasses import dataclass, field

APPEAL = {
    "body": "economy-novosibirsk",
    "type": "application",
    "surname": "Ковалёва",
    "given_name": "Нина",
    "patronymic": "Сергеевна",
    "summary": "Субсидия на оборудование",
    "text": "Прошу разъяснить, какие документы нужны для получения субсидии. " * 12,
    "reply_channel": "email",
    "email": "n.kovaleva@example.ru",
}
CONTENT = json.dumps(APPEAL, ensure_ascii=False).encode()
HEAD = (
    "POST /api/v1/cases HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(CONTENT)}\r\nIdempotency-Key: "
).encode()


@dataclass
class Result:
    """What was seen: seconds of each answered request, and the first answer that was not 201."""

    times: list[float] = field(default_factory=list)
    failure: str = ""


async def _client(port: int, until: float, result: Result) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while not result.failure:
        begun = time.perf_counter()
        if begun >= until:
            break
        writer.write(HEAD + uuid.uuid4().hex.encode() + b"\r\n\r\n" + CONTENT)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        answer = await reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 201"):
            result.failure = (head.split(b"\r\n", 1)[0] + b" " + answer[:300]).decode(
                "utf-8", "replace"
            )
        result.times.append(time.perf_counter() - begun)
        if b"\r\nconnection: close" in head.lower():
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def _run(port: int, concurrency: int, seconds: float) -> dict[str, object]:
    result = Result()
    begun = time.perf_counter()
    clients = [_client(port, begun + seconds, result) for _ in range(concurrency)]
    await asyncio.gather(*clients)
    elapsed = time.perf_counter() - begun
    times = sorted(result.times)
    last = len(times) - 1
    return {
        "rate": len(times) / elapsed,
        "p50": 1000 * times[last // 2],
        "p99": 1000 * times[round(last * 0.99)],
        "count": len(times),
        "failure": result.failure,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_run(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))))
