"""Reads a shipped ONNX file back into the network that it was exported from, so that training can go on from it.

The exporter folds each batch normalisation into the convolution before it. The fold is kept: the convolution gets the folded
weights and the normalisation becomes the plain "add a bias" that it now is. Its statistics are to stay frozen (`freeze`).
"""
import cv2
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from network import LAYOUTS, MAPS, ParticleUNet

TOLERANCE = 1e-3  # largest difference of a logit between the file and the network read from it


class WeightsError(ValueError):
    """The file is no network of this class; the message says why."""


def metadata(path):
    """What the file says of itself: name, version, target_diameter_px, maps ..."""
    return {entry.key: entry.value for entry in onnx.load(path).metadata_props}


def tensors(graph):
    """Every constant of a graph as float32, looked up through casts (a file may hold its weights in half precision)."""
    known = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute and node.attribute[0].name == "value":
            known[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        elif node.op_type in ("Cast", "Identity") and node.input[0] in known:
            known[node.output[0]] = known[node.input[0]]
    return known


def called(network):
    """The convolutions and batch normalisations in the order in which a picture passes them."""
    order, hooks = [], []
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.BatchNorm2d)):
            hooks.append(module.register_forward_hook(lambda m, i, o: order.append(m)))
    with torch.no_grad():
        network(torch.zeros(1, 1, 64, 64))
    for hook in hooks:
        hook.remove()
    return order


def put(parameter, values, what):
    if tuple(parameter.shape) != values.shape:
        raise WeightsError(f"{what} has the shape {values.shape} in the file and {tuple(parameter.shape)} in network.py")
    parameter.data.copy_(torch.from_numpy(np.array(values, np.float32)))


def like(path, outputs):
    """A network of network.py with so many output channels in each of its convolutions, and its layers in the order of the picture's way."""
    for layers in LAYOUTS:
        network = ParticleUNet(2 * outputs[0], layers).eval()  # the layers at half size are half as wide
        order = called(network)
        if [m.out_channels for m in order if isinstance(m, nn.Conv2d)] == outputs:
            return network, order
    raise WeightsError(f"{path}: {len(outputs)} convolutions that no network of network.py has in this form; it was exported by another version "
                       f"({len(MAPS)} maps are wanted: {', '.join(MAPS)})")


def read(path):
    """(network in evaluation mode, metadata) of an ONNX file; checked against the file's own answers."""
    model = onnx.load(path)
    known = tensors(model.graph)
    nodes = [n for n in model.graph.node if n.op_type in ("Conv", "BatchNormalization")]
    missing = [name for n in nodes for name in n.input[1:] if name and name not in known]
    if not nodes or missing:
        raise WeightsError(f"{path}: no network of convolutions with weights in the file ({', '.join(missing[:3]) or 'no convolution'})")
    convolutions = [n for n in nodes if n.op_type == "Conv"]
    network, order = like(path, [known[n.input[1]].shape[0] for n in convolutions])
    is_folded = all(n.op_type == "Conv" for n in nodes)
    if not is_folded and len(nodes) != len(order):
        raise WeightsError(f"{path}: some batch normalisations are folded and some are not")
    waiting, bias = list(nodes), None
    for module in order:
        if isinstance(module, nn.Conv2d):
            node = waiting.pop(0)
            put(module.weight, known[node.input[1]], node.input[1])
            bias = known[node.input[2]] if len(node.input) > 2 else None
            if module.bias is not None:
                put(module.bias, bias if bias is not None else np.zeros(len(module.bias)), node.output[0])
        elif is_folded:
            nn.init.ones_(module.weight)
            put(module.bias, bias if bias is not None else np.zeros(len(module.bias)), "a folded bias")
            nn.init.zeros_(module.running_mean)
            nn.init.constant_(module.running_var, 1 - module.eps)
        else:
            names = waiting.pop(0).input
            for target, name in zip((module.weight, module.bias, module.running_mean, module.running_var), names[1:]):
                put(target, known[name], name)
    check(path, network)
    return network, {entry.key: entry.value for entry in model.metadata_props}


def check(path, network):
    """The network must answer as the file does, up to its last convolution: OpenCV's ONNX reader, which is the judge, knows no pixel shuffle."""
    model = onnx.load(path)
    last = max(k for k, node in enumerate(model.graph.node) if node.op_type == "Conv")
    end = model.graph.node[last].output[0]
    del model.graph.node[last + 1:]
    del model.graph.output[:]
    model.graph.output.append(onnx.helper.make_tensor_value_info(end, onnx.TensorProto.FLOAT, ["batch", "channels", "height", "width"]))
    reader = cv2.dnn.readNetFromONNX(np.frombuffer(model.SerializeToString(), np.uint8))
    image = np.random.default_rng(1).normal(0, 1, (1, 1, 96, 64)).astype(np.float32)
    reader.setInput(image)
    heard = []
    hook = [m for m in network.modules() if isinstance(m, nn.Conv2d)][-1].register_forward_hook(lambda m, i, o: heard.append(o))
    with torch.no_grad():
        network(torch.from_numpy(image))
    hook.remove()
    worst = float(np.abs(reader.forward() - heard[0].numpy()).max())
    if not worst <= TOLERANCE:
        raise WeightsError(f"{path}: the network read back differs from the file by {worst:.2g}; it was exported by another network.py")


def freeze(network):
    """Training mode with the statistics of every batch normalisation as they are: a handful of pictures has none worth learning."""
    network.train()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
    return network
