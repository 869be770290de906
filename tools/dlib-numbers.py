#!/usr/bin/env python3
"""Writes crates/recognition/tests/data/dlib.csv: what dlib itself makes of the pictures of made-up heads.

usage: tools/dlib-numbers.py PICTURES WEIGHTS

    mkdir pictures && PICTURES=$PWD/pictures cargo test -p recognition --test it write_pictures -- --ignored
    tools/dlib-numbers.py pictures target/dlib_face_recognition_resnet_model_v1.dat

Needs numpy and dlib (PyPI dlib-bin 20.0.1)."""
import hashlib
import pathlib
import sys

import dlib
import numpy as np

pictures, weights = map(pathlib.Path, sys.argv[1:])
model = dlib.face_recognition_model_v1(str(weights))
output = pathlib.Path(__file__).parents[1] / "crates/recognition/tests/data/dlib.csv"
with open(output, "w") as file:
    for path in sorted(pictures.iterdir()):
        data = path.read_bytes()
        picture = np.frombuffer(data, np.uint8).reshape(150, 150, 1).repeat(3, 2)
        numbers = model.compute_face_descriptor(np.ascontiguousarray(picture))
        print(path.name, hashlib.sha256(data).hexdigest(), *(f"{n:.7f}" for n in numbers), sep=",", file=file)
