"""Take the voices that travel in the package out of kokoro-js: renderer/voices/kokoro_styles/.

    npm pack kokoro-js@1.2.1
    python media/voices/extract.py kokoro-js-1.2.1.tgz

Comes in: the package as npm hands it out. Goes out: one file a voice, its bytes unchanged. A byte
that differs from what Récit pins is refused, and nothing is written.
"""

from __future__ import annotations

import hashlib
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from renderer.voices.kokoro_model import STYLES


def main(package: Path) -> None:
    """Write the voices out of *package*."""
    found: dict[Path, bytes] = {}
    with tarfile.open(package) as files:
        for style in STYLES:
            file = files.extractfile(f"package/voices/{style.name}.bin")
            data = file.read() if file is not None else b""
            if hashlib.sha256(data).hexdigest() != style.digest:
                sys.exit(f"{style.name} in {package} is not the voice that Récit knows")
            found[style.path] = data
    for path, data in found.items():
        path.write_bytes(data)
        print(f"{path.name}: {len(data):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
