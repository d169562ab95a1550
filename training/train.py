"""Train the particle network on a GPU, or slowly on a CPU. The schedule ends at a time of the clock, however many steps the machine gives.

usage: python3 train.py --data DIR [--synthetic DIR] --run runs/NAME --minutes M
"""
import argparse
import copy
import json
import math
import os
import time
from concurrent.futures import ProcessPoolExecutor

import cv2
import numpy as np
import torch

import augment
import data
from losses import distillation, loss
from network import LAYOUTS, MAPS, MULTIPLE, ParticleUNet, activate
from pool import Pool
from targets import targets

PARTS = ("foreground", "boundary", "distance", "offset", "size")


def predict(network, image, scale):
    """Maps (C, H, W) of a whole frame at a scale, brought back to the frame's own size; offsets stay in units of what the network saw."""
    height, width = image.shape
    rows, columns = max(8, round(height * scale)), max(8, round(width * scale))
    x = data.network_input(image)
    if scale != 1:
        x = cv2.resize(x, (columns, rows), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    x = np.pad(x, ((0, -rows % MULTIPLE), (0, -columns % MULTIPLE)), mode="symmetric")
    device = next(network.parameters()).device
    with torch.no_grad():
        maps = activate(network(torch.from_numpy(x)[None, None].to(device)).float())[0, :, :rows, :columns].cpu().numpy()
    return maps if scale == 1 else np.stack([cv2.resize(m, (width, height), interpolation=cv2.INTER_LINEAR) for m in maps])


def known_scale(picture, wanted):
    """The factor that brings the picture's true median particle to so many pixels, as a daemon with the right expectation does."""
    return float(np.clip(wanted / max(picture.diameter, 1.0), 0.12, 3))


def foreground_iou(network, pictures, wanted):
    scores, torch.backends.cudnn.benchmark = [], False  # no two frames here have one size
    for p in pictures:
        inside, truth = predict(network, p.image, known_scale(p, wanted))[0] > 0.5, p.label > 0
        scores.append((inside & truth).sum() / max((inside | truth).sum(), 1))
    return float(np.mean(scores)) if scores else 0.0


class Learner:
    """A network, the moving average of its weights (which is what is scored and shipped) and its optimiser."""

    def __init__(self, width, layers, rate, decay, device):
        self.network = ParticleUNet(width, layers).to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.AdamW(self.network.parameters(), lr=rate, weight_decay=decay)
        self.rate = rate

    def load(self, state):
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])

    def state(self):
        return {"network": self.network.state_dict(), "average": self.average.state_dict(), "optimiser": self.optimiser.state_dict()}

    def step(self, total, pace, keep):
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * pace
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        with torch.no_grad():
            pairs = [(a, b) for a, b in zip(self.average.state_dict().values(), self.network.state_dict().values()) if a.dtype.is_floating_point]
            if hasattr(torch, "_foreach_lerp_"):
                torch._foreach_lerp_([a for a, _ in pairs], [b for _, b in pairs], 1 - keep)
            else:
                for a, b in pairs:
                    a.lerp_(b, 1 - keep)


