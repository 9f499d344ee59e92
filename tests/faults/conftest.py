"""Copies of the demo county, and services that are surely ended."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .service import Service

Serve = Callable[..., Service]


@pytest.fixture
def data(demo: Path, tmp_path: Path) -> Path:
    """A data folder of the demo county for one test."""
    return Path(shutil.copytree(demo, tmp_path / "data"))


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Give a function that serves a data folder until the test ends."""
    services: list[Service] = []

    def start(data: Path, *flags: str, **environment: str) -> Service:
        service = Service(data, environment)
        services.append(service)
        service.start(*flags)
        return service

    yield start
    for service in services:
        service.kill()


@pytest.fixture
def service(serve: Serve, data: Path) -> Service:
    """The demo county, served."""
    return serve(data)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[Path, str], Path]]:
    """Give a function that puts a small file system at a place."""
    mounted: list[Path] = []

    def mount(place: Path, size: str) -> Path:
        place.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
        done = None if os.geteuid() else subprocess.run(command, capture_output=True, text=True)
        if done is None or done.returncode:
            assert os.environ.get("CI") != "true" or os.geteuid(), done and done.stderr
            pytest.skip("mounting a small tmpfs needs root and a system that lets it")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)
