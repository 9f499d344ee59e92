"""Photos that arrive in part, twice, or for nobody: never seen half, kept while used, cleared when not."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lizheng.core.records.attachments import prune_attachments
from lizheng.core.store import open_store

from ..crash import wait_until
from .service import NETWORK, Client, Service, make_body, make_id
from .test_network import cut, make_photo, send_part, upload, write_request

pytestmark = pytest.mark.first


def files(service: Service) -> list[Path]:
    return [path for path in (service.data / "attachments").rglob("*") if path.is_file()]


def test_a_photo_cut_off_anywhere_is_never_seen(service: Service) -> None:
    content = make_photo(700)
    path = f"/api/v1/attachments/{hashlib.sha256(content).hexdigest()}"
    with closing(service.client()) as client:
        whole = write_request(client, content, path=path, kind="image/jpeg")
        begins = len(whole) - len(content)
        for number in range(20):
            cut(send_part(service, whole[: begins + len(content) * number // 20]), harshly=number % 2 > 0)
        assert (client.ask("GET", path)[0], files(service)) == (404, [])
        kept = upload(client, content)
        assert client.ask("GET", f"/api/v1/attachments/{kept['sha256']}")[0] == 200


def test_bytes_that_differ_from_their_hash_are_refused_and_not_kept(service: Service) -> None:
    content = make_photo(10)
    path = f"/api/v1/attachments/{hashlib.sha256(content).hexdigest()}"
    with closing(service.client()) as client:
        status, problem = client.ask("PUT", path, content[:-10])
    assert (status, problem["code"], files(service)) == (400, "hash_mismatch", [])


def test_after_kills_in_mid_upload_every_file_is_whole(service: Service) -> None:
    """Each file that has its name holds just the bytes of that name."""
    for round in range(2):
        with closing(service.client()) as client:
            sender = threading.Thread(target=upload_for_ever, args=(client.twin(), round))
            sender.start()
            known = len(files(service))
            wait_until(lambda known=known: len(files(service)) > known + 3, 20)
            service.kill()
            sender.join()
            service.start()
    named = [path for path in files(service) if not path.name.startswith(".")]
    assert [path for path in named if hashlib.sha256(path.read_bytes()).hexdigest() != path.name] == []
    assert len(named) > 4


def upload_for_ever(client: Client, round: int) -> None:
    with closing(client):
        try:
            for number in range(1_000):
                upload(client, make_photo(round * 1_000 + number % 50))
        except NETWORK:
            return


def test_one_photo_under_two_records_outlives_what_nobody_claims(service: Service) -> None:
    with closing(service.client()) as client:
        shared, left = upload(client, make_photo(1)), upload(client, make_photo(2))
        statuses = [client.put(make_id(), make_body(photo=[shared]))[0] for _ in range(2)]
        assert (statuses, len(files(service))) == ([201, 201], 2)
        store = open_store(service.database)
        soon, late = (datetime.now(UTC) + timedelta(hours=hours) for hours in (47, 49))
        folder = service.data / "attachments"
        cleared = [prune_attachments(store, folder, now=moment) for moment in (soon, late, late)]
        store.close()
        statuses = [client.ask("GET", f"/api/v1/attachments/{one['sha256']}")[0] for one in (shared, left)]
    assert (cleared, statuses) == ([0, 1, 0], [200, 404])


def test_a_photo_that_never_arrived_cannot_be_named(service: Service) -> None:
    with closing(service.client()) as client:
        photo = {"sha256": "0" * 64, "name": "a.jpg", "type": "image/jpeg", "size": 1}
        status, problem = client.put(make_id(), make_body(photo=[photo]))
    assert (status, problem["code"]) == (422, "attachment_missing")


def test_what_a_killed_upload_left_on_the_disk_is_cleared(service: Service) -> None:
    part = service.data / "attachments" / "ab" / "cd" / ".part-left"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half a photo")
    old = time.time() - timedelta(hours=49).total_seconds()
    os.utime(part, (old, old))
    store = open_store(service.database)
    prune_attachments(store, service.data / "attachments", now=datetime.now(UTC))
    store.close()
    assert files(service) == []
