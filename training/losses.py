"""The loss of the three maps; every term is a mean, so that crops of any content weigh alike."""
import torch
from torch.nn import functional as F


def soft_dice(logit, truth, smooth=50.0):
    p = torch.sigmoid(logit)
    both = (p * truth).sum((1, 2))
    return (1 - (2 * both + smooth) / (p.sum((1, 2)) + truth.sum((1, 2)) + smooth)).mean()


def loss(logits, truth, touch_weight=4.0):
    """logits: N x 3; truth: N x 4 (foreground, boundary, distance, touching)."""
    inside, rim, distance, touching = truth[:, 0], truth[:, 1], truth[:, 2], truth[:, 3]
    between = 1 + touch_weight * touching
    foreground = F.binary_cross_entropy_with_logits(logits[:, 0], inside, 1 + touching) + soft_dice(logits[:, 0], inside)
    boundary = (F.binary_cross_entropy_with_logits(logits[:, 1], rim, between)
                + 0.5 * soft_dice(logits[:, 1], rim))
    weight = 0.2 + 0.8 * inside
    depth = (weight * F.smooth_l1_loss(torch.sigmoid(logits[:, 2]), distance, reduction="none", beta=0.1)).sum() / weight.sum()
    return foreground + boundary + 2 * depth, (foreground.item(), boundary.item(), depth.item())
