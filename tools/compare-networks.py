#!/usr/bin/env python3
"""For those who hold the networks of the earlier verification tool: does dcm-facecheck label as nnU-Net does?

    tools/compare-networks.py --model BVM2025_Networks CT_HEAD SAGITTAL_MPRAGE

Each folder holds the DICOM files of one series. dcm2niix converts it and nnU-Net labels it, as the earlier tool had it;
dcm-facecheck labels the DICOM files. Prints for each series and network how many voxels differ, and ends with 1 if any do.
Needs dcm2niix, nnunetv2 (nnUNetv2_predict_from_modelfolder) and nibabel, and dcm-facecheck with libtorch (make build-torch).
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nibabel
import numpy

# What dcm-facecheck calls what a network says, and what the network's folder begins with.
NETWORKS = {"foreground": "Dataset803_", "removed": "Dataset804_"}


def labels(path):
    """What is labelled, with axes as near to R, A, S as they come, so that both ways can be compared."""
    image = nibabel.as_closest_canonical(nibabel.load(path))
    return numpy.asarray(image.dataobj) > 0


def by_nnunet(args, model, series, place):
    """Labels of one network: dcm2niix, then nnU-Net."""
    source, target = place / "in", place / "out"
    for folder in (source, target):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    subprocess.run(["dcm2niix", "-z", "y", "-b", "n", "-f", "case_0000", "-o", source, series], check=True, stdout=subprocess.DEVNULL)
    folds = sorted(fold.name.removeprefix("fold_") for fold in model.glob("fold_*"))
    folds = ["all"] if "all" in folds else folds
    command = [args.nnunet, "-i", source, "-o", target, "-m", model, "-f", *folds, "-device", "cpu"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return labels(target / "case.nii.gz")


def by_facecheck(args, series, place):
    """Labels of both networks from the DICOM files."""
    said = place / "said"
    shutil.rmtree(said, ignore_errors=True)
    command = [args.facecheck, "--quiet", "--criteria", "reference", "--model", args.model, "--save-predictions", said]
    # Verdicts do not count here: the series is compared with itself.
    subprocess.run([*command, "--defaced", series, "--raw", series], stdout=subprocess.DEVNULL, check=False)
    return {network: labels(next(said.glob(f"*_{network}.nii.gz"))) for network in NETWORKS}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="the folder with Dataset803_… and Dataset804_…")
    parser.add_argument("--facecheck", default="dcm-facecheck", help="the program to be compared")
    parser.add_argument("--nnunet", default="nnUNetv2_predict_from_modelfolder", help="the program to compare with")
    parser.add_argument("series", type=Path, nargs="+", help="a folder of DICOM files")
    args = parser.parse_args()
    differing = 0
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        for series in args.series:
            ours = by_facecheck(args, series, place)
            for network, begins in NETWORKS.items():
                dataset = sorted(args.model.glob(f"{begins}*"))[0]
                model = dataset if (dataset / "plans.json").is_file() else sorted(dataset.glob("*/plans.json"))[0].parent
                theirs = by_nnunet(args, model, series, place)
                count = int((ours[network] != theirs).sum())
                differing += count
                print(f"{series.name}\t{network}\t{count} of {theirs.size} voxels differ")
    sys.exit(differing > 0)


main()
