"""Packs ``javascript/`` for jsii: ``python -m rig.javascript``. Equal sources give equal bytes.

jsii loads a package of npm's form: a compressed archive with everything below ``package/``.
"""

from __future__ import annotations

import gzip
import io
import tarfile

from rig.prepare import ROOT

SOURCES = ROOT / "javascript"
PACKED = ROOT / "cdk_appconfig/constructs/_jsii/cdk-appconfig.jsii.tgz"


def archive() -> bytes:
    """Return the archive before compression: sorted names, no times and no owners."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for file in sorted(SOURCES.iterdir()):
            entry = tarfile.TarInfo(f"package/{file.name}")
            entry.size = file.stat().st_size
            tar.addfile(entry, io.BytesIO(file.read_bytes()))
    return written.getvalue()


if __name__ == "__main__":
    PACKED.write_bytes(gzip.compress(archive(), mtime=0))
    print(f"{PACKED.relative_to(ROOT)}: {PACKED.stat().st_size} bytes")
