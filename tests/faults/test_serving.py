"""The serve command itself: what it refuses, https, waitress, restarts, and processes that die one by one."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ..crash import wait_until
from .conftest import Serve
from .service import COMMAND, NETWORK, Client, Service, make_body, make_id, run_in_place

pytestmark = pytest.mark.first


def run_serve(data: Path, *flags: object) -> tuple[int, str]:
    """Run a serve that is expected to refuse; return its exit code and what it said."""
    command = [*COMMAND, "serve", "--data", str(data), *map(str, flags)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=data.parent)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_http_beyond_this_machine_is_refused_unless_asked_for(tmp_path: Path) -> None:
    code, said = run_serve(tmp_path / "data", "--host", "0.0.0.0")
    assert (code, "--tls" in said, "--insecure" in said, (tmp_path / "data").exists()) == (
        1,
        True,
        True,
        False,
    )


def test_a_port_in_use_is_refused_in_one_sentence(tmp_path: Path, port: int) -> None:
    code, said = run_serve(tmp_path / "data", "--port", port)
    assert (code, f"端口 {port} 已被" in said, "Traceback" in said) == (1, True, False)


def test_a_setting_that_cannot_be_used_ends_with_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "lizheng.toml").write_text('port = "x"\n')
    code, said = run_serve(tmp_path / "data")
    assert (code, "port" in said, "Traceback" in said) == (2, True, False)


def test_waitress_serves_the_same(serve: Serve, data: Path) -> None:
    with closing(serve(data, "--server", "waitress").client()) as client:
        record = make_id()
        assert [client.put(record, make_body())[0] for _ in range(2)] == [201, 200]


def test_https_is_verified_by_the_county_authority_and_binds_the_cookie(data: Path, serve: Serve) -> None:
    service = serve(data, "--tls")
    trusting = ssl.create_default_context(cafile=str(data / "keys" / "county-ca.crt"))
    secret = {"account": "shangao02", "password": service.passwords["shangao02"]}
    request = urllib.request.Request(
        f"https://localhost:{service.port}/api/v1/session",
        json.dumps(secret).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, context=trusting, timeout=20) as answer:
        cookie = answer.headers["Set-Cookie"]
    parts = [part.strip() for part in cookie.split(";")]
    assert parts[0].startswith("__Host-lizheng=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(parts)


def test_https_is_not_trusted_without_the_county_authority(data: Path, serve: Serve) -> None:
    service = serve(data, "--tls")
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"https://localhost:{service.port}/healthz", timeout=20)


def test_a_restart_keeps_the_certificate_and_who_is_logged_in(data: Path, service: Service) -> None:
    with closing(service.client()) as client:
        service.kill()
        took = service.start()
        assert client.ask("GET", "/api/v1/forms")[0] == 200
    print(f"\nrestarted in {took:.2f} s")
    # Two seconds on a machine that has nothing else to do; tests run beside other tests.
    assert took < 2.0 * max(1.0, os.getloadavg()[0])


def children(service: Service) -> list[int]:
    assert service.process
    found = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text()
    return [int(one) for one in found.split()]


def answers(client: Client) -> bool:
    try:
        return client.ask("GET", "/healthz")[0] == 200
    except NETWORK:
        return False


def test_a_serving_process_that_dies_is_replaced(service: Service) -> None:
    with closing(Client(service.port)) as client:
        time.sleep(4)  # a process that dies right after its start is taken for a crash loop
        (worker,) = children(service)
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: answers(client) and children(service) != [worker], 20)


def test_no_serving_process_outlives_its_parent(service: Service) -> None:
    assert service.process
    with closing(Client(service.port, timeout=2)) as client:
        os.kill(service.process.pid, signal.SIGKILL)
        service.process.wait()
        wait_until(lambda: not answers(client), 10)


def test_a_service_manager_stops_the_server_within_seconds(service: Service) -> None:
    with closing(service.client()) as client:
        record = make_id()
        assert client.put(record, make_body())[0] == 201
        began = time.monotonic()
        service.stop()
        assert time.monotonic() - began < 10
        client.close()
        service.start()
        assert client.put(record, make_body())[0] == 200


def test_a_damaged_definitions_file_is_named_and_its_copy_served(data: Path, serve: Serve) -> None:
    whole = (data / "definitions.json").read_bytes()
    (data / "definitions.json").write_bytes(whole[: len(whole) // 2])
    service = serve(data)
    with closing(service.client()) as client:
        assert client.put(make_id(), make_body())[0] == 201
    assert "definitions.json" in service.log


def test_a_newer_definitions_file_is_served_at_the_next_request(data: Path, service: Service) -> None:
    """What another process switches off here is off there, without a restart."""
    with closing(service.client()) as client:
        assert client.put(make_id(), make_body())[0] == 201
        words = ("plugin", "disable", "security_patrol", "--unit", "339924101")
        assert run_in_place(data, *words)[0] == 0
        body = make_body() | {"captured_at": "2099-01-01T00:00:00+08:00"}
        status, problem = client.put(make_id(), body)
        assert (status, problem["code"]) == (403, "plugin_off")


def test_init_makes_three_administrators_who_log_in_and_must_choose_a_password(
    tmp_path: Path, serve: Serve
) -> None:
    data = tmp_path / "data"
    code, made = run_in_place(data, "init", "--county", "339924", "--name", "清溪县")
    assert (code, [one["account"] for one in made["accounts"]]) == (0, ["xitong", "anquan", "shenji"])
    again, refused = run_in_place(data, "init", "--county", "339924", "--name", "清溪县")
    assert (again, refused["refused"]) == (1, "already_set_up")
    listed = [{"account": one["account"], "password": one["password"]} for one in made["accounts"]]
    (data / "demo-accounts.json").write_text(json.dumps(listed))
    service = serve(data)
    statuses = []
    for one in listed:
        with closing(service.client(one["account"])) as client:
            status, problem = client.ask("GET", "/api/v1/forms")
            statuses.append((status, problem["code"]))
    assert statuses == [(403, "password_must_change")] * 3
