"""What is built is what is needed: one top-level package, every data file, plugins that load."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from lizheng.core.discovery.finding import BUNDLED

pytestmark = pytest.mark.first

ROOT = BUNDLED.parent
ROOMS = ("core", "forms", "rules", "plugins")
# Folders that are data though they hold Python: read as text, or run by alembic.
DATA = {"core/store/migrations", "core/store/migrations/versions", "core/cli/scaffold"}
LOAD = """
import json, pathlib, lizheng
from lizheng.core.discovery import find_plugins, load_plugins
loaded, failures = load_plugins(find_plugins(None))
print(json.dumps({
    "at": str(pathlib.Path(lizheng.__file__).parent),
    "plugins": {one.name: [one.origin, len(one.forms), one.module is not None] for one in loaded},
    "failures": [failure.reason for failure in failures],
}))
"""


def package_folders():
    """Return every folder of the tree that holds Python, as the wheel should know it."""
    folders = {path.parent for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    names = {folder.relative_to(ROOT).as_posix() for folder in folders if "__pycache__" not in folder.parts}
    return {name for name in names if not any(name == data or name.startswith(f"{data}/") for data in DATA)}


def data_files():
    """Return every file of the rooms that is not Python source, as the wheel should hold it."""
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()]
    names = {path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts}
    return {f"lizheng/{name}" for name in names if not name.endswith((".py", ".pyc", ".md"))}


def build_tools(folder):
    """Return a folder where setuptools, and nothing else of this environment, can be imported from."""
    folder.mkdir()
    site = Path(sysconfig.get_paths()["purelib"])
    for path in (*site.glob("setuptools*"), site / "_distutils_hack"):
        (folder / path.name).symlink_to(path)
    return folder


def run(*command, **options):
    ran = subprocess.run(
        [str(one) for one in command], capture_output=True, text=True, check=False, **options
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build sdist, and the wheel from the sdist, of a copy of the tree."""
    place = tmp_path_factory.mktemp("build")
    names = (*ROOMS, "__init__.py", "pyproject.toml", "README.md", "LICENSE")
    for path in [ROOT / name for name in names if (ROOT / name).exists()]:
        if path.is_dir():
            shutil.copytree(path, place / "tree" / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (place / "tree").mkdir(exist_ok=True)
            shutil.copy(path, place / "tree")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", place / "dist", place / "tree")
    [sdist], [wheel] = (place / "dist").glob("*.tar.gz"), (place / "dist").glob("*.whl")
    return {"sdist": sdist, "wheel": wheel}


@pytest.fixture
def clean(tmp_path):
    """Make an environment without Lizheng; ``install`` puts a file in, then lets it see the dependencies."""
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = next((tmp_path / "env").glob("[bS]*/python*"))
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip())

    def install(file):
        quiet = ("--disable-pip-version-check", "--quiet", "--no-index", "--no-deps", "--no-build-isolation")
        environment = {**os.environ, "PYTHONPATH": str(build_tools(tmp_path / "tools"))}
        run(sys.executable, "-m", "pip", "--python", python, "install", *quiet, file, env=environment)
        added = {path.name for path in site.iterdir()}
        (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"], "utf-8")
        return added

    def load():
        return json.loads(run(python, "-c", LOAD, cwd=tmp_path))

    return {"install": install, "load": load, "python": python, "site": site, "folder": tmp_path}


def test_every_package_folder_is_listed_and_every_listed_one_exists():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    told = {name.removeprefix("lizheng").removeprefix(".").replace(".", "/") for name in listed} - {""}
    assert told == package_folders()


def test_the_wheel_holds_lizheng_alone_and_every_data_file(built):
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = set(wheel.namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"lizheng"}
    assert data_files() - names == set()


def test_the_wheel_holds_no_tests_and_no_leftovers(built):
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = wheel.namelist()
    assert [
        name for name in names if "/tests/" in name or name.endswith(".pyc") or "node_modules" in name
    ] == []


def test_the_sdist_holds_what_the_wheel_is_built_from(built):
    with tarfile.open(built["sdist"]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {name.removeprefix("lizheng/") for name in data_files()} - names == set()


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_installed_in_a_clean_environment_only_lizheng_enters_and_bundled_plugins_load(built, clean, kind):
    added = clean["install"](built[kind])
    assert {name for name in added if not name.endswith(".dist-info")} == {"lizheng"}
    told = clean["load"]()
    assert Path(told["at"]) == clean["site"] / "lizheng"
    assert (told["failures"], sorted(told["plugins"])) == ([], ["security_patrol", "village_merge"])


def test_an_external_python_plugin_is_made_installed_loaded_and_removed_by_the_command(built, clean):
    clean["install"](built["wheel"])
    command = [clean["python"], "-c", "from lizheng.core.cli import main; main()"]
    environment = {"LIZHENG_DATA": str(clean["folder"] / "data"), "LIZHENG_COUNTY": "339924", "PATH": ""}
    run(*command, "plugin", "new", "bridges", "--python", cwd=clean["folder"], env=environment)
    run(*command, "plugin", "install", "bridges", cwd=clean["folder"], env=environment)
    installed = clean["load"]()["plugins"]
    run(*command, "plugin", "uninstall", "bridges", cwd=clean["folder"], env=environment)
    assert installed["bridges"] == ["installed", 1, True]
    assert "bridges" not in clean["load"]()["plugins"]
