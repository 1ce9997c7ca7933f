"""What jsii loads is what the sources say."""

from __future__ import annotations

import gzip
import io
import json
import tarfile

from rig import javascript


def test_the_package_holds_the_sources() -> None:
    packed = javascript.PACKED.read_bytes()

    assert gzip.decompress(packed) == javascript.archive(), "python -m rig.javascript"
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        assert tar.getnames() == ["package/.jsii", "package/index.js", "package/package.json"]
        assert {(entry.mtime, entry.uid, entry.uname) for entry in tar} == {(0, 0, "")}


def test_the_manifest_says_what_the_package_says() -> None:
    manifest, package = [
        json.loads((javascript.SOURCES / name).read_text()) for name in (".jsii", "package.json")
    ]

    for name in ("name", "version", "description", "license"):
        assert manifest[name] == package[name]
    assert manifest["dependencies"] == package["peerDependencies"]
