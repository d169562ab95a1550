"""The loss of the maps; every term is a mean, so that views of any content weigh alike."""
import torch
from torch.nn import functional as F


def mean(values, weight):
    return (values * weight).sum() / weight.sum().clamp(min=1.0)


def soft_dice(logit, truth, valid, smooth=50.0):
    p = torch.sigmoid(logit) * valid
    truth = truth * valid
    both = (p * truth).sum((1, 2))
    return (1 - (2 * both + smooth) / (p.sum((1, 2)) + truth.sum((1, 2)) + smooth)).mean()


def loss(logits, truth, weights, touch_weight=4.0):
    """logits and truth: N x 6 in the order of network.MAPS; weights: N x 4 as targets.targets gives them."""
    valid, touching, inside, whole = weights.unbind(1)
    cross = lambda k, weight: mean(F.binary_cross_entropy_with_logits(logits[:, k], truth[:, k], reduction="none"), weight)
    foreground = cross(0, valid * (1 + touching)) + soft_dice(logits[:, 0], truth[:, 0], valid)
    boundary = cross(1, valid * (1 + touch_weight * touching)) + 0.5 * soft_dice(logits[:, 1], truth[:, 1], valid)
    smooth = lambda a, b: F.smooth_l1_loss(a, b, reduction="none", beta=0.1)
    distance = mean(smooth(torch.sigmoid(logits[:, 2]), truth[:, 2]), valid * (0.2 + 0.8 * truth[:, 0]))
    offset = mean(smooth(logits[:, 3:5], truth[:, 3:5]).sum(1), inside * (1 + touching))
    size = mean(smooth(logits[:, 5], truth[:, 5]), whole)
    parts = torch.stack([foreground, boundary, distance, offset, size])
    return foreground + boundary + 2 * distance + offset + 0.3 * size, parts.detach()


def distillation(logits, teacher, weights):
    """How far a narrow network is from a wide one on the same views; both N x 6 logits."""
    valid = weights[:, 0]
    sure = torch.sigmoid(teacher[:, :3])
    inside = valid * sure[:, 0]
    cross = lambda k: mean(F.binary_cross_entropy_with_logits(logits[:, k], sure[:, k], reduction="none"), valid)
    smooth = lambda a, b: F.smooth_l1_loss(a, b, reduction="none", beta=0.1)
    distance = mean(smooth(torch.sigmoid(logits[:, 2]), sure[:, 2]), valid * (0.2 + 0.8 * sure[:, 0]))
    offset = mean(smooth(logits[:, 3:5], teacher[:, 3:5]).sum(1), inside)
    size = mean(smooth(logits[:, 5], teacher[:, 5]), inside)
    return 2 * cross(0) + 1.5 * cross(1) + 2 * distance + offset + 0.3 * size
