"""Make the tiny networks that the tests run: a bright-is-particle rule with the shape of the real network, and one of a wrong shape.

usage: python3 make_models.py   (Debian's python3-onnx; writes beside itself)
"""
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))


def pool(source, target, size):
    return helper.make_node("AveragePool", [source], [target], kernel_shape=[size, size], pads=[size // 2] * 4, count_include_pad=0)


def constant(name, value):
    return numpy_helper.from_array(np.array(value, np.float32), name)


def bright():
    nodes = [
        helper.make_node("Mul", ["image", "steep"], ["steeper"]),
        helper.make_node("Sigmoid", ["steeper"], ["foreground"]),
        pool("foreground", "near", 3),
        helper.make_node("Sub", ["foreground", "near"], ["edge"]),
        helper.make_node("Clip", ["edge", "zero", "one"], ["boundary"]),
        pool("foreground", "wide", 15),
        pool("wide", "wider", 9),
        helper.make_node("Sub", ["wider", "half"], ["above"]),
        helper.make_node("Mul", ["above", "two"], ["doubled"]),
        helper.make_node("Clip", ["doubled", "zero", "one"], ["distance"]),
        helper.make_node("Concat", ["foreground", "boundary", "distance"], ["maps"], axis=1),
    ]
    weights = [constant("steep", 6), constant("zero", 0), constant("one", 1), constant("half", 0.4), constant("two", 1.67)]
    write("bright.onnx", nodes, weights, "maps", 3, {"name": "bright", "version": "1", "target_diameter_px": "30"})


def wrong():
    write("wrong-shape.onnx", [helper.make_node("Sigmoid", ["image"], ["maps"])], [], "maps", 1, {})


def write(name, nodes, weights, output, channels, properties):
    free = ["batch", 1, "height", "width"]
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("image", TensorProto.FLOAT, free)],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", channels, "height", "width"])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="tests")
    model.ir_version = 7
    helper.set_model_props(model, properties)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, os.path.join(HERE, name))


bright()
wrong()
