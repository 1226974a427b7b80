"""Whole messages over a stream socket: their length in eight bytes, then as many bytes."""

import json
import socket
from collections.abc import Iterator
from typing import Any

HEAD = 8
PART = 1 << 20


def send(conversation: socket.socket, message: Any) -> None:
    """Send a message of plain values."""
    data = json.dumps(message).encode("ascii")
    conversation.sendall(len(data).to_bytes(HEAD, "big") + data)


def receive(conversation: socket.socket) -> Any:
    """Wait for a message; raise EOFError where the other side has gone."""
    size = int.from_bytes(b"".join(read(conversation, HEAD)), "big")
    return json.loads(b"".join(read(conversation, size)))


def read(conversation: socket.socket, size: int) -> Iterator[bytes]:
    """Give the next bytes, in parts as they come."""
    while size:
        part = conversation.recv(min(size, PART))
        if not part:
            raise EOFError("the other side has gone")
        size -= len(part)
        yield part
