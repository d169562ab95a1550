"""Ways to turn the maps into particles, for comparison on the validation pictures; the daemon has the chosen one in C#."""
import numpy as np
from scipy import ndimage
from skimage.morphology import h_maxima
from skimage.segmentation import watershed

from network import TARGET


def tidy(label, smallest):
    """Numbers 1..n without gaps, specks dropped."""
    areas = np.bincount(label.ravel())
    keep = areas >= smallest
    keep[0] = False
    number = np.zeros(len(areas), np.int32)
    number[keep] = np.arange(1, keep.sum() + 1)
    return number[label]


def islands(label, inside):
    """Parts of the foreground without a seed become one particle each."""
    lost, _ = ndimage.label(inside & (label == 0))
    return np.where(lost > 0, lost + label.max(), label)


def by_distance(maps, scale, threshold=0.5, dynamics=0.15, smooth=1.0, smallest=12):
    """Watershed on distance x (1 - boundary) from summits that stand out by the dynamics."""
    inside = maps[0] > threshold
    depth = ndimage.gaussian_filter(maps[2] * (1 - maps[1]), max(0.5, smooth / scale))
    seeds, _ = ndimage.label(h_maxima((depth * inside * 1000).astype(np.int32), int(dynamics * 1000)))
    return tidy(islands(watershed(-depth, seeds, mask=inside), inside), smallest)


def votes(maps, scale, threshold=0.5):
    """Where each foreground pixel sees its particle's centre, and how many see it there."""
    height, width = maps.shape[1:]
    inside = maps[0] > threshold
    rows, columns = np.nonzero(inside)
    reach = TARGET / scale
    y = np.clip(np.rint(rows + maps[3][inside] * reach), 0, height - 1).astype(int)
    x = np.clip(np.rint(columns + maps[4][inside] * reach), 0, width - 1).astype(int)
    count = np.bincount(y * width + x, minlength=height * width).reshape(height, width).astype(np.float32)
    return inside, rows, columns, y, x, count


def by_votes(maps, scale, threshold=0.5, dynamics=0.2, smooth=2.0, smallest=12):
    """Every pixel joins the summit of the votes that its own vote lies under. Votes are counted as parts of the particle's area."""
    inside, rows, columns, y, x, count = votes(maps, scale, threshold)
    area = np.pi / 4 * (TARGET / scale * 2.0 ** np.clip(maps[5], -2.5, 3)) ** 2
    share = np.zeros_like(count)
    np.add.at(share, (y, x), 1 / area[inside])
    sigma = max(0.7, smooth / scale)
    heap = ndimage.gaussian_filter(share, sigma) * 2 * np.pi * sigma ** 2
    seeds, _ = ndimage.label(h_maxima((heap * 1000).astype(np.int32), int(dynamics * 1000)))
    basins = watershed(-heap, seeds, mask=heap > 1e-3)
    label = np.zeros(inside.shape, np.int32)
    label[rows, columns] = basins[y, x]
    # one piece a particle: what is cut off joins its neighbours
    out, kept = np.zeros_like(label), 0
    for l, box in enumerate(ndimage.find_objects(label), 1):
        if box is None:
            continue
        parts, m = ndimage.label(label[box] == l)
        if m == 0:
            continue
        largest = 1 + int(np.argmax(np.bincount(parts.ravel())[1:]))
        kept += 1
        out[box][parts == largest] = kept
    return tidy(islands(watershed(np.zeros(out.shape, np.uint8), out, mask=inside), inside), smallest)


def by_both(maps, scale, threshold=0.5, dynamics=0.15, smooth=1.0, smallest=12):
    """Watershed on distance x (1 - boundary) raised where the votes fall."""
    inside, rows, columns, y, x, _ = votes(maps, scale, threshold)
    area = np.pi / 4 * (TARGET / scale * 2.0 ** np.clip(maps[5], -2.5, 3)) ** 2
    share = np.zeros(inside.shape, np.float32)
    np.add.at(share, (y, x), 1 / area[inside])
    sigma = max(0.7, 2.0 / scale)
    heap = np.clip(ndimage.gaussian_filter(share, sigma) * 2 * np.pi * sigma ** 2, 0, 1)
    depth = ndimage.gaussian_filter(maps[2] * (1 - maps[1]), max(0.5, smooth / scale)) * 0.6 + 0.4 * heap
    seeds, _ = ndimage.label(h_maxima((depth * inside * 1000).astype(np.int32), int(dynamics * 1000)))
    return tidy(islands(watershed(-depth, seeds, mask=inside), inside), smallest)


METHODS = {"distance": by_distance, "votes": by_votes, "both": by_both}
