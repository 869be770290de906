#!/usr/bin/env python3
"""Makes crates/head-model/data/head-model.nii.gz: the average head surface that the package mne ships, filled with
what lies in every head: skull, brain, eyes and the cavity of the nose.

usage: tools/make-head-model.py [--wheel FILE]

Downloads the wheel of one pinned version from PyPI, unless it is given, and checks its hash. Needs numpy and scipy.
The same input gives the same bytes with the same versions of numpy, scipy and zlib; crates/head-model/data/SOURCES.md
names source and licence. The landmarks in the model's own space stand in crates/head-model/src/parts.rs."""
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
from scipy import ndimage

VERSION = "1.13.2"
WHEEL = f"mne-{VERSION}-py3-none-any.whl"
WHEEL_SHA256 = "36bbdd9fdc68431309a75e9dc6331b9de085cb6836688ac50b7b89f141a83cc3"
HEAD = "mne/data/fsaverage/fsaverage-head.fif", "b28eb40828f71b9f2255b4bafcdfdcca7b4dcd9c0e56781a46dddc3c14afdbf2"
BRAIN = "mne/data/fsaverage/fsaverage-inner_skull-bem.fif", "7f9aebfa69248349fb472a863f34bb77b018f1d1330c02262aa2e16774b10f1b"
OUTPUT = pathlib.Path(__file__).parents[1] / "crates/head-model/data/head-model.nii.gz"
# Distance of the voxels in mm: no multiple of the average head's.
SPACING = 3.5
# Sampled finer, then averaged: borders are soft as those of an average are.
FINER = 2
# Values by what lies there: only that they differ counts, since what is compared is what goes together.
AIR, CAVITY, BONE, EYE, SOFT, BRAINS = 0, 40, 80, 120, 180, 255
# mm of bone around what the inner skull holds, and of soft tissue that is left over it.
SKULL, SCALP = 7.0, 4.0
# Centres of the eyeballs and their radius: level with the root of the nose.
EYES, EYE_RADIUS = [(-33.0, 56.0, -34.0), (33.0, 56.0, -34.0)], 12.0
# The cavity of the nose: between the eyes, above the palate, behind the nose's skin.
NOSE = (-13.0, 13.0), (22.0, 76.0), (-85.0, -40.0)


def wheel(path):
    if path:
        data = pathlib.Path(path).read_bytes()
    else:
        with urllib.request.urlopen(f"https://pypi.org/pypi/mne/{VERSION}/json") as answer:
            files = json.load(answer)["urls"]
        url = next(file["url"] for file in files if file["filename"] == WHEEL)
        with urllib.request.urlopen(url) as answer:
            data = answer.read()
    check(data, WHEEL_SHA256)
    return zipfile.ZipFile(io.BytesIO(data))


def check(data, expected):
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise SystemExit(f"the hash is {found}, not {expected}")


def surface(archive, member):
    """Nodes in mm and triangles of a FIF file: tags of kind, type, size and place of the next, big-endian."""
    name, expected = member
    data = archive.read(name)
    check(data, expected)
    at, found = 0, {}
    while at < len(data):
        kind, _, size, after = struct.unpack_from(">4i", data, at)
        if kind in (3105, 3106):
            matrix = data[at + 16 : at + 16 + size]
            columns, rows, _ = struct.unpack(">3i", matrix[-12:])
            found[kind] = np.frombuffer(matrix[:-12], ">f4" if kind == 3105 else ">i4").reshape(rows, columns)
        if after == -1:
            break
        at = at + 16 + size if after == 0 else after
    return found[3105].astype(float) * 1000, found[3106].astype(int) - 1


def inside(nodes, triangles, x, y, z):
    """Which points of a grid lie in a closed surface: between the places where a line along z crosses it."""
    crossings = {}
    for p, q, r in nodes[triangles]:
        low, high = np.minimum(np.minimum(p, q), r), np.maximum(np.maximum(p, q), r)
        area = (q[0] - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (q[1] - p[1])
        if area == 0:
            continue
        for i in np.flatnonzero((x >= low[0]) & (x <= high[0])):
            for j in np.flatnonzero((y >= low[1]) & (y <= high[1])):
                u = ((x[i] - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (y[j] - p[1])) / area
                v = ((q[0] - p[0]) * (y[j] - p[1]) - (x[i] - p[0]) * (q[1] - p[1])) / area
                if u >= 0 and v >= 0 and u + v <= 1:
                    crossings.setdefault((i, j), []).append(p[2] + u * (q[2] - p[2]) + v * (r[2] - p[2]))
    filled = np.zeros((len(x), len(y), len(z)), bool)
    for (i, j), heights in crossings.items():
        heights.sort()
        for low, high in zip(heights[::2], heights[1::2]):
            filled[i, j, (z >= low) & (z <= high)] = True
    return filled


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--wheel")
    archive = wheel(arguments.parse_args().wheel)
    head, brain = surface(archive, HEAD), surface(archive, BRAIN)
    step = SPACING / FINER
    low, high = head[0].min(0) - 10, head[0].max(0) + 10
    whole = np.ceil((high - low) / SPACING).astype(int)
    # Off the nodes, so that no line runs through one.
    x, y, z = (low[axis] + step * (np.arange(n * FINER) + 0.5) + 0.0137 for axis, n in enumerate(whole))
    head, brain = inside(*head, x, y, z), inside(*brain, x, y, z)
    at = np.stack(np.meshgrid(x, y, z, indexing="ij"))
    values = np.where(head, SOFT, AIR).astype(float)
    depth = ndimage.distance_transform_edt(head) * step
    from_brain = ndimage.distance_transform_edt(~brain) * step
    values[(from_brain <= SKULL) & (depth > SCALP)] = BONE
    values[head & np.logical_and.reduce([(at[n] >= a) & (at[n] <= b) for n, (a, b) in enumerate(NOSE)]) & (depth > SCALP)] = CAVITY
    for eye in EYES:
        away = np.sqrt(sum((at[n] - eye[n]) ** 2 for n in range(3)))
        values[(away <= EYE_RADIUS) & head] = EYE
    values[brain] = BRAINS
    blocks = [m for n in whole for m in (n, FINER)]
    means = values.reshape(blocks).mean(axis=(1, 3, 5))
    small = np.round(means).astype(np.uint8)
    first = [axis[0] + step * (FINER - 1) / 2 for axis in (x, y, z)]
    rows = np.hstack([np.eye(3) * SPACING, np.array(first).reshape(3, 1)])
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *small.shape, 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, 2, 8)
    struct.pack_into("<4f", header, 76, 1.0, SPACING, SPACING, SPACING)
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
