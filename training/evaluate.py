"""Score a checkpoint on the validation pictures.

usage: python3 evaluate.py --data DIR [--synthetic DIR] --checkpoint runs/NAME/last.pt [--scales 0.5,1,d40]

A scale is a factor, or d and the pixels that the picture's true median particle is brought to (a daemon that knows the
expected size does this with its expectation).
"""
import argparse
import csv
import json
import os

import numpy as np
import torch

import data
from instances import separate
from network import ParticleUNet
from scores import score, summary
from train import predict


def read(path):
    saved = torch.load(path, map_location="cpu")
    network = ParticleUNet(saved["width"])
    network.load_state_dict(saved["average"])
    return network.eval().to(memory_format=torch.channels_last), saved


def factor(scale, picture):
    return float(np.clip(float(scale[1:]) / picture.diameter, 0.2, 3)) if scale[0] == "d" else float(scale)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--synthetic")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--scales", default="0.5,1")
    parser.add_argument("--sources", default="emps,ampis_powder,dtsegnet,synthetic")
    parser.add_argument("--seed-level", default="0.45")
    parser.add_argument("--most", type=int, default=48, help="synthetic pictures scored")
    parser.add_argument("--at-least", type=float, default=0, help="only pictures whose median particle has this many pixels")
    parser.add_argument("--without-mode", help="leave out synthetic pictures of this image mode (column of their manifest)")
    parser.add_argument("--json")
    options = parser.parse_args()
    network, saved = read(options.checkpoint)
    sources = options.sources.split(",")
    pictures = data.real(options.data, "val", sources)
    if options.synthetic and "synthetic" in sources:
        names = data.synthetic_names(options.synthetic)[:options.most]
        if options.without_mode:
            with open(os.path.join(options.synthetic, "manifest.csv"), newline="") as rows:
                left_out = {r["name"] + ".png" for r in csv.DictReader(rows) if r["mode"] == options.without_mode}
            names = [n for n in names if n not in left_out]
        pictures += [data.synthetic(options.synthetic, n) for n in names]
    pictures = [p for p in pictures if p.diameter >= options.at_least]
    levels = [float(v) for v in options.seed_level.split(",")]
    out = {"step": saved["step"]}
    for source in sources:
        chosen = [p for p in pictures if p.source == source]
        for scale in options.scales.split(",") if chosen else ():
            rows = {level: [] for level in levels}
            for p in chosen:
                maps = predict(network, p.image, factor(scale, p))
                for level in levels:
                    rows[level].append(score(separate(maps, seed=level), p.label))
            for level in levels:
                key = f"{source} x{scale} seed {level:g}"
                out[key] = {k: round(float(v), 4) for k, v in summary(rows[level]).items()}
                print(key, out[key], flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(out, file, indent=1)


if __name__ == "__main__":
    main()
