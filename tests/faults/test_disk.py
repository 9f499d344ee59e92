"""A full disk under a running server: refused in Chinese, nothing lost, and on again without a restart."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from ..crash import judge_store
from .conftest import Serve
from .judging import find_torn
from .service import Client, Service, make_body, make_id
from .test_network import make_photo, upload

Mount = Callable[[Path, str], Path]
BALLAST = 1_500_000


def serve_on_small_disk(serve: Serve, demo: Path, place: Path) -> Service:
    data = Path(shutil.copytree(demo, place / "data"))
    service = serve(data)
    (place / "ballast").write_bytes(bytes(BALLAST))
    return service


def fill_disk(client: Client) -> tuple[list[str], tuple[int, object]]:
    """Submit until one is refused; return what was acknowledged, and the refusal."""
    acknowledged: list[str] = []
    while len(acknowledged) < 20_000:
        record = make_id()
        status, answer = client.put(record, make_body("路灯杆倾斜。" * 30))
        if status != 201:
            return acknowledged, (status, answer)
        acknowledged.append(record)
    raise AssertionError("the disk never became full")


def test_a_full_disk_refuses_with_507_keeps_what_was_acknowledged_and_goes_on_when_there_is_room(
    serve: Serve, demo: Path, small_disk: Mount, tmp_path: Path
) -> None:
    place = small_disk(tmp_path / "small", "9m")
    service = serve_on_small_disk(serve, demo, place)
    with closing(service.client()) as client:
        acknowledged, (status, problem) = fill_disk(client)
        assert (status, problem["code"], "磁盘已满" in problem["detail"]) == (507, "disk_full", True)
        assert client.ask("GET", f"/api/v1/records/{acknowledged[-1]}")[0] == 200
        assert client.ask("GET", "/api/v1/forms/security_patrol.finding/records")[0] == 200
        (place / "ballast").unlink()
        record = make_id()
        assert client.put(record, make_body())[0] == 201
    service.kill()
    outcome = judge_store(service.database, [*acknowledged, record])
    assert (outcome.lost, outcome.doubled, outcome.whole, outcome.sound) == (0, 0, True, True)
    assert (outcome.audit_entries, find_torn(service.database)) == (outcome.records, [])


def test_the_page_of_a_full_disk_says_in_chinese_what_to_do(
    serve: Serve, demo: Path, small_disk: Mount, tmp_path: Path
) -> None:
    service = serve_on_small_disk(serve, demo, small_disk(tmp_path / "small", "9m"))
    with closing(service.client()) as client:
        fill_disk(client)
        status, page = log_in_until_refused(service)
    assert (status, "服务器磁盘已满" in page.decode()) == (507, True)


def log_in_until_refused(service: Service) -> tuple[int, bytes]:
    """A log-in writes a session and an audit entry and answers with a page; a few may still find room."""
    form = f"account=shangao02&password={service.passwords['shangao02']}".encode()
    for _ in range(60):
        with closing(Client(service.port)) as browser:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            status, page = browser.ask("POST", "/login", form, **kind)
        if status != 303:
            return status, page
    raise AssertionError("log-ins find room on a full disk")


def test_a_photo_on_a_full_disk_is_refused_whole_while_records_go_on(
    serve: Serve, data: Path, small_disk: Mount
) -> None:
    folder = small_disk(data / "attachments", "100k")
    (folder / "ballast").write_bytes(bytes(96 * 1024))
    service = serve(data)
    with closing(service.client()) as client:
        content = make_photo(900)
        path = "/api/v1/attachments/" + "0" * 64
        assert client.ask("PUT", path, content)[0] == 400
        status, problem = put_photo(client, content)
        assert (status, problem["code"]) == (507, "disk_full")
        assert client.put(make_id(), make_body())[0] == 201
        assert [one.name for one in folder.rglob("*") if one.is_file()] == ["ballast"]
        (folder / "ballast").unlink()
        assert upload(client, content)["type"] == "image/jpeg"


def put_photo(client: Client, content: bytes) -> tuple[int, dict[str, object]]:
    return client.ask("PUT", f"/api/v1/attachments/{sha256(content).hexdigest()}", content)
