"""Score a checkpoint on the validation pictures, by every way of separating particles.

usage: python3 evaluate.py --data DIR [--synthetic DIR] --checkpoint runs/NAME/average.pt [--scales 0.5,1,d40] [--methods distance,votes]

A scale is a factor, or d and the pixels that the picture's true median particle is brought to (a daemon that knows the
expected size does this with its expectation), or auto: found from the picture by the size map.
"""
import argparse
import json
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import torch

import data
from instances import METHODS
from network import TARGET, ParticleUNet
from scores import score, summary
from train import known_scale, predict

SEEN = 320_000  # pixels of the first look


def read(path):
    saved = torch.load(path, map_location="cpu")
    network = ParticleUNet(saved["width"], saved["layers"])
    network.load_state_dict(saved["average"])
    return network.eval().to(memory_format=torch.channels_last), saved


def looked(network, image, scale):
    """The scale that the size map asks for, seen at a scale; and the share of the picture that is sure to be particle."""
    maps = predict(network, image, scale)
    inside = maps[0] > 0.5
    if inside.sum() < 100:
        return None
    return 2.0 ** -float(np.median(maps[5][inside])) * scale


def auto_scale(network, image):
    """Scale from the picture: look from afar, go to where the size map says, look again."""
    scale = min(1.0, (SEEN / image.size) ** 0.5)
    for _ in range(2):
        found = looked(network, image, scale)
        if found is None:
            return scale
        found = float(np.clip(found, 0.12, 3))
        if 0.8 < found / scale < 1.25:
            return found
        scale = found
    return scale


def factor(network, scale, picture):
    if scale == "auto":
        return auto_scale(network, picture.image)
    return known_scale(picture, float(scale[1:])) if scale[0] == "d" else float(scale)


def scored(job):
    maps, scale, method, settings, label = job
    return score(METHODS[method](maps, scale, **settings), label)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--synthetic")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--scales", default=f"auto,d{TARGET:g}")
    parser.add_argument("--methods", default="distance,votes,both")
    parser.add_argument("--dynamics", default="0.1,0.2")
    parser.add_argument("--sources", default="emps,ampis_powder,dtsegnet,synthetic")
    parser.add_argument("--most", type=int, default=48, help="synthetic pictures scored")
    parser.add_argument("--json")
    options = parser.parse_args()
    network, saved = read(options.checkpoint)
    sources = options.sources.split(",")
    pictures = data.real(options.data, "val", sources)
    if options.synthetic and "synthetic" in sources:
        pictures += [data.synthetic(options.synthetic, n) for n in data.synthetic_names(options.synthetic)[:options.most]]
    out = {"step": saved["step"]}
    with ProcessPoolExecutor(2) as workers:
        for source in sources:
            chosen = [p for p in pictures if p.source == source]
            for scale in options.scales.split(",") if chosen else ():
                seen = [(predict(network, p.image, f), f, p.label) for p in chosen for f in [factor(network, scale, p)]]
                for method in options.methods.split(","):
                    for dynamics in options.dynamics.split(","):
                        jobs = [(m, f, method, {"dynamics": float(dynamics)}, label) for m, f, label in seen]
                        key = f"{source} x{scale} {method} {dynamics}"
                        out[key] = {k: round(float(v), 4) for k, v in summary(list(workers.map(scored, jobs))).items()}
                        print(key, out[key], flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(out, file, indent=1)


if __name__ == "__main__":
    main()
