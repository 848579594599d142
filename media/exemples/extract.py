"""Take the example's pictures out of scikit-image: media/exemples/.

    pip download --no-deps --only-binary=:all: scikit-image==0.26.0
    python media/exemples/extract.py scikit_image-0.26.0-*.whl

Comes in: the package, of any machine. Goes out: six pictures, their bytes unchanged, and one cut
upright. A byte that differs from what is known is refused, and nothing is written.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
PICTURES = {
    "camera.png": "b0793d2adda0fa6ae899c03989482bff9a42d3d5690fc7e3648f2795d730c23a",
    "chelsea.png": "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    "coffee.png": "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    "hubble_deep_field.jpg": "3a19c5dd8a927a9334bb1229a6d63711b1c0c767fb27e2286e7c84a3e2c2f5f4",
    "retina.jpg": "38a07f36f27f095e818aea7b96d34202c05176d30253c66733f2e00379e9e0e6",
    "rocket.jpg": "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
}
"""Those that are dedicated to everybody (CC0) or in the public domain: see PROVENANCE.md."""
UPRIGHT = ("hubble_deep_field.jpg", (210, 0, 790, 872), "hubble-portrait.jpg")
"""Which is cut, its left, top, right and bottom, and the name of what is cut out."""


def main(package: Path) -> None:
    """Write the pictures out of *package*."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(package) as files:
        for name, digest in PICTURES.items():
            data = files.read(f"skimage/data/{name}")
            if hashlib.sha256(data).hexdigest() != digest:
                sys.exit(f"{name} in {package} is not the picture that is known")
            found[name] = data
    for name, data in found.items():
        (HERE / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")
    name, box, cut = UPRIGHT
    Image.open(io.BytesIO(found[name])).crop(box).save(HERE / cut, quality=90)
    print(f"{cut}: {(HERE / cut).stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
