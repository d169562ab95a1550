"""What happens to a batch of views before the network sees it: pasted particles, grey law, optics, noise, burnt-in marks."""
import math

import cv2
import numpy as np
import torch
from torch.nn import functional as F

MARKS = 400


def uniform(b, low, high, device):
    return (torch.rand(b, device=device) * (high - low) + low)[:, None, None, None]


def chosen(b, share, device):
    return (torch.rand(b, device=device) < share)[:, None, None, None]


def grey_law(image, low, high, histogram, inverted=0.06):
    """The daemon's law with the operator's freedom: percentiles off a little, gamma, an S curve, inversion."""
    b, device = len(image), image.device
    view = lambda t: t[:, None, None, None]
    spread = view((high - low).clamp(min=8.0))
    low = view(low) + 0.05 * spread * torch.randn(b, 1, 1, 1, device=device)
    high = view(high) + 0.08 * spread * torch.randn(b, 1, 1, 1, device=device)
    gamma = torch.where(chosen(b, 0.7, device), torch.exp(uniform(b, -0.6, 0.6, device)), torch.ones(b, 1, 1, 1, device=device))
    bend = torch.where(chosen(b, 0.25, device), uniform(b, -0.6, 0.9, device), torch.zeros(b, 1, 1, 1, device=device))
    flip = chosen(b, inverted, device)

    def law(x):
        v = ((x - low) / (high - low).clamp(min=4.0)).clamp(0, 1) ** gamma
        v = v + bend * v * (1 - v) * (2 * v - 1)
        return torch.where(flip, 1 - v, v)

    weight = histogram[:, None, None]
    levels = law(torch.arange(256, device=device, dtype=torch.float32).expand(b, 1, 1, 256))
    mean = (levels * weight).sum(3, keepdim=True)
    deviation = ((levels - mean) ** 2 * weight).sum(3, keepdim=True).sqrt().clamp(min=0.02)
    return (law(image) - mean) / deviation


def paste(image, label, valid, share, most):
    """Some particles of another view are laid over this one, with their shadowless edges softened (copy and paste)."""
    b, device = len(image), image.device
    other = torch.roll(torch.arange(b, device=device), 1)
    part = torch.rand(b, device=device) * 0.7 + 0.1
    taken = torch.rand(b, most, device=device) < part[:, None]
    taken[:, 0] = False
    taken &= (torch.rand(b, device=device) < share)[:, None]
    over = torch.gather(taken, 1, label[other].flatten(1)).view_as(label) & valid[other]
    soft = F.avg_pool2d(over[:, None].float(), 3, 1, 1)
    mixed = torch.where(over[:, None], image[other] * soft.clamp(min=0.5) + image * (1 - soft.clamp(min=0.5)), image)
    return mixed, torch.where(over, label[other] + most, label)


