"""A laboratory's own pictures with their outlines: a folder that `dataset export` or `dataset import` wrote, or one made by hand.

    DIR/images/NAME.png   8 bit grey
    DIR/labels/NAME.png   16 bit; 0 = background, 1..n = one number a particle
    DIR/manifest.csv      optional; its column picture_height_px tells where a data bar begins
    DIR/SHA256SUMS        of an imported data set; then every file is checked against it
"""
import csv
import hashlib
import os

import numpy as np

import data

SOURCE = "own"


class OwnError(ValueError):
    """Something about the folder is wrong; the message says what, where and how to mend it."""


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def sums(folder):
    """The text of SHA256SUMS: of the data set's own file, or made the same way."""
    path = os.path.join(folder, "SHA256SUMS")
    if os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        for line in text.splitlines():
            wanted, name = line.split("  ", 1)
            target = os.path.join(folder, name)
            if not os.path.exists(target) or sha256(target) != wanted:
                raise OwnError(f"{target}: the file is not what SHA256SUMS says. Import the data set again under a new version.")
        return text
    names = [f"{part}/{n}" for part in ("images", "labels") for n in os.listdir(os.path.join(folder, part)) if n.endswith(".png")]
    return "".join(f"{sha256(os.path.join(folder, n))}  {n}\n" for n in sorted(names))


def identity(folder):
    """One SHA-256 for the whole folder: that of its SHA256SUMS."""
    return hashlib.sha256(sums(folder).encode()).hexdigest()


def pictures(folder):
    """All pictures without their data bars, by name."""
    for part in ("images", "labels"):
        if not os.path.isdir(os.path.join(folder, part)):
            raise OwnError(f"{folder}: there is no folder {part}/. Make the folder with `lto-autoscope dataset export` or `dataset import`.")
    heights, wanted = {}, None
    manifest = os.path.join(folder, "manifest.csv")
    if os.path.exists(manifest):
        with open(manifest, newline="", encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                heights[row["name"]] = int(row.get("picture_height_px") or 0)
        wanted = set(heights)
    found = []
    for file in sorted(os.listdir(os.path.join(folder, "images"))):
        name, extension = os.path.splitext(file)
        if extension != ".png" or wanted is not None and name not in wanted:
            continue
        label = os.path.join(folder, "labels", file)
        if not os.path.exists(label):
            raise OwnError(f"{label}: the outlines of this picture are missing. Draw them, or take the picture out of images/.")
        picture = data.load(os.path.join(folder, "images", file), label, SOURCE, heights.get(name) or None)
        if not picture.label.any():
            raise OwnError(f"{label}: there is not one particle in it. Draw them, or take the picture out.")
        found.append(picture)
    if not found:
        raise OwnError(f"{folder}: there is no picture in images/.")
    return found


def divide(found, share, seed):
    """(to train on, held out): whole pictures, never parts of one; at least one and never all are held out."""
    if len(found) < 2:
        raise OwnError("One picture cannot be learned from and checked on at once. Annotate at least two, better five.")
    order = np.random.default_rng(seed).permutation(len(found))
    count = min(len(found) - 1, max(1, round(share * len(found))))
    return [found[i] for i in order[count:]], [found[i] for i in order[:count]]
