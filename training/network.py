"""U-Net with an encoder in the layout of ResNet18 (2-2-2-2 basic blocks), narrow enough for a CPU."""
import torch
from torch import nn

MULTIPLE = 32  # height and width of the input must be multiples of this


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
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.reduce = conv(inputs, outputs, 1)
        self.first = conv(outputs + skip, outputs)
        self.second = conv(outputs, outputs)

    def forward(self, x, skip):
        x = torch.cat([self.up(torch.relu(self.reduce(x))), skip], 1)
        return torch.relu(self.second(torch.relu(self.first(x))))


class ParticleUNet(nn.Module):
    """Logits of three maps: foreground, boundary (inner rim of every particle), normalised distance to the edge."""

    def __init__(self, width=24):
        super().__init__()
        w = width
        self.width = width
        self.stem = conv(1, w, 7, 2)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.stage1 = nn.Sequential(BasicBlock(w, w, 1), BasicBlock(w, w, 1))
        self.stage2 = nn.Sequential(BasicBlock(w, 2 * w, 2), BasicBlock(2 * w, 2 * w, 1))
        self.stage3 = nn.Sequential(BasicBlock(2 * w, 4 * w, 2), BasicBlock(4 * w, 4 * w, 1))
        self.stage4 = nn.Sequential(BasicBlock(4 * w, 8 * w, 2), BasicBlock(8 * w, 8 * w, 1))
        self.join3 = Join(8 * w, 4 * w, 4 * w)
        self.join2 = Join(4 * w, 2 * w, 2 * w)
        self.join1 = Join(2 * w, w, w)
        self.join0 = Join(w, w, w)
        self.full = nn.Sequential(
            nn.Upsample(scale_factor=2, mode="nearest"), conv(w, 12), nn.ReLU(), nn.Conv2d(12, 3, 3, 1, 1))
        self.first_guess()

    def first_guess(self):
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")
        for m in self.modules():
            if isinstance(m, BasicBlock):
                nn.init.zeros_(m.second[1].weight)  # every block starts as its shortcut
        nn.init.normal_(self.full[-1].weight, std=0.02)
        with torch.no_grad():
            self.full[-1].bias.copy_(torch.tensor([-0.4, -2.0, -0.4]))

    def forward(self, x):
        half = torch.relu(self.stem(x))
        quarter = self.stage1(self.pool(half))
        eighth = self.stage2(quarter)
        sixteenth = self.stage3(eighth)
        x = self.stage4(sixteenth)
        x = self.join3(x, sixteenth)
        x = self.join2(x, eighth)
        x = self.join1(x, quarter)
        return self.full(self.join0(x, half))


class Activated(nn.Module):
    """The network as it is shipped: probabilities and distance in 0..1."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, image):
        return torch.sigmoid(self.network(image))
