"""What is shipped is what was tested: the wheel, without the checkout around it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from rig.javascript import PACKED

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder / build_wheel(str(folder))


def test_it_holds_the_package_the_license_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    package = {str(file.relative_to(ROOT)) for file in (ROOT / "cdk_appconfig").rglob("*.py")}

    assert wheel.name == "cdk_appconfig-0.1.0-py3-none-any.whl"
    assert {name for name in names if name.endswith(".py")} == package
    assert {"cdk_appconfig/py.typed", PACKED.relative_to(ROOT).as_posix()} <= set(names)
    assert "cdk_appconfig-0.1.0.dist-info/licenses/LICENSE" in names
    assert {name.partition("/")[0] for name in names} == {
        "cdk_appconfig",
        "cdk_appconfig-0.1.0.dist-info",
    }


def test_it_names_license_python_and_extras(wheel: Path) -> None:
    metadata = zipfile.ZipFile(wheel).read("cdk_appconfig-0.1.0.dist-info/METADATA").decode()

    for line in (
        "Name: cdk-appconfig",
        "License-Expression: Apache-2.0",
        "Requires-Python: >=3.10",
        "Provides-Extra: all",
        "Provides-Extra: cli",
        "Requires-Dist: aws-cdk-lib<3,>=2.262",
        "Classifier: Typing :: Typed",
    ):
        assert f"{line}\n" in metadata


def test_it_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import sys, cdk_appconfig as a; from aws_cdk import App, Stack\n"
        "shop = a.Application(Stack(App(), 'S'), 'Shop')\n"
        "profile = shop.add_hosted_profile('limits')\n"
        "deployment = profile.deploy(shop.add_environment('beta'), {'size': 1})\n"
        "print(a.__file__.startswith(sys.path[0]), deployment.resource.cfn_resource_type)"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{code}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )

    assert done.stdout == "True AWS::AppConfig::Deployment\n"
