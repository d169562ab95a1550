"""Go on training a shipped network on a laboratory's own pictures, in less than half an hour on two cores.

usage: python3 finetune.py --own DIR --replay SYNTH --run runs/NAME --name lto-unet-mylab --version 1.0.0 [--minutes 22]

DIR is a folder of pictures and outlines (see own.py), best an imported data set: DATA/datasets/NAME/1. SYNTH holds pictures of `twin render`
(200 will do): half of every step is drawn from them, so that the network does not forget what it knew. Whole pictures of DIR are held out and
never trained on. The weights that did best on them are mixed with the parent's, as much of the new as loses no more than --forget on held-out
pictures of SYNTH (Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022).
A run that was killed goes on when it is called again with the same --run. The result is runs/NAME/NAME.onnx, to be registered by
`lto-autoscope model register`; it replaces nothing.
"""
import argparse
import copy
import json
import math
import os
import time

import cv2
import numpy as np
import torch

import augment
import data
import own
import pool
import weights
from finetuned import write
from instances import METHODS
from losses import loss
from network import TARGET
from scores import score, summary
from targets import targets
from train import known_scale, predict

SHARES = (1.0, 0.85, 0.7, 0.55, 0.4, 0.25)  # of the new weights in the mix with the parent's
SHOWN = ("fg_iou_mean", "ap50", "count_err_median_abs", "image_mean_d_err_median")


class Views:
    """Batches of random views: own pictures and replayed ones in a fixed share, treated as in train.py."""

    def __init__(self, pictures, replay, size, batch, replayed, seed):
        everything = pictures + replay
        self.pool = pool.Pool(sum(p.image.size for p in everything), "cpu")
        for picture in everything:
            self.pool.add(picture)
        self.mix = {own.SOURCE: 1 - replayed, "synthetic": replayed}
        self.size, self.batch, self.rng = size, batch, np.random.default_rng(seed)
        self.marks = augment.Marks("cpu", self.rng)

    @torch.no_grad()
    def next(self):
        picked = self.pool.choose(self.mix, self.batch, self.rng)
        image, label, valid, index = self.pool.views(picked, self.size, self.rng)
        t = self.pool.tables()
        image = augment.grey_law(image, t["low"][index], t["high"][index], t["histogram"][index])
        image, label = augment.paste(image, label, valid, 0.25, self.pool.most_labels)
        image, label = self.marks.burn(augment.degrade(image), label, self.rng)
        return (image.contiguous(memory_format=torch.channels_last), *targets(label, valid))


def examine(network, pictures, target):
    """Scores of held-out pictures, each brought to the particle size at which the network works best, as the daemon does."""
    rows = []
    for p in pictures:
        scale = known_scale(p, target)
        rows.append(score(METHODS["votes"](predict(network, p.image, scale), scale), p.label))
    return {k: round(float(v), 4) for k, v in summary(rows).items()} if rows else None


def merit(scores):
    """What decides: foreground and separation, weighted alike."""
    return (scores["fg_iou_mean"] + scores["ap50"]) / 2


def blend(network, old, best, before, held_out, replay_held_out, target, forget):
    """Loads the mix of old and new weights that does best on the own pictures and forgets little; returns (share of the new, scores)."""
    chosen = (0.0, {"own": before["own"], "replay": before["replay"]})
    for share in SHARES if best["step"] else ():
        network.load_state_dict({k: v if v.dtype == torch.long else torch.lerp(old[k], v, share) for k, v in best["weights"].items()})
        scores = {"own": examine(network, held_out, target), "replay": examine(network, replay_held_out, target)}
        lost = merit(before["replay"]) - merit(scores["replay"]) if scores["replay"] else 0
        print(told(f"{share:.0%} new, own", scores["own"]), told(f"{share:.0%} new, replayed", scores["replay"]), sep="\n", flush=True)
        if lost <= forget and merit(scores["own"]) > merit(chosen[1]["own"]):
            chosen = share, scores
    network.load_state_dict({k: v if v.dtype == torch.long else torch.lerp(old[k], v, chosen[0]) for k, v in best["weights"].items()} if best["step"] else old)
    return chosen


