"""The truth of every map from a batch of label maps (B, H, W), on any device."""
import torch
from torch.nn import functional as F

from network import TARGET

RIM = 2.0      # the boundary map's width, pixels
REACH = 28     # pixels of half size: deeper is not told apart
FAR = 1e4


def edge_distance(label, reach=REACH):
    """Exact Euclidean distance of every pixel to the nearest pixel of another label, up to the reach; pixels outside count as one's own."""
    kind = torch.float16 if label.is_cuda else torch.float32  # whole numbers up to 2048 are exact in half precision
    label = label.to(torch.int16)
    height, width = label.shape[1:]
    vertical = torch.full(label.shape, reach + 1, dtype=kind, device=label.device)
    for d in range(min(reach, height - 1), 0, -1):
        differs = label[:, d:] != label[:, :-d]
        vertical[:, d:].masked_fill_(differs, d)
        vertical[:, :-d].masked_fill_(differs, d)
    squares = vertical * vertical
    nearest = squares.clone()
    for d in range(1, min(reach, width - 1) + 1):
        differs = label[:, :, d:] != label[:, :, :-d]
        right = (squares[:, :, d:] + d * d).masked_fill_(differs, d * d)
        left = (squares[:, :, :-d] + d * d).masked_fill_(differs, d * d)
        torch.minimum(nearest[:, :, :-d], right, out=nearest[:, :, :-d])
        torch.minimum(nearest[:, :, d:], left, out=nearest[:, :, d:])
    return nearest.float().sqrt().clamp(max=float(reach))


def by_particle(label, valid):
    """Number of each pixel's particle in the batch, and per particle: area, centre row, centre column, whether the view cuts it."""
    b, height, width = label.shape
    most = int(label.max()) + 1
    key = (torch.arange(b, device=label.device)[:, None, None] * most + label).flatten()
    weight = valid.flatten().float()
    total = lambda values: torch.zeros(b * most, device=label.device).index_add_(0, key, values * weight)
    rows = torch.arange(height, device=label.device, dtype=torch.float32)[None, :, None].expand_as(label).flatten()
    columns = torch.arange(width, device=label.device, dtype=torch.float32)[None, None, :].expand_as(label).flatten()
    area = total(torch.ones_like(rows)).clamp(min=1)
    frame = torch.zeros_like(label, dtype=torch.bool)
    frame[:, 0] = frame[:, -1] = frame[:, :, 0] = frame[:, :, -1] = True
    cut = torch.zeros(b * most, device=label.device).index_add_(0, key, (frame | ~valid).flatten().float()) > 0
    return key, area, total(rows) / area, total(columns) / area, cut


def targets(label, valid):
    """Truth (B, 6, H, W) in the order of network.MAPS, and the weights of pixels (B, 4, H, W): all, touching, inside, whole."""
    b, height, width = label.shape
    inside = label > 0
    depth = edge_distance(label[:, ::2, ::2].contiguous())
    depth = F.interpolate(depth[:, None] * 2 - 0.5, size=(height, width), mode="bilinear", align_corners=False)[:, 0].clamp(min=0.5)
    key, area, centre_y, centre_x, cut = by_particle(label, valid)
    deepest = torch.zeros_like(area).scatter_reduce_(0, key, depth.flatten(), reduce="amax").clamp(min=0.5)
    distance = (depth / deepest[key].view_as(depth)).clamp(0, 1) * inside
    values = label.float()[:, None]
    largest = F.max_pool2d(values, 5, 1, 2)
    smallest = -F.max_pool2d(-values, 5, 1, 2)
    nearest = -F.max_pool2d(-torch.where(values > 0, values, torch.full_like(values, FAR)), 5, 1, 2)
    rim = inside & ((largest != values) | (smallest != values))[:, 0]
    touching = ((largest > 0) & (nearest < FAR) & (largest != nearest))[:, 0]
    rows = torch.arange(height, device=label.device, dtype=torch.float32)[None, :, None]
    columns = torch.arange(width, device=label.device, dtype=torch.float32)[None, None, :]
    offset_y = (centre_y[key].view_as(depth) - rows) / TARGET * inside
    offset_x = (centre_x[key].view_as(depth) - columns) / TARGET * inside
    diameter = 2 * (area / torch.pi).sqrt()
    size = torch.log2(diameter / TARGET)[key].view_as(depth) * inside
    truth = torch.stack([inside.float(), rim.float(), distance, offset_y, offset_x, size], 1)
    whole = inside & ~cut[key].view_as(inside)
    weights = torch.stack([valid.float(), touching.float(), (inside & valid).float(), (whole & valid).float()], 1)
    return truth, weights
