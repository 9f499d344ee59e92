"""Uploads: pictures are written anew, bombs and disguises are refused, nothing is half there."""

from __future__ import annotations

import hashlib
import io
import struct
import time
import zipfile
import zlib
from datetime import timedelta

import pytest
from lizheng.core.records.attachments import clean_name, open_attachment, prune_attachments, store_attachment
from PIL import Image

from .conftest import FOREIGN, NOW, supervisor, worker
from .test_submit import refused

TAIL = b"<script>alert(1)</script>"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "attachments"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_keeps_its_pixels_and_loses_place_and_tail(world, folder, format):
    value = keep(world, folder, make_photo(format) + TAIL)
    kept = open_attachment(world.store, folder, value["sha256"], actor=worker()).path.read_bytes()
    with Image.open(io.BytesIO(kept)) as image:
        found = (image.size, dict(image.getexif()), TAIL in kept, b"GPS" in kept)
    assert found == ((8, 6), {}, False, False)


def test_the_turn_that_exif_asks_for_is_made(world, folder):
    value = keep(world, folder, make_photo("JPEG", orientation=6))
    kept = open_attachment(world.store, folder, value["sha256"], actor=worker()).path.read_bytes()
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (6, 8)


def test_the_value_names_what_is_kept(world, folder):
    value = keep(world, folder, make_photo("PNG"), name="村部照片.png")
    kept = open_attachment(world.store, folder, value["sha256"], actor=worker()).path.read_bytes()
    assert value == {
        "sha256": hashlib.sha256(kept).hexdigest(),
        "name": "村部照片.png",
        "type": "image/png",
        "size": len(kept),
    }


def test_the_same_photo_twice_is_one_file(world, folder):
    first, second = keep(world, folder, make_photo("PNG")), keep(world, folder, make_photo("PNG"))
    assert (first, len(files(folder)), world.count("attachments")) == (second, 1, 1)


def test_a_picture_bomb_is_refused_before_it_is_decoded(world, folder):
    begun = time.perf_counter()
    found = refused(lambda: keep(world, folder, make_bomb()))
    assert (found, time.perf_counter() - begun < 1, files(folder)) == ((413, "image_too_large"), True, [])


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload=alert(1)>", b"MZ\x90", b"GIF89a", b"PK\x03\x04broken", b"RIFF0000WAVE"],
)
def test_a_kind_that_is_not_taken_is_refused(world, folder, content):
    assert (refused(lambda: keep(world, folder, content)), files(folder)) == ((415, "file_kind"), [])


def test_a_page_that_begins_like_a_picture_is_refused(world, folder):
    assert refused(lambda: keep(world, folder, b"\xff\xd8\xff<html>")) == (415, "image_unreadable")


def test_a_workbook_with_macros_is_refused_and_a_plain_one_taken(world, folder):
    plain = keep(world, folder, make_workbook())
    macro = refused(lambda: keep(world, folder, make_workbook("xl/vbaProject.bin")))
    assert (plain["type"].endswith(".sheet"), macro) == (True, (415, "file_kind"))


def test_a_photo_above_eight_megabytes_is_refused(world, folder):
    large = make_photo("JPEG") + b"\x00" * (8 * 1024 * 1024)
    assert refused(lambda: keep(world, folder, large)) == (413, "file_too_large")


def test_an_upload_cut_off_is_refused_and_nothing_is_kept(world, folder):
    whole = make_photo("PNG")
    named = hashlib.sha256(whole).hexdigest()
    found = refused(lambda: keep(world, folder, whole[:-5], expected=named))
    assert (found, files(folder)) == ((400, "hash_mismatch"), [])


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("村部照片.jpg", "村部照片.jpg"),
        ("照片", "照片"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\a.jpg", "a.jpg"),
        ("a\x00b.jpg", "ab.jpg"),
        ("照\u202egpj.exe", "照gpj.exe"),
        ("", "附件"),
        ("..", "附件"),
        ("长" * 300 + ".jpeg", "长" * 90 + ".jpeg"),
    ],
)
def test_a_name_is_shown_without_what_hides_or_misleads(declared, shown):
    assert clean_name(declared) == shown


def test_before_it_is_used_only_its_uploader_opens_it(world, folder):
    sha256 = keep(world, folder, make_photo("PNG"))["sha256"]
    readers = (worker(), worker("ceshi-yi"), supervisor())
    found = [open_attachment(world.store, folder, sha256, actor=actor) is not None for actor in readers]
    assert found == [True, False, False]


def test_once_used_whoever_sees_the_record_opens_it(world, folder):
    photo = keep(world, folder, make_photo("PNG"), name="路灯.png")
    world.submit(answers={"what": "路灯不亮", "photo": dict(photo)})
    readers = (worker("ceshi-yi"), supervisor(), worker("ceshi-bing", FOREIGN))
    found = [open_attachment(world.store, folder, photo["sha256"], actor=actor) for actor in readers]
    assert [one and one.name for one in found] == ["路灯.png", "路灯.png", None]


def test_two_records_may_hold_the_same_photo(world, folder):
    photo = dict(keep(world, folder, make_photo("PNG")))
    world.submit(1, answers={"what": "路灯不亮", "photo": photo})
    world.submit(2, answers={"what": "路灯不亮", "photo": photo})
    assert world.count("attachment_uses") == 2


def test_what_nobody_used_goes_after_two_days_and_what_is_used_stays(world, folder):
    used, unused = make_photo("PNG"), make_photo("JPEG")
    photo = dict(keep(world, folder, used))
    keep(world, folder, unused)
    world.submit(answers={"what": "路灯不亮", "photo": photo})
    early = prune_attachments(world.store, folder, now=NOW + timedelta(hours=47))
    late = prune_attachments(world.store, folder, now=NOW + timedelta(hours=49))
    assert (early, late, [path.name for path in files(folder)]) == (0, 1, [photo["sha256"]])


@pytest.mark.parametrize("sha256", ["", "..", "a" * 63, "A" * 64, "../" * 21 + "a", "a" * 64 + "\n"])
def test_a_hash_that_is_none_opens_nothing(world, folder, sha256):
    assert open_attachment(world.store, folder, sha256, actor=worker()) is None


def keep(world, folder, content, *, name="照片.jpg", expected=None):
    common = {"actor": worker(), "township": "339924101", "now": NOW, "expected": expected}
    return store_attachment(world.store, folder, io.BytesIO(content), declared_name=name, **common)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def make_photo(format, orientation=1):
    image = (
        Image.effect_noise((8, 6), 60).convert("RGB") if format == "X" else Image.new("RGB", (8, 6), "red")
    )
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "GPS near the house"
    exif.get_ifd(0x8825)[2] = (28.0, 40.0, 0.0)
    written = io.BytesIO()
    image.save(written, format, exif=exif)
    return written.getvalue()


def make_bomb():
    """A PNG that says 12,000 x 12,000 in a few bytes."""
    header = struct.pack(">IIBBBBB", 12_000, 12_000, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\x00" * (12_000 * 1_501), 9)
    parts = ((b"IHDR", header), (b"IDAT", lines), (b"IEND", b""))
    chunks = (struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def make_workbook(*more):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *more):
            archive.writestr(name, "<x/>")
    return written.getvalue()
