"""A plain watershed that turns the three maps into particles; the daemon has its own in C#."""
import numpy as np
from scipy import ndimage
from skimage.segmentation import watershed


def separate(maps, threshold=0.5, seed=0.45, smallest=12):
    """Label map: seeds are the parts of the foreground that are deep and not boundary."""
    inside = maps[0] > threshold
    depth = ndimage.gaussian_filter(maps[2] * (1 - maps[1]), 1.0)
    seeds, count = ndimage.label(inside & (depth > seed))
    label = watershed(-depth, seeds, mask=inside)
    lost, many = ndimage.label(inside & (label == 0))  # shallow islands without a seed: one particle each
    label[lost > 0] = lost[lost > 0] + count
    areas = np.bincount(label.ravel())
    keep = areas >= smallest
    keep[0] = False
    number = np.zeros(len(areas), np.int32)
    number[keep] = np.arange(1, keep.sum() + 1)
    return number[label]
