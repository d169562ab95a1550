"""U-Net with an encoder in the layout of ResNet18 or ResNet34, narrow enough for a CPU, and the maps that it gives.

Widths are multiples of 16, the block in which ONNX Runtime computes: 24 channels would cost what 32 do. The layers at half
size are half as wide, for they cost most; the step from half to full size is a pixel shuffle, which costs least.
"""
import torch
from torch import nn
from torch.nn import functional as F

MULTIPLE = 32  # height and width of the input must be multiples of this

# One channel each, in this order. The first three are probabilities or lie in 0..1.
MAPS = ("foreground",   # the pixel lies in a particle
        "boundary",     # it lies on the inner rim of its particle, two pixels wide
        "distance",     # distance to its particle's edge over the largest such distance in that particle
        "offset_y",     # rows from the pixel to its particle's centre of area, in units of TARGET pixels
        "offset_x",     # columns, likewise
        "size")         # log2(equivalent circle diameter of its particle / TARGET)
TARGET = 30.0  # particle diameter in pixels that the network is made for
BOUNDED = 3    # how many maps are squeezed into 0..1
LAYOUTS = {18: (2, 2, 2, 2), 24: (2, 3, 4, 2), 34: (3, 4, 6, 3)}  # basic blocks a stage


def conv(inputs, outputs, size=3, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False), nn.BatchNorm2d(outputs))


class BasicBlock(nn.Module):
    """Two 3x3 convolutions with a shortcut (He et al. 2016)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = conv(inputs, outputs, 3, stride)
        self.second = conv(outputs, outputs)
        self.shortcut = (nn.Identity() if stride == 1 and inputs == outputs
                         else conv(inputs, outputs, 1, stride))

    def forward(self, x):
        return torch.relu(self.second(torch.relu(self.first(x))) + self.shortcut(x))


class Join(nn.Module):
    """Doubles the size by nearest neighbour, joins the encoder's features, convolves twice."""

    def __init__(self, inputs, skip, outputs):
        super().__init__()
        self.reduce = conv(inputs, outputs, 1)
        self.first = conv(outputs + skip, outputs)
        self.second = conv(outputs, outputs)

    def forward(self, x, skip):
        x = torch.cat([F.interpolate(torch.relu(self.reduce(x)), scale_factor=2.0, mode="nearest"), skip], 1)
        return torch.relu(self.second(torch.relu(self.first(x))))


def stage(inputs, outputs, count, stride):
    return nn.Sequential(BasicBlock(inputs, outputs, stride), *(BasicBlock(outputs, outputs, 1) for _ in range(count - 1)))


class ParticleUNet(nn.Module):
    """Logits of the maps at full size."""

    def __init__(self, width=32, layers=24, maps=len(MAPS)):
        super().__init__()
        w, thin, blocks = width, width // 2, LAYOUTS[layers]
        self.width, self.layers, self.maps = width, layers, maps
        self.stem = conv(1, thin, 7, 2)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.stage1 = stage(thin, w, blocks[0], 1)
        self.stage2 = stage(w, 2 * w, blocks[1], 2)
        self.stage3 = stage(2 * w, 4 * w, blocks[2], 2)
        self.stage4 = stage(4 * w, 8 * w, blocks[3], 2)
        self.join3 = Join(8 * w, 4 * w, 4 * w)
        self.join2 = Join(4 * w, 2 * w, 2 * w)
        self.join1 = Join(2 * w, w, w)
        self.join0 = Join(w, thin, thin)
        self.head = nn.Conv2d(thin, 4 * maps, 3, 1, 1)
        self.shuffle = nn.PixelShuffle(2)
        self.first_guess()

    def first_guess(self):
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")
        for m in self.modules():
            if isinstance(m, BasicBlock):
                nn.init.zeros_(m.second[1].weight)  # every block starts as its shortcut
        nn.init.normal_(self.head.weight, std=0.02)
        with torch.no_grad():
            start = torch.tensor([-0.4, -2.0, -0.4] + [0.0] * (self.maps - BOUNDED))
            self.head.bias.copy_(start.repeat_interleave(4))

    def forward(self, x):
        half = torch.relu(self.stem(x))
        quarter = self.stage1(self.pool(half))
        eighth = self.stage2(quarter)
        sixteenth = self.stage3(eighth)
        x = self.stage4(sixteenth)
        x = self.join3(x, sixteenth)
        x = self.join2(x, eighth)
        x = self.join1(x, quarter)
        return self.shuffle(self.head(self.join0(x, half)))


def activate(logits):
    """Logits (N, C, H, W) to maps: the first three squeezed into 0..1, offsets and size as they are."""
    return torch.cat([torch.sigmoid(logits[:, :BOUNDED]), logits[:, BOUNDED:]], 1)


class Activated(nn.Module):
    """The network as it is shipped, with the chosen maps only."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, image):
        return activate(self.network(image))
