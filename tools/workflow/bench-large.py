#!/usr/bin/env python3
"""Measures the pipeline on very many small files, in shards, with kills at random moments.

    bench-large.py --bin target/release --dir /scratch/large --files 1000000 --studies 20000 --shards 100 --kills 20

Makes made-up reports (SR), and CT slices of 16 x 16 pixels of a share of the studies (--ct), splits them into shards, runs the stages of each shard with settings as
stages.sh has them, kills tools at random moments and runs them again, joins the manifests and releases. Writes a table
in Markdown: files for each second of CPU, the largest memory of each tool over all shards, lengths of manifests.
"""

import argparse
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

IMPLICIT = "1.2.840.10008.1.2"
CT = "1.2.840.10008.5.1.4.1.1.2"
REPORT = "1.2.840.10008.5.1.4.1.1.88.11"
ROOT = "1.2.826.0.1.3680043.9.7"


def chest():
    """Values of 16 x 16 pixels of 24 mm: a body with two lungs."""
    values = []
    for i in range(256):
        x, y = (i % 16 - 7.5) * 24, (i // 16 - 7.5) * 24
        lung = ((abs(x) - 75) / 50) ** 2 + (y / 70) ** 2 < 1
        body = (x / 170) ** 2 + (y / 115) ** 2 < 1
        values.append(224 if lung else 1064 if body else 24)
    return struct.pack("<256H", *values)


CHEST = chest()


def element(group, number, value):
    return struct.pack("<HHI", group, number, len(value)) + value


def text(value):
    return value.encode() + b" " * (len(value) % 2)


def uid(value):
    return value.encode() + b"\0" * (len(value) % 2)


def data_set(elements):
    """Elements by their tags, in implicit VR and little endian. A list is a sequence of such."""
    data = b""
    for (group, number), value in sorted(elements.items()):
        if isinstance(value, list):
            value = b"".join(element(0xFFFE, 0xE000, data_set(item)) for item in value)
        data += element(group, number, value)
    return data


def file_of(elements):
    """A whole file."""

    def explicit(number, vr, value):
        if vr == b"OB":
            return struct.pack("<HH2sHI", 2, number, vr, 0, len(value)) + value
        return struct.pack("<HH2sH", 2, number, vr, len(value)) + value

    meta = explicit(1, b"OB", b"\0\1") + explicit(2, b"UI", elements[8, 0x16]) + explicit(3, b"UI", elements[8, 0x18])
    meta += explicit(0x10, b"UI", uid(IMPLICIT)) + explicit(0x12, b"UI", uid("1.2.3"))
    return b"\0" * 128 + b"DICM" + explicit(0, b"UL", struct.pack("<I", len(meta))) + meta + data_set(elements)


def instance(study, at, sop_class, modality):
    """What every object has; two studies are of one patient."""
    patient, series = study // 2, f"{ROOT}.{study}.1"
    return {
        (8, 0x16): uid(sop_class),
        (8, 0x18): uid(f"{series}.{at}"),
        (8, 0x20): text("20200115"),
        (8, 0x23): text("20200115"),
        (8, 0x30): text("101500"),
        (8, 0x33): text("101500"),
        (8, 0x50): text(f"ACC{study}"),
        (8, 0x60): text(modality),
        (8, 0x70): text("Made up"),
        (8, 0x80): text("NOWHERE HOSPITAL"),
        (8, 0x90): text("NOBODY^A"),
        (8, 0x1030): text("CHEST"),
        (0x10, 0x10): text(f"MADEUP^{patient}"),
        (0x10, 0x20): text(f"P{patient}"),
        (0x10, 0x30): text("19600101"),
        (0x10, 0x40): text("O"),
        (0x10, 0x1010): text("060Y"),
        (0x20, 0x0D): uid(f"{ROOT}.{study}"),
        (0x20, 0x0E): uid(series),
        (0x20, 0x10): text(str(study)),
        (0x20, 0x11): text("1"),
        (0x20, 0x13): text(str(at + 1)),
    }


def slice_of(study, at):
    """A slice of CT."""
    pixels = {2: 1, 0x10: 16, 0x11: 16, 0x100: 16, 0x101: 16, 0x102: 15, 0x103: 0}
    return file_of(
        instance(study, at, CT, "CT")
        | {(0x28, number): struct.pack("<H", value) for number, value in pixels.items()}
        | {
            (8, 0x08): text(r"ORIGINAL\PRIMARY\AXIAL"),
            (0x18, 0x15): text("CHEST"),
            (0x18, 0x50): text("5"),
            (0x20, 0x32): text(rf"0\0\{at * 5}"),
            (0x20, 0x37): text(r"1\0\0\0\1\0"),
            (0x20, 0x52): uid(f"{ROOT}.{study}.9"),
            (0x28, 0x04): text("MONOCHROME2"),
            (0x28, 0x30): text(r"24\24"),
            (0x28, 0x1052): text("-1024"),
            (0x28, 0x1053): text("1"),
            (0x7FE0, 0x10): CHEST,
        }
    )


def report(study, at):
    """A Basic Text SR of one finding."""

    def code(value, scheme, meaning):
        return [{(8, 0x100): text(value), (8, 0x102): text(scheme), (8, 0x104): text(meaning)}]

    finding = {
        (0x40, 0xA010): text("CONTAINS"),
        (0x40, 0xA040): text("TEXT"),
        (0x40, 0xA043): code("121071", "DCM", "Finding"),
        (0x40, 0xA160): text(f"Seen by Dr Nobody, number {at}"),
    }
    return file_of(
        instance(study, at, REPORT, "SR")
        | {
            (8, 0x1111): [],
            (0x40, 0xA040): text("CONTAINER"),
            (0x40, 0xA043): code("18748-4", "LN", "Diagnostic Imaging Report"),
            (0x40, 0xA050): text("SEPARATE"),
            (0x40, 0xA372): [],
            (0x40, 0xA491): text("COMPLETE"),
            (0x40, 0xA493): text("UNVERIFIED"),
            (0x40, 0xA730): [finding],
        }
    )


class Tool:
    """What one tool took, over all its runs."""

    def __init__(self):
        self.cpu = self.wall = 0.0
        self.peak = self.files = self.runs = self.killed = 0
        self.peaks = []

    def run(self, command, files, kill_after=None, **streams):
        """Runs to the end, or is killed after some seconds; tells whether it came to its end."""
        start = time.monotonic()
        process = subprocess.Popen(command, **streams)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(process.pid, signal.SIGKILL)  # not send_signal, which reaps
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.wall += time.monotonic() - start
        self.cpu += used.ru_utime + used.ru_stime
        self.peak = max(self.peak, used.ru_maxrss)
        if process.returncode == -signal.SIGKILL:
            self.killed += 1
            return False
        if process.returncode > 1:
            sys.exit(f"{command[0]} ended with {process.returncode}")
        self.runs += 1
        self.files += files
        self.peaks.append(used.ru_maxrss)
        return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--files", type=int, default=1_000_000)
    parser.add_argument("--studies", type=int, default=20_000)
    parser.add_argument("--ct", type=float, default=0.01, help="share of the studies that are of CT; the others are reports")
    parser.add_argument("--shards", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--jobs", default=str(os.cpu_count()))
    args = parser.parse_args()
    chance = random.Random(1)
    base = args.dir
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    of_study = args.files // args.studies
    every = round(1 / args.ct) if args.ct > 0 else args.studies + 1
    for study in range(args.studies):
        of = slice_of if study % every == every - 1 else report
        folder = base / "raw" / f"{study // 1000}" / f"{study}"
        folder.mkdir(parents=True)
        for at in range(of_study):
            (folder / f"{at}").write_bytes(of(study, at))
    files = args.studies * of_study
    (base / "key").write_bytes(os.urandom(32))
    (base / "key").chmod(0o600)

    names = ["shard", "scrub", "deface", "hdrcheck", "facecheck", "join", "release"]
    tools = {name: Tool() for name in names}
    program = {name: str(args.bin / f"dcm-{name}") for name in names}
    shards, key, jobs = base / "shards", ["--key-file", str(base / "key")], ["--jobs", args.jobs, "--quiet"]
    command = [str(args.bin / "dcm-scrub"), "shard", "--input", str(base / "raw"), "--output", str(shards)]
    tools["shard"].run(command + ["--shards", str(args.shards), *jobs], files)
    counts = [line.split(",") for line in (shards / "shards.csv").read_text().split()[1:]]

    kills = set(chance.sample(range(len(counts) * 4), min(args.kills, len(counts) * 4)))
    usual, step = {}, 0
    for shard, count in counts:
        unit = base / "units" / shard
        unit.mkdir(parents=True)
        flags = {
            "scrub": ["--files0-from", str(shards / f"{shard}.files0"), "--output", str(unit / "scrubbed")]
            + ["--level", "high", "--checksum", *key],
            "deface": ["--output", str(unit / "defaced"), "--checksum", *key],
            "hdrcheck": ["--level", "high"],
            "facecheck": [],
        }
        before = None
        for name in ("scrub", "deface", "hdrcheck", "facecheck"):
            manifest = unit / f"{name}.csv"
            command = [program[name], *flags[name], *jobs, "--manifest", str(manifest)]
            source = before.open("rb") if before else subprocess.DEVNULL
            start = time.monotonic()
            if step in kills:
                tools[name].run(command, 0, chance.uniform(0.01, usual.get(name, 0.2)), stdin=source)
                if before:
                    source.seek(0)
            if not manifest.exists():
                tools[name].run(command, int(count), stdin=source)
            usual.setdefault(name, time.monotonic() - start)
            before, step = manifest, step + 1

    listed = b"".join(str(base / "units" / shard / "facecheck.csv").encode() + b"\0" for shard, _ in counts)
    (base / "list").write_bytes(listed)
    joined = base / "joined.csv"
    command = [str(args.bin / "dcm-release"), "join", "--files0-from", str(base / "list"), "--manifest", str(joined)]
    tools["join"].run(command, files)
    command = [str(args.bin / "dcm-release"), "--input", str(joined), "--output", str(base / "share")]
    command += ["--evidence", str(base / "evidence"), "--manifest", str(base / "released.csv"), *jobs]
    tools["release"].run(command, files)

    with (base / "released.csv").open() as rows:
        columns = rows.readline().rstrip("\n").split(",")
        verdicts = {}
        for row in rows:
            word = row.rstrip("\n").split(",")[columns.index("release")]
            verdicts[word] = verdicts.get(word, 0) + 1
    print(f"{files} files of {args.studies} studies in {len(counts)} shards; released: {verdicts}\n")
    print("| step | files | wall s | CPU s | files a CPU second | largest memory MB | of all runs, smallest peak MB | killed |")
    print("|---|---|---|---|---|---|---|---|")
    for name, tool in tools.items():
        rate = tool.files / tool.cpu if tool.cpu else 0
        print(
            f"| {name} | {tool.files} | {tool.wall:.1f} | {tool.cpu:.1f} | {rate:.0f} | {tool.peak / 1024:.0f} "
            f"| {min(tool.peaks) / 1024:.0f} | {tool.killed} |"
        )
    length = joined.stat().st_size
    print(f"\njoined manifest: {length} bytes, {length / files:.0f} a row")
    if sum(verdicts.values()) != files:
        sys.exit("rows are missing")


if __name__ == "__main__":
    main()
