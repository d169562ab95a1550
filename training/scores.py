"""The scores of a predicted label map against the true one; every definition is in README.md."""
import numpy as np

THRESHOLDS = np.arange(0.5, 0.96, 0.05)


def ratio(part, whole):
    return 1.0 if whole == 0 else part / whole


def score(predicted, truth):
    p, g = predicted > 0, truth > 0
    foreground = ratio((p & g).sum(), (p | g).sum())
    background = ratio((~p & ~g).sum(), (~p | ~g).sum())
    found, there = int(predicted.max()), int(truth.max())
    both = np.bincount((truth.astype(np.int64) * (found + 1) + predicted).ravel(),
                       minlength=(there + 1) * (found + 1)).reshape(there + 1, found + 1)
    true_area, found_area = both.sum(1)[1:], both.sum(0)[1:]
    overlap = both[1:, 1:]
    iou = overlap / np.maximum(true_area[:, None] + found_area[None] - overlap, 1)
    best = iou.max(1) if found and there else np.zeros(there)
    hits = [int((best > t).sum()) for t in THRESHOLDS]
    precision = [ratio(h, found + there - h) for h in hits]  # TP / (TP + FP + FN)
    diameter = lambda areas: float((2 * np.sqrt(areas / np.pi)).mean()) if len(areas) else 0.0
    true_d, found_d = diameter(true_area), diameter(found_area)
    return {"iou": foreground, "miou2": (foreground + background) / 2, "ap50": precision[0], "map": float(np.mean(precision)),
            "found": found, "there": there, "count": (found - there) / max(there, 1),
            "diameter": abs(found_d - true_d) / true_d if there else float(found > 0)}


def summary(scores):
    column = lambda key: np.array([s[key] for s in scores], float)
    return {"images": len(scores), "fg_iou_mean": column("iou").mean(), "miou2_mean": column("miou2").mean(),
            "ap50": column("ap50").mean(), "map": column("map").mean(),
            "count_err_median_abs": float(np.median(np.abs(column("count")))),
            "count_err_median_signed": float(np.median(column("count"))),
            "image_mean_d_err_median": float(np.median(column("diameter")))}