def blur(image, share=0.35, strongest=2.0, size=9):
    """A Gaussian probe of its own for every view, often astigmatic."""
    b, device = len(image), image.device
    long = torch.exp(torch.rand(b, device=device) * math.log(strongest / 0.4) + math.log(0.4))
    short = long * torch.where(torch.rand(b, device=device) < 0.4, 0.4 + 0.6 * torch.rand(b, device=device), torch.ones(b, device=device))
    turn = torch.rand(b, device=device) * math.pi
    axis = torch.arange(size, device=device, dtype=torch.float32) - size // 2
    y, x = axis[None, :, None], axis[None, None, :]
    cos, sin = turn.cos()[:, None, None], turn.sin()[:, None, None]
    kernel = torch.exp(-0.5 * (((cos * x + sin * y) / long[:, None, None]) ** 2 + ((cos * y - sin * x) / short[:, None, None]) ** 2))
    kernel = kernel / kernel.sum((1, 2), keepdim=True)
    padded = F.pad(image.transpose(0, 1), (size // 2,) * 4, mode="reflect")
    blurred = F.conv2d(padded, kernel[:, None], groups=b).transpose(0, 1)
    return torch.where(chosen(b, share, device), blurred, image)


def degrade(image):
    b, device, size = len(image), image.device, image.shape[-1]
    image = blur(image)
    edge = image - F.avg_pool2d(image, 5, 1, 2, count_include_pad=False)
    image = torch.where(chosen(b, 0.12, device), image + uniform(b, 0.2, 1.2, device) * edge, image)  # sharpened by an editor
    coarse = F.interpolate(torch.randn(b, 1, 4, 4, device=device), size=(size, size), mode="bicubic", align_corners=False)
    image = torch.where(chosen(b, 0.35, device), image + uniform(b, 0.1, 0.6, device) * coarse, image)
    white = torch.randn_like(image)
    grained = 2 * F.avg_pool2d(white, 3, 1, 1, count_include_pad=False)
    noise = torch.where(chosen(b, 0.35, device), grained, white) * torch.exp(uniform(b, math.log(0.04), math.log(0.7), device))
    shot = (0.6 + 0.4 * image).clamp(0.2, 2)  # brighter places are noisier
    image = torch.where(chosen(b, 0.5, device), image + noise * torch.where(chosen(b, 0.5, device), shot, torch.ones_like(shot)), image)
    lines = torch.randn(b, 1, size, 1, device=device) * uniform(b, 0.02, 0.25, device)
    image = torch.where(chosen(b, 0.08, device), image + lines, image)
    return torch.where(chosen(b, 0.6, device), image * torch.exp(0.15 * torch.randn(b, 1, 1, 1, device=device)) + 0.2 * torch.randn(b, 1, 1, 1, device=device), image)


class Marks:
    """Letters and scale bars as figures and microscopes burn them in; what lies beneath stays the truth."""

    def __init__(self, device, rng):
        self.patches = []
        for _ in range(MARKS):
            canvas = np.zeros((64, 220), np.uint8)
            if rng.random() < 0.6:
                text = "".join(rng.choice(list("abcdefABCDEF0123456789nm()=.xkVSEI")) for _ in range(int(rng.integers(1, 10))))
                cv2.putText(canvas, text, (4, 48), int(rng.integers(0, 4)), rng.uniform(0.5, 1.6), 255, int(rng.integers(1, 4)), cv2.LINE_AA)
            else:
                cv2.rectangle(canvas, (4, 20), (4 + int(rng.integers(20, 210)), 20 + int(rng.integers(2, 12))), 255, -1)
            ys, xs = np.nonzero(canvas)
            canvas = canvas[ys.min():ys.max() + 1, xs.min():xs.max() + 1]
            self.patches.append(torch.from_numpy(canvas.astype(np.float32) / 255).to(device))

    def burn(self, image, label, rng, share=0.12, bars=0.03):
        size = image.shape[-1]
        for k in np.nonzero(rng.random(len(image)) < share)[0]:
            patch = self.patches[int(rng.integers(len(self.patches)))]
            h, w = min(patch.shape[0], size), min(patch.shape[1], size)
            y, x = int(rng.integers(0, size - h + 1)), int(rng.integers(0, size - w + 1))
            grey, alpha = (2.6 if rng.random() < 0.5 else -2.6), patch[:h, :w]
            under = image[k, 0, y:y + h, x:x + w]
            under.copy_(under * (1 - alpha) + grey * alpha)
        for k in np.nonzero(rng.random(len(image)) < bars)[0]:  # what is left of a data bar that was not cut off
            rows = int(rng.integers(6, size // 6))
            grey = 2.6 if rng.random() < 0.3 else -2.2
            image[k, 0, size - rows:] = grey
            label[k, size - rows:] = 0
            patch = self.patches[int(rng.integers(len(self.patches)))][:rows, :size]
            x = int(rng.integers(0, size - patch.shape[1] + 1))
            image[k, 0, size - patch.shape[0]:, x:x + patch.shape[1]] -= 1.5 * grey * patch
        return image, label
