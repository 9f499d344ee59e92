"""Connections that are cut, stand still or all come at once: nothing half stored, the others are answered."""

from __future__ import annotations

import hashlib
import io
import shutil
import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from lizheng.core.audit import verify
from lizheng.core.store import open_store, tables
from lizheng.forms.canonical import write_json
from PIL import Image
from sqlalchemy import func, select

from ..crash import wait_until
from .service import Client, Service, make_body, make_id, path_of

pytestmark = pytest.mark.first

AT_ONCE = 0.5  # seconds: what a person calls at once, on a machine that has other work too


@pytest.fixture(scope="module")
def service(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One server for the whole page: no test minds what another one stored."""
    service = Service(Path(shutil.copytree(demo, tmp_path_factory.mktemp("network") / "data")))
    service.start()
    yield service
    service.kill()


def count(service: Service, name: str) -> int:
    store = open_store(service.database)
    try:
        with store.read() as connection:
            query = select(func.count()).select_from(getattr(tables, name))
            return connection.execute(query).scalar_one()
    finally:
        store.close()


def count_all(service: Service) -> dict[str, int]:
    return {name: count(service, name) for name in ("records", "revisions", "outbox", "drafts", "audit")}


def make_photo(seed: int) -> bytes:
    written = io.BytesIO()
    Image.effect_noise((64 + seed, 64), 50).convert("RGB").save(written, "JPEG")
    return written.getvalue()


def upload(client: Client, content: bytes) -> dict[str, object]:
    path = f"/api/v1/attachments/{hashlib.sha256(content).hexdigest()}?name=photo.jpg"
    status, answer = client.ask("PUT", path, content, **{"Content-Type": "image/jpeg"})
    assert status == 201, answer
    return answer


def put_all_at_once(
    service: Service, client: Client, record: str, bodies: list[dict[str, object]]
) -> Counter:
    """Send the bodies at the same moment, each on its own open connection; count the statuses."""
    barrier, clients = Barrier(len(bodies)), [client.twin() for _ in bodies]

    def put(one: Client, body: dict[str, object]) -> int:
        with closing(one):
            one.ask("GET", "/healthz")
            barrier.wait(30)
            return one.put(record, body)[0]

    with ThreadPoolExecutor(len(bodies)) as pool:
        return Counter(pool.map(put, clients, bodies))


def test_fifty_identical_puts_at_once_make_one_record_with_one_audit_entry(service: Service) -> None:
    with closing(service.client()) as client:
        photos = [upload(client, make_photo(seed)) for seed in range(3)]
        before = count_all(service)
        found = [
            put_all_at_once(service, client, make_id(), [make_body(photo=photos)] * 50) for _ in range(4)
        ]
        grown = {name: after - before[name] for name, after in count_all(service).items()}
    assert found == [Counter({200: 49, 201: 1})] * 4
    assert grown == {"records": 4, "revisions": 4, "outbox": 4, "drafts": 0, "audit": 4}


def test_of_fifty_different_bodies_under_one_id_one_wins_and_the_others_are_told(service: Service) -> None:
    with closing(service.client()) as client:
        bodies = [make_body(what=f"第{number}份内容不同的情况说明。") for number in range(50)]
        assert put_all_at_once(service, client, make_id(), bodies) == Counter({201: 1, 409: 49})


def write_request(client: Client, body: bytes, method: str = "PUT", path: str = "", kind: str = "") -> bytes:
    head = (
        f"{method} {path or path_of(make_id())} HTTP/1.1\r\nHost: 127.0.0.1:{client.port}\r\n"
        f"Authorization: Bearer {client.token}\r\nContent-Type: {kind or 'application/json'}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def send_part(service: Service, part: bytes) -> socket.socket:
    sent = socket.create_connection(("127.0.0.1", service.port), timeout=10)
    sent.sendall(part)
    return sent


def cut(sent: socket.socket, *, harshly: bool) -> None:
    """Close: with a goodbye, or harshly, as when a phone loses its network and its system gives up."""
    if harshly:
        sent.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sent.close()


def ask_how_long(client: Client) -> float:
    began = time.monotonic()
    status, _ = client.ask("GET", "/api/v1/forms")
    assert status == 200
    return time.monotonic() - began


@contextmanager
def standing_still(service: Service, parts: Iterator[bytes]) -> Iterator[None]:
    """Hold connections open that sent a part of a request and then nothing more."""
    held = [send_part(service, part) for part in parts]
    try:
        yield
    finally:
        for one in held:
            one.close()


def test_a_thousand_connections_cut_in_mid_request_leave_nothing_and_hold_nobody_up(service: Service) -> None:
    with closing(service.client()) as client:
        whole = write_request(client, write_json(make_body()).encode())
        begins, before = whole.index(b"\r\n\r\n") + 4, count_all(service)
        # Headers only, then at every twentieth of the body, each with a goodbye and without.
        places = [begins + (len(whole) - begins) * number // 20 for number in range(20)]
        longest = 0.0
        for number in range(1_000):
            cut(send_part(service, whole[: places[number % 20]]), harshly=number % 40 >= 20)
            if number % 50 == 49:
                longest = max(longest, ask_how_long(client))
        last = ask_how_long(client)
        assert client.put(make_id(), make_body())[0] == 201
        grown = {name: after - before[name] for name, after in count_all(service).items()}
    print(f"\n1000 cuts: longest answer between {longest * 1000:.0f} ms, after {last * 1000:.0f} ms")
    assert (longest < AT_ONCE, last < AT_ONCE) == (True, True)
    assert grown == {"records": 1, "revisions": 1, "outbox": 1, "drafts": 0, "audit": 1}


def test_two_hundred_phones_that_stop_in_mid_upload_do_not_keep_the_others_waiting(service: Service) -> None:
    with closing(service.client()) as client:
        whole = write_request(client, make_photo(1) * 50, path="/api/v1/attachments/" + "0" * 64)
        with standing_still(service, (whole[: len(whole) // 2] for _ in range(200))):
            ask_how_long(client)
            waited = max(ask_how_long(client) for _ in range(20))
            assert client.put(make_id(), make_body())[0] == 201
    print(f"\n200 stalled uploads: longest answer {waited * 1000:.0f} ms")
    assert waited < AT_ONCE


def test_half_a_form_is_never_taken_for_a_whole_one(service: Service) -> None:
    """A form cut off after any pair still reads as a form: only its announced length tells."""
    with closing(service.client()) as client:
        body = b"account=shangao02&password=" + b"x" * 200
        whole = write_request(client, body, "POST", "/login", "application/x-www-form-urlencoded")
        before = count(service, "audit")
        for number in range(1, 20):
            cut(send_part(service, whole[: -number * 10]), harshly=False)
        ask_how_long(client)
        time.sleep(0.3)
        assert count(service, "audit") == before


def test_a_body_without_a_length_is_refused_since_its_end_cannot_be_known(service: Service) -> None:
    head = b"PUT /api/v1/forms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    with closing(send_part(service, head)) as sent:
        assert sent.recv(100).startswith(b"HTTP/1.1 411")


def test_a_phone_that_went_without_a_word_is_noticed(service: Service) -> None:
    """The system asks silent connections whether anybody is there: the timer stands on each of them."""
    # The first moments after a start are not covered: a connection accepted then keeps what it had.
    wait_until(lambda: is_asked_when_silent(service))


def is_asked_when_silent(service: Service) -> bool:
    """Tell whether a new, silent connection has the keepalive timer (proc(5), /proc/net/tcp, field tr)."""
    part = b"PUT /api/v1/forms HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"
    with closing(send_part(service, part)), open("/proc/net/tcp", encoding="ascii") as lines:
        time.sleep(0.05)
        rows = [line.split() for line in lines][1:]
    ours = [row for row in rows if row[1].endswith(f":{service.port:04X}") and row[3] == "01"]
    return any(row[5].startswith("02:") for row in ours)


@pytest.mark.parametrize("announced", ["-1", "x", "99999999999999999999"])
def test_a_length_that_is_none_does_not_end_the_server(service: Service, announced: str) -> None:
    head = f"PUT /api/v1/forms HTTP/1.1\r\nHost: x\r\nContent-Length: {announced}\r\n\r\nab".encode()
    cut(send_part(service, head), harshly=False)
    with closing(service.client()) as client:
        assert ask_how_long(client) < AT_ONCE


def test_the_chains_are_whole_after_all_this(service: Service) -> None:
    with closing(service.client()) as client:
        put_all_at_once(service, client, make_id(), [make_body()] * 20)
    store = open_store(service.database)
    broken = [verdict for verdict in verify(store) if not verdict.whole]
    store.close()
    assert broken == []
