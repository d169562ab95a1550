"""Make the masks of this folder and score them with the public script of the training pack.

usage: python3 make.py AMPIS_LABEL.png AMPIS_PREDICTION.png SCORE.py   (numpy, Pillow; writes beside itself)
The first pair is a part of Sc3Tile_008-007-000_0-000 of AMPIS powder (github rccohn/AMPIS @ fd822b1, MIT) and what a network made of it; the others are made here.
"""
import os
import subprocess
import sys

import numpy as np
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))


def save(folder, name, array):
    path = os.path.join(HERE, folder, name + ".png")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Image.fromarray(array).save(path, optimize=True)


def discs(rng, count, shift, drop):
    labels = np.zeros((160, 200), np.uint16)
    yy, xx = np.mgrid[0:160, 0:200]
    for i in range(count):
        x, y, a, b = rng.uniform(0, 200), rng.uniform(0, 160), rng.uniform(3, 16), rng.uniform(3, 12)
        dx, dy = rng.normal(0, shift, 2)
        if rng.uniform() >= drop:
            labels[((xx - x - dx) / a) ** 2 + ((yy - y - dy) / b) ** 2 <= 1] = i + 1
    return labels


def main():
    truth, found, script = sys.argv[1:]
    save("truth/ampis/val/labels", "part", np.array(Image.open(truth))[300:520, 400:700].astype(np.uint16))
    save("pred/ampis", "part", np.array(Image.open(found))[300:520, 400:700].astype(np.uint16))
    for seed, name in enumerate(("eight_bit", "colour", "gaps", "none_found", "nothing_there")):
        true = discs(np.random.default_rng(seed), 40, 0, 0)
        pred = discs(np.random.default_rng(seed), 40, 0.7, 0.1)
        if name == "nothing_there":
            true[:] = 0
        if name == "gaps":
            pred = (pred * 1000).astype(np.uint16)
        save("truth/made/val/labels", name, true)
        if name == "eight_bit":
            save("pred/made", name, pred.astype(np.uint8))
        elif name == "colour":
            save("pred/made", name, np.stack([pred % 7, pred // 7, 5 * (pred > 0)], -1).astype(np.uint8))
        elif name != "none_found":
            save("pred/made", name, pred)
    with open(os.path.join(HERE, "truth", "manifest.csv"), "w") as out:
        out.write("source,split,name\nampis,val,part\n" + "".join(f"made,val,{n}\n" for n in ("eight_bit", "colour", "gaps", "none_found", "nothing_there")))
    subprocess.run([sys.executable, script, os.path.join(HERE, "pred"), "--truth", os.path.join(HERE, "truth"), "--json", os.path.join(HERE, "score.json")], check=True)


main()
