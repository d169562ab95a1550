"""A sheet of pictures with the true outlines (green) and the found ones (red), the worst first.

usage: python3 overlays.py --images DIR --truth DIR --found DIR --out sheet.jpg [--count 12] [--worst 5]

`--found` holds NAME.png or NAME_labels.png, as `bench predict` and `analyse --labels` write them.
"""
import argparse
import os

import cv2
import numpy as np

from scores import score


def outlines(image, label, colour):
    edge = np.zeros(label.shape, bool)
    edge[:-1] |= label[:-1] != label[1:]
    edge[:, :-1] |= label[:, :-1] != label[:, 1:]
    out = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    out[edge] = colour
    return out


def panel(name, image, truth, found, side):
    s = score(found.astype(np.int64), truth.astype(np.int64))
    pair = [cv2.resize(outlines(image, l, c), (side, side * image.shape[0] // image.shape[1]), interpolation=cv2.INTER_AREA)
            for l, c in ((truth, (0, 200, 0)), (found, (0, 0, 255)))]
    pair = np.hstack(pair)
    strip = np.full((18, pair.shape[1], 3), 255, np.uint8)
    text = f"{name}: IoU {s['iou']:.2f}, AP50 {s['ap50']:.2f}, {s['found']} found, {s['there']} there"
    cv2.putText(strip, text, (4, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1, cv2.LINE_AA)
    return s, np.vstack([strip, pair])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for key in ("images", "truth", "found", "out"):
        parser.add_argument(f"--{key}", required=True)
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--worst", type=int, default=5)
    parser.add_argument("--side", type=int, default=320)
    parser.add_argument("--columns", type=int, default=2)
    options = parser.parse_args()
    panels = []
    for file in sorted(os.listdir(options.images)):
        name = os.path.splitext(file)[0]
        found = next((p for p in (f"{options.found}/{name}_labels.png", f"{options.found}/{name}.png") if os.path.exists(p)), None)
        if found and os.path.exists(f"{options.truth}/{name}.png"):
            read = lambda p, how: cv2.imread(p, how)
            panels.append(panel(name, read(f"{options.images}/{file}", cv2.IMREAD_GRAYSCALE),
                                read(f"{options.truth}/{name}.png", cv2.IMREAD_UNCHANGED), read(found, cv2.IMREAD_UNCHANGED), options.side))
    ranked = sorted(panels, key=lambda p: p[0]["ap50"])
    rest = ranked[options.worst:]
    more = max(0, options.count - options.worst)
    shown = [p for _, p in ranked[:options.worst] + rest[::max(1, len(rest) // max(1, more))][:more]]
    height = max(p.shape[0] for p in shown)
    shown = [np.vstack([p, np.full((height - p.shape[0], p.shape[1], 3), 255, np.uint8)]) for p in shown]
    shown += [np.full_like(shown[0], 255)] * (-len(shown) % options.columns)
    cv2.imwrite(options.out, np.vstack([np.hstack(shown[i:i + options.columns]) for i in range(0, len(shown), options.columns)]),
                [cv2.IMWRITE_JPEG_QUALITY, 78])


if __name__ == "__main__":
    main()
