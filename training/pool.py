"""All training pictures in the memory of the device that trains, and random views of them in batches."""
import math

import cv2
import numpy as np
import torch

LEVELS = 3  # the picture itself, a half, a quarter: views from afar are drawn from a smaller copy
# Median particle diameter in the view, pixels (log-uniform), and the limits of the scale.
DIAMETERS = {"emps": (20, 110), "ampis_powder": (14, 60), "dtsegnet": (12, 45), "synthetic": (13, 60)}
SCALES = {"emps": (0.2, 1.6), "ampis_powder": (0.2, 1.5), "dtsegnet": (0.7, 2.2), "synthetic": (0.25, 3.0)}
FAR = 0.12, (6.0, 140.0)  # share of views, of any source, at a scale far from the right one
COVER = 0.7               # the picture fills at least this part of the view's side; the rest is mirrored and does not count


class Pool:
    """Pictures of any size in flat tensors; grows until its capacity (in pixels) is used up."""

    def __init__(self, capacity, device):
        self.device = device
        self.image = torch.zeros(int(capacity * 1.36), dtype=torch.uint8, device=device)
        self.label = torch.zeros(capacity, dtype=torch.int16, device=device)
        self.used_image, self.used_label, self.most_labels = 0, 0, 1
        self.rows, self.sources = [], {}
        self.table = None

    def add(self, picture):
        """Takes a picture in; False when the pool is full."""
        height, width = picture.image.shape
        if self.used_label + height * width > self.label.numel():
            return False
        starts, image = [], picture.image
        for level in range(LEVELS):
            if level:
                image = cv2.resize(image, (max(1, image.shape[1] // 2), max(1, image.shape[0] // 2)), interpolation=cv2.INTER_AREA)
            flat = torch.from_numpy(np.ascontiguousarray(image).ravel())
            starts += [self.used_image, image.shape[0], image.shape[1]]
            self.image[self.used_image:self.used_image + flat.numel()].copy_(flat)
            self.used_image += flat.numel()
        label = torch.from_numpy(picture.label.astype(np.int16).ravel())
        self.label[self.used_label:self.used_label + label.numel()].copy_(label)
        self.most_labels = max(self.most_labels, int(picture.label.max()) + 1)
        self.sources.setdefault(picture.source, []).append(len(self.rows))
        self.rows.append((starts, self.used_label, picture.source, max(picture.diameter, 4.0), picture.low, picture.high,
                          picture.histogram / picture.histogram.sum()))
        self.used_label += label.numel()
        self.table = None
        return True

    def __len__(self):
        return len(self.rows)

    def tables(self):
        if self.table is None:
            take = lambda i, kind: torch.tensor(np.array([r[i] for r in self.rows]), dtype=kind, device=self.device)
            self.table = {"levels": take(0, torch.int64).view(-1, LEVELS, 3), "label": take(1, torch.int64),
                          "low": take(4, torch.float32), "high": take(5, torch.float32), "histogram": take(6, torch.float32)}
        return self.table

    def choose(self, mix, batch, rng):
        """Indices of pictures: mix gives the share of each source; sources that are not there leave theirs to the others."""
        there = {s: v for s, v in mix.items() if self.sources.get(s)}
        names = list(there)
        share = np.array([there[n] for n in names], float)
        drawn = rng.choice(len(names), batch, p=share / share.sum())
        return [int(self.sources[names[k]][rng.integers(len(self.sources[names[k]]))]) for k in drawn]

    def scales(self, chosen, size, rng):
        out = []
        for k in chosen:
            source, diameter = self.rows[k][2], self.rows[k][3]
            smallest = COVER * size / min(self.rows[k][0][1:3])
            far = rng.random() < FAR[0]
            low, high = FAR[1] if far else DIAMETERS[source]
            limits = (0.12, 3.0) if far else SCALES[source]
            wanted = math.exp(rng.uniform(math.log(low), math.log(high))) / diameter
            out.append(float(np.clip(wanted, max(limits[0], smallest), max(limits[1], smallest))))
        return out

    def views(self, chosen, size, rng):
        """Views (B, 1, S, S) in raw grey, labels (B, S, S) int64, and where the picture lies under them (B, S, S) bool."""
        b, t, device = len(chosen), self.tables(), self.device
        index = torch.tensor(chosen, device=device)
        scale = np.array(self.scales(chosen, size, rng))
        stretch = np.exp(rng.uniform(-0.15, 0.15, b))
        turn = np.where(rng.random(b) < 0.5, rng.uniform(-math.pi, math.pi, b), 0.5 * math.pi * rng.integers(0, 4, b))
        mirror = np.where(rng.random(b) < 0.5, -1.0, 1.0)
        cos, sin = np.cos(turn), np.sin(turn)
        sx, sy = mirror / (scale * stretch), stretch / scale
        matrix = torch.tensor(np.stack([cos * sx, -sin * sy, sin * sx, cos * sy], 1), dtype=torch.float32, device=device)
        level = torch.tensor(np.clip(np.round(np.log2(np.maximum(1 / scale, 1))), 0, LEVELS - 1), dtype=torch.int64, device=device)
        place = t["levels"][index]
        height, width = place[:, 0, 1], place[:, 0, 2]
        centre = self.centres(index, height, width)
        y, x = self.source(matrix, centre, torch.arange(size, device=device, dtype=torch.float32) + 0.5 - size / 2)
        chosen_level = place[torch.arange(b, device=device), level]
        shrink = (2.0 ** -level.float())[:, None, None]
        image = self.bilinear(chosen_level, y * shrink, x * shrink)[:, None]
        h, w = height[:, None, None], width[:, None, None]
        valid = (y >= 0) & (x >= 0) & (y < h) & (x < w)
        row, column = self.fold(y.floor().long(), h), self.fold(x.floor().long(), w)
        label = self.label[t["label"][index][:, None, None] + row * w + column].long()
        return image, label, valid, index

    def centres(self, index, height, width, tries=4):
        """A random point of each picture, on a particle where a few tries find one."""
        b = len(index)
        at = torch.rand(b, tries, 2, device=self.device) * torch.stack([height, width], 1)[:, None].float()
        row = torch.minimum(at[..., 0].long(), height[:, None] - 1)
        column = torch.minimum(at[..., 1].long(), width[:, None] - 1)
        inside = self.label[self.tables()["label"][index][:, None] + row * width[:, None] + column] > 0
        first = torch.where(inside.any(1), inside.float().argmax(1), torch.zeros_like(height))
        return at[torch.arange(b, device=self.device), first]

    @staticmethod
    def source(matrix, centre, grid):
        a, b, c, d = (matrix[:, k, None, None] for k in range(4))
        u, v = grid[None, None, :], grid[None, :, None]
        return centre[:, 0, None, None] + c * u + d * v, centre[:, 1, None, None] + a * u + b * v

    @staticmethod
    def fold(i, length):
        """Mirrors indices at the edges of the picture."""
        i = torch.remainder(i, 2 * length)
        return torch.where(i >= length, 2 * length - 1 - i, i)

    def bilinear(self, place, y, x):
        start, h, w = (place[:, k, None, None] for k in range(3))
        y, x = y - 0.5, x - 0.5
        y0, x0 = y.floor(), x.floor()
        fy, fx = y - y0, x - x0
        y0, x0 = y0.long(), x0.long()
        rows = [self.fold(y0 + k, h) * w + start for k in (0, 1)]
        columns = [self.fold(x0 + k, w) for k in (0, 1)]
        at = lambda r, c: self.image[rows[r] + columns[c]].float()
        upper = at(0, 0) * (1 - fx) + at(0, 1) * fx
        lower = at(1, 0) * (1 - fx) + at(1, 1) * fx
        return upper * (1 - fy) + lower * fy
