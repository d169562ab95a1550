"""Run an exported network in PyTorch: the operators that export.py and quantise.py write, nothing more.

In a quantised file the pairs of QuantizeLinear and DequantizeLinear on activations are passed over, so that its float twin runs.
"""
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F


class OnnxNetwork(nn.Module):
    """The graph of an ONNX file as one module; forward takes `image` and gives `maps`."""

    def __init__(self, path):
        super().__init__()
        self.model = onnx.load(path) if isinstance(path, str) else path
        graph = self.model.graph
        self.properties = {p.key: p.value for p in self.model.metadata_props}
        self.input, self.output = graph.input[0].name, graph.output[0].name
        constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.steps = []
        for node in graph.node:
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            if node.op_type == "Constant":
                constants[node.output[0]] = numpy_helper.to_array(attributes["value"])
            elif node.op_type == "Identity" and node.input[0] in constants:
                constants[node.output[0]] = constants[node.input[0]]
            elif node.op_type == "DequantizeLinear" and node.input[0] in constants:
                constants[node.output[0]] = dequantised(*(constants[n] for n in node.input), attributes.get("axis", 1))
            else:
                self.steps.append((node, attributes))
        self.constants = constants
        self.weights = nn.ParameterDict()
        for node, _ in self.steps:
            if node.op_type == "Conv":
                for name in node.input[1:]:
                    self.weights[key(name)] = nn.Parameter(torch.from_numpy(constants[name].astype(np.float32)), requires_grad=False)

    def forward(self, image, watch=None):
        """watch(name, tensor) hears of every intermediate result."""
        values = {self.input: image}
        for node, attributes in self.steps:
            result = self.run(node, attributes, values)
            values[node.output[0]] = result
            if watch:
                watch(node.output[0], result)
        return values[self.output]

    def run(self, node, a, values):
        kind, x = node.op_type, values.get(node.input[0])
        fixed = lambda i: self.constants[node.input[i]]
        if kind == "Conv":
            weights = [self.weights[key(n)] for n in node.input[1:]]
            return F.conv2d(x, weights[0], weights[1] if len(weights) > 1 else None, a["strides"], a["pads"][:2], 1, a["group"])
        if kind in ("Identity", "QuantizeLinear", "DequantizeLinear"):
            return x
        if kind == "Relu":
            return F.relu(x)
        if kind == "Sigmoid":
            return torch.sigmoid(x)
        if kind == "Add":
            return x + values[node.input[1]]
        if kind == "Concat":
            return torch.cat([values[n] for n in node.input], a["axis"])
        if kind == "MaxPool":
            return F.max_pool2d(x, a["kernel_shape"], a["strides"], a["pads"][:2])
        if kind == "Resize":
            return F.interpolate(x, scale_factor=tuple(float(s) for s in fixed(2)[2:]), mode="nearest" if a["mode"] == b"nearest" else "bilinear")
        if kind == "DepthToSpace" and a["mode"] == b"CRD":
            return F.pixel_shuffle(x, a["blocksize"])
        if kind == "Slice":
            first, end, axis = int(fixed(1)[0]), int(fixed(2)[0]), int(fixed(3)[0])
            return x.narrow(axis, first, min(end, x.shape[axis]) - first)
        raise SystemExit(f"{kind} ({node.name}) is an operator that export.py does not write")


def key(name):
    return name.replace(".", "_")


def dequantised(values, scale, zero, axis):
    shape = [1] * values.ndim
    if np.ndim(scale):
        shape[axis if values.ndim > 1 else 0] = -1
    return (values.astype(np.float32) - zero.reshape(shape).astype(np.float32)) * scale.reshape(shape).astype(np.float32)