class Rendered:
    """Loads rendered pictures in other processes as they appear."""

    def __init__(self, folder, workers, most):
        self.folder, self.most, self.known, self.waiting = folder, most, set(), []
        self.workers = ProcessPoolExecutor(workers) if folder else None
        if folder:
            list(self.workers.map(abs, range(4 * workers)))  # they start before a GPU is touched
        self.looked = 0.0

    def arrived(self, have):
        """Pictures that are ready, when they are enough to be worth a pause."""
        if not self.workers:
            return []
        if time.time() - self.looked > 3 and len(self.known) < self.most:
            self.looked = time.time()
            for name in data.synthetic_names(self.folder):
                if name not in self.known and len(self.known) < self.most:
                    self.known.add(name)
                    self.waiting.append(self.workers.submit(data.synthetic, self.folder, name))
        ready = [f for f in self.waiting if f.done()]
        if len(ready) < max(64, have // 8) and len(ready) < len(self.waiting):
            return []
        self.waiting = [f for f in self.waiting if not f.done()]
        return [f.result() for f in ready if not f.exception()]  # one that was being written is left out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--synthetic")
    parser.add_argument("--run", required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--start", help="weights to begin with")
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--layers", type=int, default=24, choices=tuple(LAYOUTS))
    parser.add_argument("--teacher", type=int, default=0, help="width of a wide ResNet34 that is trained beside it and taught from; 0 for none")
    parser.add_argument("--teacher-rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.03)
    parser.add_argument("--keep", type=float, default=0.998, help="of the moving average, a step")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--most", type=int, default=4000, help="synthetic pictures kept in memory")
    parser.add_argument("--pixels", type=float, default=1e9, help="room for so many pixels")
    parser.add_argument("--mix", default="emps=0.42,synthetic=0.48,ampis_powder=0.05,dtsegnet=0.05", help="share of each source in a batch")
    parser.add_argument("--validate", type=float, default=8, help="minutes between validations")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--float32", action="store_true", help="no bfloat16")
    options = parser.parse_args()
    os.makedirs(options.run, exist_ok=True)
    cv2.setNumThreads(1)
    mix = {k: float(v) for k, v in (item.split("=") for item in options.mix.split(","))}
    rendered = Rendered(options.synthetic, options.workers, options.most)

    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if hasattr(torch, "set_float32_matmul_precision"):
        torch.set_float32_matmul_precision("high")
    rng = np.random.default_rng(options.seed)
    learner = Learner(options.width, options.layers, options.rate, options.decay, device)
    teacher = Learner(options.teacher, 34, options.teacher_rate, options.decay, device) if options.teacher else None
    path = os.path.join(options.run, "last.pt")
    old = torch.load(path, map_location=device) if os.path.exists(path) else None
    if options.start and not old:
        begin = torch.load(options.start, map_location=device)["average"]
        learner.network.load_state_dict(begin)
        learner.average.load_state_dict(begin)
    step, spent, history = 0, 0.0, []
    if old:
        learner.load(old)
        if teacher:
            teacher.load(old["teacher"])
        step, spent = old["step"], old["spent"]
        rng = np.random.default_rng(options.seed + step)
        print(f"goes on from step {step}", flush=True)

    validation = data.real(options.data, "val", ("emps", "ampis_powder"))
    emps, ampis = ([p for p in validation if p.source == s] for s in ("emps", "ampis_powder"))
    pool = Pool(int(options.pixels), device)
    for picture in data.real(options.data, "train"):
        pool.add(picture)
    marks = augment.Marks(device, rng)
    start = time.time() - spent
    end = start + 60 * options.minutes

    def save(name, **more):
        state = {"average": learner.average.state_dict(), "width": options.width, "layers": options.layers, "maps": MAPS, "step": step,
                 "options": vars(options), "synthetic": len(pool.sources.get("synthetic", ())), **more}
        torch.save(state, os.path.join(options.run, name + ".new"))
        os.replace(os.path.join(options.run, name + ".new"), os.path.join(options.run, name))

    done, told, saved, timed, totals = 0.0, time.time(), time.time(), time.time(), []
    while done < 1:
        done = min(1.0, (time.time() - start) / (end - start))
        pace = min(1, (step + 1) / 200) * max(0.002, 0.5 * (1 + math.cos(math.pi * done)))
        keep = min(options.keep, 1 - 1 / (1 + step / 4))
        if step % 10 == 0:
            for picture in rendered.arrived(len(pool)):
                pool.add(picture)
        with torch.no_grad():
            picked = pool.choose(mix, options.batch, rng)
            image, label, valid, index = pool.views(picked, options.size, rng)
            t = pool.tables()
            image = augment.grey_law(image, t["low"][index], t["high"][index], t["histogram"][index])
            image, label = augment.paste(image, label, valid, 0.25, pool.most_labels)
            image, label = marks.burn(augment.degrade(image), label, rng)
            truth, weights = targets(label, valid)
            image = image.contiguous(memory_format=torch.channels_last)
        torch.backends.cudnn.benchmark = True
        taught = None
        if teacher:
            teacher.network.train()
            with torch.autocast(device, dtype=torch.bfloat16, enabled=not options.float32):
                taught = teacher.network(image)
            total, _ = loss(taught.float(), truth, weights)
            teacher.step(total, pace, keep)
            taught = taught.detach().float()
        learner.network.train()
        with torch.autocast(device, dtype=torch.bfloat16, enabled=not options.float32):
            logits = learner.network(image).float()
        total, parts = loss(logits, truth, weights)
        if teacher:  # the longer it has learnt, the more the teacher is listened to
            share = 0.6 * min(1.0, max(0.0, (done - 0.15) / 0.25))
            total = (1 - share) * total + share * distillation(logits, taught, weights)
        learner.step(total, pace, keep)
        step += 1
        totals.append(parts)
        if step % 50 == 0:
            means = torch.stack(totals).mean(0).tolist()
            print(time.strftime("%H:%M:%S"), step, f"{done:.3f} pace {pace:.4f} pictures {len(pool)}",
                  *(f"{n} {v:.4f}" for n, v in zip(PARTS, means)), f"{(time.time() - timed) / max(len(totals), 1):.3f} s a step", flush=True)
            totals, timed = [], time.time()
        if time.time() - saved > 120 or done >= 1:
            saved = time.time()
            save("last.pt", **learner.state(), spent=time.time() - start, teacher=teacher.state() if teacher else None)
        if time.time() - told > 60 * options.validate or done >= 1:
            told = time.time()
            scores = {"step": step, "minutes": round((told - start) / 60, 1), "pictures": len(pool),
                      "emps": {d: round(foreground_iou(learner.average, emps, d), 4) for d in (30, 50)},
                      "ampis": round(foreground_iou(learner.average, ampis, 30), 4)}
            if teacher:
                scores["teacher"] = round(foreground_iou(teacher.average, emps, 50), 4)
            print(time.strftime("%H:%M:%S"), json.dumps(scores), flush=True)
            history.append(scores)
            save("average.pt", history=history)
    if rendered.workers:
        rendered.workers.shutdown(wait=False, cancel_futures=True)


if __name__ == "__main__":
    main()
