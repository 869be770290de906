#!/usr/bin/env python3
"""Runs the tests that a tool like this owes its users, and writes docs/reliability.md to standard output.

What was measured is what the tests themselves tell (testkit::figure). A test that fails ends this."""

import datetime
import os
import platform
import re
import subprocess
import sys

# The key of a row, what is tested, the figure to reach, and who tests it: package, target, names of tests.
ROWS = [
    ("canaries", "a token of its own in every kind of element, in names of files, outside of elements; searched in six encodings",
     "at least 400, 0 hits", [("dcm-scrub", "it", ["canaries::no_canary_survives"])]),
    ("truncation", "every truncation of six small files", "0 accepted", [("dcm-scrub", "it", ["truncation::"])]),
    ("mutation", "10,000 seeded mutations of each of five transfer syntaxes", "0 panics, 0 aborts, 1 GiB, 2 s each",
     [("dcm-scrub", "it", ["mutation::ten_thousand"])]),
    ("nesting", "sequences that nest 1, 64, 65, 1,000 and 100,000 deep", "65 and more are E_DEPTH, the process lives",
     [("dcm-scrub", "it", ["limits::nesting"])]),
    ("lengths", "declared lengths of 2 GiB and 4 GB in small files", "100 MB, 50 ms each",
     [("dcm-scrub", "it", ["limits::declared_lengths"])]),
    ("kill", "kill -9 at 50 random moments, then the same run again", "byte-identical, never a partial file",
     [("dcm-scrub", "it", ["interruption::fifty_killed"])]),
    ("full", "/dev/full, a limit on files, an output that cannot be written", "a failed row or exit 2, never 0",
     [("dcm-scrub", "it", ["outputs::a_full_device", "outputs::an_output_folder_that_cannot"]),
      ("dcm-deface", "it", ["interruption::a_closed_pipe"])]),
    ("repetition", "-j1 against -j8, and the same run twice", "byte-identical, 0 files written again",
     [("dcm-scrub", "it", ["repetition::the_number_of_jobs", "repetition::the_second_run"])]),
    ("conservation", "manifests through the tools", "rows in are rows out, unknown columns untouched, twice is once",
     [("dcm-scrub", "it", ["manifests::a_manifest_passes"]), ("dcm-hdrcheck", "it", ["check::a_manifest_passes"])]),
    ("pixels", "dcm-scrub and pixels", "unchanged in every file", [("dcm-scrub", "it", ["preservation::pixel_bytes"])]),
    ("geometry", "voxels outside of the mask of dcm-deface", "identical", [("dcm-deface", "it", ["pixels::every_voxel"])]),
    ("names", "hostile names of files and patients", "right results, nothing outside the output",
     [("dcm-scrub", "it", ["inputs::hostile_names"])]),
    ("formulas", "values that spreadsheets would calculate", "0 formulas", [("dcm-hdrcheck", "it", ["check::values_are_no"])]),
    ("pipe", "a pipe that is closed, or that nobody reads", "exit 141, and 143 when it is told to stop; nothing left over",
     [("dcm-scrub", "it", ["outputs::a_closed_pipe"]), ("dcm-deface", "it", ["interruption::a_tool_whose_reader"])]),
    ("keys", "key files that are open to others, short, missing, pipes, devices", "exit 2, no content in a message",
     [("dcm-scrub", "it", ["keys::a_key_that_is_no_secret"])]),
    ("apart", "an output inside an input, by name, link and way", "exit 2, inputs unchanged",
     [("dcm-scrub", "it", ["outputs::an_output_that_touches"])]),
    ("decoders", "a decoder that crashes, spins, takes memory, or reaches for anything", "its frame is lost, nothing is reached",
     [("apart", "faults", [])]),
]


def main():
    # All targets of these names, as `make test` has built them: the names of tests say which are meant.
    targets = sorted({target for _, _, _, tests in ROWS for _, target, _ in tests})
    names = [name for _, _, _, tests in ROWS for _, _, names in tests for name in names]
    command = [os.environ.get("CARGO", "cargo"), "test", "--locked", "--workspace", *sys.argv[1:]]
    command += [part for target in targets for part in ("--test", target)]
    command += ["--", "--nocapture", "--include-ignored", "--test-threads=1", *names]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    sys.stderr.write(done.stdout)
    if done.returncode != 0:
        sys.exit("a test fails")
    said = {}
    for row, figure in re.findall(r"figure ([a-z]+): (.*)", done.stdout):
        said.setdefault(row, []).append(figure)

    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    day = datetime.date.today().isoformat()
    print("# Reliability\n")
    print("Made by `make reliability`, which runs the tests named here, the long ones too, and writes down what they measured:")
    print(f"on {day}, test profile (with checks of overflow), {os.cpu_count()} cores of {cpu}.\n")
    print("| what | to be reached | measured | tests |\n|---|---|---|---|")
    for row, what, figure, tests in ROWS:
        if not said.get(row):
            sys.exit(f"no test tells a figure for {row}")
        names = "<br>".join(f"{package} `{name}`" for package, target, names in tests for name in names or [target])
        print(f"| {what} | {figure} | {'<br>'.join(dict.fromkeys(said[row]))} | {names} |")


main()
