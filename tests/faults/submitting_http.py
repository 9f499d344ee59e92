"""A program that submits through HTTP to a server on the store named, and prints ``ack ID`` for each answer.

Arguments: data folder, database address, how many, and the synchronous setting. ``FULL`` is the shipped
``lizheng serve``; a weaker setting, which the product does not offer, is served by this program itself.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from lizheng.core.app import create_app, open_site
from lizheng.core.settings import read_settings
from lizheng.core.store import open_store
from werkzeug.serving import make_server

from tests.faults.service import Client, Service, make_body, make_id


def submit(client: Client, count: int) -> None:
    with closing(client):
        for _ in range(count):
            record = make_id()
            status, answer = client.put(record, make_body())
            assert (status, answer["id"]) == (201, record)
            os.write(1, f"ack {record}\n".encode())


def submit_all(service: Service, count: int) -> None:
    clients = [service.client() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(submit, clients, [count // 4] * 4))


def main(data: str, database: str, count: str, synchronous: str) -> None:
    service = Service(Path(data), {"LIZHENG_DATABASE": database})
    if synchronous == "FULL":
        service.start()
        submit_all(service, int(count))
        service.kill()
        return
    store = open_store(database, synchronous=synchronous)  # type: ignore[arg-type]
    site = open_site(read_settings(data=data, database=database), store=store)
    server = make_server("127.0.0.1", service.port, create_app(site.settings, site=site), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    submit_all(service, int(count))
    os._exit(0)  # no goodbye either: closing would write and sync what is waiting


if __name__ == "__main__":
    main(*sys.argv[1:])
