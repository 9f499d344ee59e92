"""A crafted archive is refused before anything of it touches the disk."""

import stat
import zipfile

import pytest
from lizheng.core.discovery.errors import PluginError
from lizheng.core.discovery.packs import read_folder, read_zip, write_pack

GOOD = {"plugin.json": "{}", "forms/a.json": "{}"}


@pytest.fixture
def refusal_of(tmp_path):
    """Return the codes for which a zip of these (name or ZipInfo, content) pairs is refused."""

    def refusal(*members):
        file = tmp_path / "pack.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (*GOOD.items(), *members):
                archive.writestr(name, content)
        with pytest.raises(PluginError) as refused:
            read_zip(file)
        return {one.problem.code for one in refused.value.problems}

    return refusal


def link(name):
    member = zipfile.ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "forms/../../evil.json",
        "/etc/evil.json",
        "forms\\..\\evil.json",
        "C:/evil.json",
        "forms/deep/er.json",
        "forms/a.py",
        "__init__.py",
        "forms/.json\x00.py",
        "plugin.json/evil",
        "forms/a.json\n",
        "static/a.js",
    ],
)
def test_a_name_that_is_no_packs_is_refused(refusal_of, name):
    assert "pack_name" in refusal_of((name, "{}"))


def test_a_symbolic_link_is_refused(refusal_of):
    assert refusal_of((link("forms/b.json"), "/etc/passwd")) == {"pack_link"}


def test_two_names_that_are_one_on_some_disks_are_refused(refusal_of):
    assert refusal_of(("forms/A.json", "{}")) == {"pack_name_twice"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_refused(refusal_of):
    assert refusal_of(("forms/a.json", "{}")) == {"pack_name_twice"}


def test_a_bomb_is_refused(refusal_of):
    assert refusal_of(("forms/b.json", " " * 30 * 1024 * 1024)) == {"pack_too_large"}


def test_a_hundredfold_compression_is_refused(refusal_of):
    assert refusal_of(("forms/b.json", " " * 1024 * 1024)) == {"pack_too_large"}


def test_too_many_files_are_refused(refusal_of):
    assert refusal_of(*((f"forms/f{number}.json", "{}") for number in range(500))) == {"pack_too_large"}


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_is_refused(tmp_path, content):
    file = tmp_path / "pack.zip"
    file.write_bytes(content)
    with pytest.raises(PluginError, match="pack_not_zip"):
        read_zip(file)


def test_a_zip_torn_at_any_byte_is_refused_or_whole(tmp_path):
    file = tmp_path / "pack.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in GOOD.items():
            archive.writestr(name, content)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        with pytest.raises(PluginError):
            read_zip(file)


def test_a_folder_in_front_of_every_name_is_left_out(tmp_path):
    file = tmp_path / "pack.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in GOOD.items():
            archive.writestr(f"wells-main/{name}", content)
    assert set(read_zip(file)) == set(GOOD)


def test_a_folder_is_read_and_written_again(make_plugin, tmp_path):
    files = read_folder(make_plugin("wells"))
    write_pack(files, tmp_path / "again")
    assert read_folder(tmp_path / "again") == files


def test_a_link_in_a_folder_is_refused(make_plugin):
    folder = make_plugin("wells")
    (folder / "forms" / "b.json").symlink_to("/etc/passwd")
    with pytest.raises(PluginError, match="pack_link"):
        read_folder(folder)
