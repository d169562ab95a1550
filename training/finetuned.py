"""Writes a fine-tuned network as ONNX with what must be known of it, and checks that the file answers as the network does."""
import time
import warnings

import onnx
import torch

import weights
from network import Activated


def write(network, path, parent, options, fixed, how, pictures, before, after):
    """parent: the metadata of the file that training began with; what is not said anew stays as it was there."""
    whole = Activated(network).to(memory_format=torch.contiguous_format).eval()
    free = {0: "batch", 2: "height", 3: "width"}
    warnings.filterwarnings("ignore", message="The shape inference of prim::Constant")
    torch.onnx.export(whole, torch.zeros(1, 1, 64, 64), path, opset_version=13, do_constant_folding=True,
                      input_names=["image"], output_names=["maps"], dynamic_axes={"image": free, "maps": free})
    model = onnx.load(path)
    brief = lambda scores: "" if scores is None else f"foreground IoU {scores['fg_iou_mean']:.3f}, AP50 {scores['ap50']:.3f}"
    card = {key: value for key, value in parent.items() if key not in ("manifest_sha256", "steps")}
    card.update({
        "name": options.name, "version": options.version, "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "parent_name": f"{parent.get('name', '')} {parent.get('version', '')}".strip(), "parent_sha256": fixed["parent_sha256"],
        "data_sha256": fixed["data_sha256"], "fine_tuned_on": f"{pictures} own pictures, {how}",
        "held_out_before": brief(before["own"]), "held_out_after": brief(after["own"]),
        "replay_before": brief(before["replay"]), "replay_after": brief(after["replay"])})
    onnx.helper.set_model_props(model, card)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
    weights.check(path, network)
