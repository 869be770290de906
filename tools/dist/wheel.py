#!/usr/bin/env python3
"""Packs installed programs into a wheel (PEP 427): pip puts them into bin/, and what belongs to them into share/.

    wheel.py --root /stage/usr --version 0.1.0 --glibc 2.34 --out dist

The weights of the recogniser stay out: they are another's, and larger than all the rest. The same input gives the same
bytes.
"""

import argparse
import base64
import hashlib
import os
import platform
import time
import zipfile
from pathlib import Path

NAME = "dcm_tools"
METADATA = """\
Metadata-Version: 2.1
Name: dcm-tools
Version: {version}
Summary: Makes head scans safe to share: DICOM headers anonymized, faces removed, both checked
License: MIT OR Apache-2.0
Keywords: DICOM,anonymization,de-identification,defacing
Classifier: Environment :: Console
Classifier: Intended Audience :: Science/Research
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Scientific/Engineering :: Medical Science Apps.
Requires-Python: >=3.8
Description-Content-Type: text/markdown

{readme}"""
WHEEL = """\
Wheel-Version: 1.0
Generator: dcm-tools
Root-Is-Purelib: false
Tag: {tag}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--glibc", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()

    tag = f"py3-none-manylinux_{args.glibc.replace('.', '_')}_{platform.machine()}"
    data, info = f"{NAME}-{args.version}.data", f"{NAME}-{args.version}.dist-info"
    files = {}
    for path in sorted(args.root.rglob("*")):
        if path.is_dir() or path.suffix == ".dat":
            continue
        inside = path.relative_to(args.root)
        # pip puts scripts into bin/ and makes them executable; data goes below the prefix.
        place = f"scripts/{inside.name}" if inside.parts[0] == "bin" else f"data/{inside.as_posix()}"
        files[f"{data}/{place}"] = (path.read_bytes(), os.access(path, os.X_OK))
    readme = (args.root / "share/doc/dcm-tools/README.md").read_text(encoding="utf-8")
    files[f"{info}/METADATA"] = (METADATA.format(version=args.version, readme=readme).encode(), False)
    files[f"{info}/WHEEL"] = (WHEEL.format(tag=tag).encode(), False)
    for name in ("LICENSE-APACHE", "LICENSE-MIT"):
        files[f"{info}/licenses/{name}"] = ((args.root / "share/doc/dcm-tools" / name).read_bytes(), False)

    def digest(content):
        return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()

    record = [f"{name},sha256={digest(content)},{len(content)}" for name, (content, _) in files.items()]
    record.append(f"{info}/RECORD,,")
    files[f"{info}/RECORD"] = ("\n".join(record).encode() + b"\n", False)

    # The earliest that a zip file can say is 1980.
    moment = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), 315532800))[:6]
    with zipfile.ZipFile(args.out / f"{NAME}-{args.version}-{tag}.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, (content, executable) in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if executable else 0o100644) << 16
            wheel.writestr(entry, content)


if __name__ == "__main__":
    main()
