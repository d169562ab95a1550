"""The yardstick of `bench analyse`: the same network in PyTorch, and scikit-image's watershed and regionprops, on frames that the verb wrote.

usage: python3 bench_analyse.py --model FILE --folder DIR --threads N --repeats R

DIR/frames.json lists frames: {name, width, height, seen_width, seen_height, channels, threshold, smoothing_px, smallest_area_px, seed_distance_px};
beside it NAME.seen.f32 is what the network sees, NAME.maps.f32 the maps at the frame's size. One JSON document goes to standard output;
times in ms, the fastest and the middle of all repeats over all frames.
"""
import argparse
import json
import os
import time

import numpy as np
import scipy
import skimage
import torch
from scipy import ndimage
from skimage.feature import peak_local_max
from skimage.measure import regionprops_table
from skimage.segmentation import watershed

from onnx_torch import OnnxNetwork

MEASURES = ("label", "area", "bbox", "centroid", "perimeter_crofton", "axis_major_length", "axis_minor_length", "solidity",
            "feret_diameter_max", "mean_intensity")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--repeats", type=int, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with open(os.path.join(options.folder, "frames.json")) as file:
        frames = json.load(file)
    network = OnnxNetwork(options.model).eval()
    variants = {"contiguous": network, "channels_last": OnnxNetwork(options.model).eval().to(memory_format=torch.channels_last)}
    times = {"watershed": [], "regionprops": [], "seeds": []}
    network_times = {name: [] for name in variants}
    difference, particles = None, []
    for frame in frames:
        shape = (1, 1, frame["seen_height"], frame["seen_width"])
        seen = torch.from_numpy(read(options.folder, frame, "seen").reshape(shape))
        maps = read(options.folder, frame, "maps").reshape(frame["channels"], frame["height"], frame["width"])
        with torch.inference_mode():
            for name, module in variants.items():
                image = seen.to(memory_format=torch.channels_last) if name == "channels_last" else seen
                out = module(image)  # the first run prepares
                for _ in range(options.repeats):
                    timed(network_times[name], lambda: module(image))
        if shape[2:] == maps.shape[1:]:
            difference = max(difference or 0, float(np.abs(out.numpy()[0] - maps).max()))
        for _ in range(options.repeats):
            labels = separate(maps, frame, times)
            table = timed(times["regionprops"], lambda: regionprops_table(labels, maps[0], properties=MEASURES))
        particles.append(len(table["label"]))
    best = min(network_times, key=lambda name: min(network_times[name]))
    print(json.dumps({
        "versions": f"PyTorch {torch.__version__} ({best}), scikit-image {skimage.__version__}, SciPy {scipy.__version__}",
        "network": summary(network_times[best]), "seeds": summary(times["seeds"]), "watershed": summary(times["watershed"]),
        "regionprops": summary(times["regionprops"]), "particles": particles, "largest_difference": difference}))


def read(folder, frame, kind):
    return np.fromfile(os.path.join(folder, f"{frame['name']}.{kind}.f32"), np.float32)


def separate(maps, frame, times):
    """The usual recipe: smoothed landscape, its summits as seeds, watershed inside the mask, specks dropped."""
    mask = maps[0] > frame["threshold"]
    smooth = ndimage.gaussian_filter(maps[2] * (1 - maps[1]), frame["smoothing_px"])

    def find_seeds():
        seeds = np.zeros(mask.shape, np.int32)
        places = peak_local_max(smooth, min_distance=int(max(1, frame["seed_distance_px"])), labels=mask.astype(int), exclude_border=False)
        seeds[tuple(places.T)] = np.arange(1, len(places) + 1)
        return seeds

    seeds = timed(times["seeds"], find_seeds)
    labels = timed(times["watershed"], lambda: watershed(-smooth, seeds, mask=mask))
    areas = np.bincount(labels.ravel())
    labels[areas[labels] < frame["smallest_area_px"]] = 0
    return labels


def timed(times, work):
    begin = time.perf_counter()
    result = work()
    times.append(1000 * (time.perf_counter() - begin))
    return result


def summary(values):
    return {"fastest_ms": min(values), "median_ms": float(np.median(values))}


if __name__ == "__main__":
    main()