def told(title, scores):
    return f"{title:<22}" + ("-" if scores is None else "  ".join(f"{k} {scores[k]:.3f}" for k in SHOWN))


def half_precision():
    """bfloat16 pays only where the processor multiplies in it."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="ignore") as file:
            return "amx_bf16" in file.read()
    except OSError:
        return False


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", required=True, metavar="DIR")
    parser.add_argument("--replay", metavar="SYNTH", help="pictures of `twin render`")
    parser.add_argument("--without-replay", action="store_true", help="train on the own pictures alone, and risk that the rest is forgotten")
    parser.add_argument("--parent", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "models", "lto-unet.onnx"))
    parser.add_argument("--run", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--minutes", type=float, default=22, help="of training; loading and export come on top. Default 22")
    parser.add_argument("--steps", type=int, default=1500, help="the most steps, whatever the time. Default 1500")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--replayed", type=float, default=0.5, help="share of a batch that is replayed. Default 0.5")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--keep", type=float, default=0.98, help="of the moving average of the weights, a step")
    parser.add_argument("--held-out", type=float, default=0.2, help="share of the own pictures that is only scored on. Default 0.2")
    parser.add_argument("--validate", type=float, default=2, help="minutes between scorings. Default 2")
    parser.add_argument("--patience", type=int, default=4, help="scorings without a gain before it ends early. Default 4")
    parser.add_argument("--forget", type=float, default=0.03, help="loss on held-out replayed pictures that is put up with. Default 0.03")
    parser.add_argument("--most", type=int, default=200, help="replayed pictures that are read. Default 200")
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    if not options.replay and not options.without_replay:
        parser.error("give --replay SYNTH (lto-autoscope twin render --count 200 --seed 7 --out SYNTH), or say --without-replay")
    return options


def replayed(options):
    """(to train on, held out) of the replayed pictures."""
    if not options.replay:
        return [], []
    try:
        labels = set(os.listdir(os.path.join(options.replay, "labels")))
        names = sorted(n for n in os.listdir(os.path.join(options.replay, "images")) if n.endswith(".png") and n in labels)[:options.most]
    except FileNotFoundError:
        names = []
    if len(names) < 12:
        raise own.OwnError(f"{options.replay}: fewer than 12 pairs of pictures. Make them with `lto-autoscope twin render --count 200 --seed 7 --out {options.replay}`.")
    found = [data.synthetic(options.replay, n) for n in names]
    return found[8:], found[:8]


def main():
    options = arguments()
    os.makedirs(options.run, exist_ok=True)
    torch.manual_seed(options.seed)
    cv2.setNumThreads(1)
    begun = time.time()
    try:
        digest = own.identity(options.own)
        training, held_out = own.divide(own.pictures(options.own), options.held_out, options.seed)
        replay, replay_held_out = replayed(options)
        network, card = weights.read(options.parent)
    except (own.OwnError, weights.WeightsError, ValueError, OSError) as error:
        raise SystemExit(str(error))
    target = float(card.get("target_diameter_px", TARGET))
    pool.DIAMETERS.setdefault(own.SOURCE, (target / 2, target * 2))
    pool.SCALES.setdefault(own.SOURCE, (0.2, 2.5))
    print(f"{len(training)} own pictures to train on, {len(held_out)} held out ({', '.join(p.name for p in held_out)}); {len(replay)} replayed; parent {card.get('name')} {card.get('version')}", flush=True)

    fixed = {"parent_sha256": own.sha256(options.parent), "data_sha256": digest, "seed": options.seed, "held_out": [p.name for p in held_out]}
    path = os.path.join(options.run, "last.pt")
    state = torch.load(path, map_location="cpu") if os.path.exists(path) else None
    if state and state["fixed"] != fixed:
        raise SystemExit(f"{path}: this run was begun with another parent or other pictures. Choose another --run, or delete it.")
    network = network.to(memory_format=torch.channels_last)
    average = copy.deepcopy(network).eval()
    optimiser = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=0.01)
    if state:
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        step, spent, best, history = state["step"], state["spent"], state["best"], state["history"]
        print(f"goes on from step {step}, {spent / 60:.1f} minutes in", flush=True)
    else:
        step, spent = 0, 0.0
        history = [{"step": 0, "minutes": 0.0, "own": examine(average, held_out, target), "replay": examine(average, replay_held_out, target)}]
        best = {"step": 0, "merit": merit(history[0]["own"]), "weights": copy.deepcopy(average.state_dict())}
        print(told("before, own", history[0]["own"]), told("before, replayed", history[0]["replay"]), sep="\n", flush=True)

    is_over = bool(state and state.get("over"))

    def save():
        torch.save({"network": network.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "step": step,
                    "spent": spent, "best": best, "history": history, "fixed": fixed, "over": is_over}, path + ".new")
        os.replace(path + ".new", path)

    torch.manual_seed(options.seed + step)
    views = Views(training, replay, options.size, options.batch, options.replayed, options.seed + step)
    weights.freeze(network)
    is_half, limit, totals, next_look = half_precision(), options.minutes * 60, [], spent + options.validate * 60
    while not is_over:
        started = time.time()
        done = min(1.0, max(spent / limit, step / options.steps))
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 20) * max(0.01, 0.5 * (1 + math.cos(math.pi * done)))
        image, truth, pixels = views.next()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=is_half):
            logits = network(image)
        total = loss(logits.float(), truth, pixels)[0]
        optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        step += 1
        keep = min(options.keep, 1 - 1 / (1 + step / 4))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), network.state_dict().values()):
                a.copy_(b) if a.dtype == torch.long else a.lerp_(b, 1 - keep)
        totals.append(total.item())
        spent += time.time() - started
        is_over = spent >= limit or step >= options.steps
        if step % 10 == 0:
            print(f"step {step}  {spent / 60:.1f} of {options.minutes:g} min  loss {np.mean(totals):.3f}  {spent / step:.2f} s a step", flush=True)
            totals = []
        if spent >= next_look or is_over:
            started = time.time()
            scores = {"step": step, "minutes": round(spent / 60, 2), "own": examine(average, held_out, target), "replay": examine(average, replay_held_out, target)}
            history.append(scores)
            print(told(f"step {step}, own", scores["own"]), told(f"step {step}, replayed", scores["replay"]), sep="\n", flush=True)
            if merit(scores["own"]) > best["merit"]:
                best = {"step": step, "merit": merit(scores["own"]), "weights": copy.deepcopy(average.state_dict())}
            spent += time.time() - started
            next_look = spent + options.validate * 60
            looks_since = sum(h["step"] > best["step"] for h in history)
            if looks_since >= options.patience and not is_over:
                print(f"no gain in {looks_since} scorings: ends early", flush=True)
                is_over = True
            save()

    before = history[0]
    share, after = blend(average, weights.read(options.parent)[0].state_dict(), best, before, held_out, replay_held_out, target, options.forget)
    out = os.path.join(options.run, options.name + ".onnx")
    write(average, out, card, options, fixed, f"{best['step']} steps, {share:g} of the new weights", len(training), before, after)
    report = {"model": out, "sha256": own.sha256(out), **fixed, "steps": step, "kept_step": best["step"], "share_of_new_weights": share, "before": before, "after": after, "history": history,
              "training_minutes": round(spent / 60, 2), "wall_minutes_of_this_call": round((time.time() - begun) / 60, 2)}
    with open(os.path.join(options.run, "finetune.json"), "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
    print(told("own, before", before["own"]), told("own, after", after["own"]), told("replayed, before", before["replay"]), told("replayed, after", after["replay"]), sep="\n")
    if share == 0:
        print("Nothing was gained: the file holds the parent's weights. More pictures, or better outlines, are needed.")
    print(f"{out}: {report['training_minutes']} minutes of training, {report['wall_minutes_of_this_call']} in this call. Register it: lto-autoscope model register {out}")


if __name__ == "__main__":
    main()
