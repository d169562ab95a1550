"""Pictures and label maps: the real sets by their manifest, the synthetic set by its folder."""
import csv
import os
from dataclasses import dataclass

import cv2
import numpy as np

LOW, HIGH = 0.5, 99.5  # percentiles of the grey scaling, the same in the daemon


@dataclass
class Picture:
    source: str
    name: str
    image: np.ndarray      # uint8, grey
    label: np.ndarray      # uint16, 0 = background, 1..n = particle
    diameter: float        # median equivalent circular diameter in pixels, each particle weighted by its area
    histogram: np.ndarray  # 256 counts
    low: float             # grey at the low percentile
    high: float            # grey at the high percentile


def median_diameter(label):
    """The diameter above and below which half of the covered area lies, as the daemon counts it."""
    areas = np.sort(np.bincount(label.ravel())[1:])
    areas = areas[areas > 0]
    if not len(areas):
        return 0.0
    return float(2 * np.sqrt(areas[np.searchsorted(np.cumsum(areas), areas.sum() / 2)] / np.pi))


def load(image_path, label_path, source, rows=None):
    """One pair; with rows, only so many from the top (a data bar below is no picture)."""
    image = cv2.imread(image_path, cv2.IMREAD_GRAYSCALE)
    label = cv2.imread(label_path, cv2.IMREAD_UNCHANGED)
    if image is None or label is None or image.shape != label.shape:
        raise ValueError(f"{image_path}: no readable pair of picture and label map of one size")
    image, label = np.ascontiguousarray(image[:rows]), np.ascontiguousarray(label[:rows].astype(np.uint16))
    histogram = np.bincount(image.ravel(), minlength=256)
    low, high = np.percentile(image, [LOW, HIGH])
    return Picture(source, os.path.splitext(os.path.basename(image_path))[0], image, label,
                   median_diameter(label), histogram, float(low), float(high))


def real(root, split, sources=None):
    """All pictures of one split of the real sets; a validation picture is never in the training split."""
    pictures = []
    with open(os.path.join(root, "manifest.csv"), newline="") as rows:
        for row in csv.DictReader(rows):
            if row["split"] == split and (sources is None or row["source"] in sources):
                base = os.path.join(root, row["source"], split)
                image = f"{base}/images/{row['name']}"
                image += ".jpg" if os.path.exists(image + ".jpg") else ".png"
                pictures.append(load(image, f"{base}/labels/{row['name']}.png", row["source"]))
    return pictures


def synthetic_names(folder):
    """The rendered pairs that are there so far."""
    if not folder or not os.path.isdir(os.path.join(folder, "labels")):
        return []
    return sorted(n for n in os.listdir(os.path.join(folder, "labels")) if n.endswith(".png"))


def synthetic(folder, name):
    return load(os.path.join(folder, "images", name), os.path.join(folder, "labels", name), "synthetic")


def grey_law(histogram, low, high):
    """Table grey -> network input: percentiles to 0..1, clipped, then zero mean and unit deviation of the frame."""
    table = np.clip((np.arange(256) - low) / max(high - low, 1.0), 0, 1)
    weight = histogram / histogram.sum()
    mean = (weight * table).sum()
    deviation = np.sqrt((weight * (table - mean) ** 2).sum())
    return ((table - mean) / max(deviation, 1e-3)).astype(np.float32)


def network_input(image):
    """The contract's scaling of one whole frame (uint8), as the daemon does it."""
    low, high = np.percentile(image, [LOW, HIGH])
    return grey_law(np.bincount(image.ravel(), minlength=256), low, high)[image]
