"""Train the particle network. The schedule ends at a time of the clock, however many steps the machine gives.

usage: python3 train.py --data DIR [--synthetic DIR] --run runs/NAME (--minutes M | --until HH:MM)
"""
import argparse
import copy
import datetime
import json
import math
import os
import time

import cv2
import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset

import augment
import data
from losses import loss
from network import MULTIPLE, ParticleUNet


class Crops(IterableDataset):
    """Endless batches with a fixed mix of the sets; synthetic pictures join as soon as they are ready."""

    def __init__(self, pictures, folder, size, batch, seed, most, share):
        self.emps = [p for p in pictures if p.source == "emps"]
        self.other = [p for p in pictures if p.source != "emps"]
        self.folder, self.size, self.batch, self.seed, self.most = folder, size, batch, seed, most
        self.rendered = (1, 3, 5, 0, 6)[:share]

    def other_one(self, rng):
        kinds = sorted({p.source for p in self.other})
        kind = kinds[int(rng.integers(len(kinds)))]
        group = [p for p in self.other if p.source == kind]
        return group[int(rng.integers(len(group)))]

    def __iter__(self):
        cv2.setNumThreads(1)
        rng = np.random.default_rng(self.seed)
        waiting, known, made, looked = [], set(), [], 0.0
        while True:
            if self.folder and time.time() - looked > 30 and not waiting and len(made) < self.most:
                looked = time.time()
                waiting = [n for n in data.synthetic_names(self.folder) if n not in known]
                rng.shuffle(waiting)
            for _ in range(min(12, len(waiting))):  # a few a batch: loading never holds training up
                name = waiting.pop()
                known.add(name)
                if len(made) < self.most:
                    made.append(data.synthetic(self.folder, name))
            chosen = []
            for k in range(self.batch):
                if made and k % 8 in self.rendered:
                    chosen.append(made[int(rng.integers(len(made)))])
                elif k % 8 == 7 or (not made and k % 8 == 3):
                    chosen.append(self.other_one(rng))
                else:
                    chosen.append(self.emps[int(rng.integers(len(self.emps)))])
            pairs = [augment.sample(p, self.size, rng) for p in chosen]
            yield (torch.from_numpy(np.stack([a for a, _ in pairs])), torch.from_numpy(np.stack([b for _, b in pairs])),
                   len(made))


def predict(network, image, scale):
    """Maps of a whole frame at a scale, brought back to the frame's own size."""
    height, width = image.shape
    rows, columns = max(8, round(height * scale)), max(8, round(width * scale))
    x = data.network_input(image)
    if scale != 1:
        x = cv2.resize(x, (columns, rows), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    x = np.pad(x, ((0, -rows % MULTIPLE), (0, -columns % MULTIPLE)), mode="symmetric")
    with torch.no_grad():
        maps = torch.sigmoid(network(torch.from_numpy(x)[None, None]))[0, :, :rows, :columns].numpy()
    return maps if scale == 1 else np.stack([cv2.resize(m, (width, height), interpolation=cv2.INTER_LINEAR) for m in maps])


def foreground_iou(network, pictures, scale):
    scores = []
    for p in pictures:
        inside, truth = predict(network, p.image, scale)[0] > 0.5, p.label > 0
        scores.append((inside & truth).sum() / max((inside | truth).sum(), 1))
    return float(np.mean(scores))


def ending(options):
    if options.minutes:
        return time.time() + 60 * options.minutes
    clock = datetime.datetime.combine(datetime.date.today(), datetime.time.fromisoformat(options.until))
    return clock.timestamp()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--synthetic")
    parser.add_argument("--run", required=True)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--until")
    parser.add_argument("--width", type=int, default=24)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--keep", type=float, default=0.998, help="of the moving average, a step")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--most", type=int, default=4000, help="synthetic pictures kept in memory")
    parser.add_argument("--share", type=int, default=3, help="synthetic crops in eight, 0 to 5")
    parser.add_argument("--validate", type=float, default=8, help="minutes between validations")
    parser.add_argument("--float32", action="store_true", help="no bfloat16 (processors without AMX)")
    options = parser.parse_args()
    os.makedirs(options.run, exist_ok=True)
    torch.manual_seed(options.seed)
    cv2.setNumThreads(1)

    path = os.path.join(options.run, "last.pt")
    old = torch.load(path) if os.path.exists(path) else None
    first = old["step"] if old else 0
    pictures = data.real(options.data, "train")
    validation = data.real(options.data, "val", ("emps", "ampis_powder"))
    emps, ampis = ([p for p in validation if p.source == s] for s in ("emps", "ampis_powder"))
    crops = Crops(pictures, options.synthetic, options.size, options.batch, options.seed + first, options.most,
                  options.share)
    loader = iter(DataLoader(crops, batch_size=None, num_workers=1, prefetch_factor=6))

    network = ParticleUNet(options.width).to(memory_format=torch.channels_last)
    average = copy.deepcopy(network).eval()
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=options.decay)
    step, done, start, end = 0, 0.0, time.time(), ending(options)
    if old:
        network.load_state_dict(old["network"])
        average.load_state_dict(old["average"])
        optimiser.load_state_dict(old["optimiser"])
        step, start = old["step"], old["start"]
        print(f"goes on from step {step}", flush=True)

    def save():
        torch.save({"network": network.state_dict(), "average": average.state_dict(), "width": options.width,
                    "optimiser": optimiser.state_dict(), "step": step, "start": start, "options": vars(options),
                    "synthetic": made}, path + ".new")
        os.replace(path + ".new", path)

    made, told, saved, totals = 0, time.time(), time.time(), []
    while done < 1:
        done = min(1.0, (time.time() - start) / (end - start))
        rate = options.rate * min(1, (step + 1) / 150) * max(0.002, 0.5 * (1 + math.cos(math.pi * done)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        image, truth, made = next(loader)
        network.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not options.float32):
            logits = network(image.to(memory_format=torch.channels_last))
        total, parts = loss(logits.float(), truth)
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        step += 1
        keep = min(options.keep, 1 - 1 / (1 + step / 4))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), network.state_dict().values()):
                a.copy_(b) if a.dtype == torch.long else a.lerp_(b, 1 - keep)
        totals.append((total.item(), *parts))
        if step % 25 == 0:
            print(time.strftime("%H:%M:%S"), step, f"{done:.3f} rate {rate:.5f} synthetic {made} loss",
                  *np.mean(totals, 0).round(4), f"{(time.time() - start) / step:.2f} s a step", flush=True)
            totals = []
        if time.time() - saved > 180 or done >= 1:
            saved = time.time()
            save()
        if time.time() - told > 60 * options.validate or done >= 1:
            told = time.time()
            scores = {"step": step, "minutes": round((told - start) / 60, 1),
                      "emps_half": foreground_iou(average, emps, 0.5), "ampis": foreground_iou(average, ampis, 1.0)}
            print(time.strftime("%H:%M:%S"), json.dumps(scores), flush=True)
            with open(os.path.join(options.run, "validation.jsonl"), "a") as log:
                log.write(json.dumps(scores) + "\n")


if __name__ == "__main__":
    main()
