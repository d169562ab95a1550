"""Write the averaged network of a checkpoint as ONNX, read the file back operator by operator and compare.

usage: python3 export.py --checkpoint runs/NAME/average.pt --manifest DIR/manifest.csv --version 1.0.0 --out ../models/lto-unet.onnx
"""
import argparse
import hashlib
import os

import numpy as np
import onnx
import torch

from evaluate import read
from network import MAPS, TARGET, Activated
from onnx_torch import OnnxNetwork

LAW = ("grey scaled to 0..1 by the 0.5th and 99.5th percentile of the frame, clipped; "
       "then (v - mean) / standard deviation of the whole frame")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--manifest", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--date", required=True)
    parser.add_argument("--diameter", type=float, default=45.0)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    network, saved = read(options.checkpoint)
    whole = Activated(network).to(memory_format=torch.contiguous_format).eval()
    free = {0: "batch", 2: "height", 3: "width"}
    torch.onnx.export(whole, torch.zeros(1, 1, 64, 64), options.out, opset_version=13, do_constant_folding=True,
                      input_names=["image"], output_names=["maps"], dynamic_axes={"image": free, "maps": free})
    model = onnx.load(options.out)
    with open(options.manifest, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    onnx.helper.set_model_props(model, {
        "name": "lto-unet", "version": options.version, "date": options.date,
        "architecture": f"U-Net, encoder in the layout of ResNet{saved['layers']}, width {saved['width']}",
        "trained_on": f"EMPS 318, AMPIS powder 2, DT-SegNet 16, synthetic {saved['synthetic']}",
        "steps": str(saved["step"]), "manifest_sha256": digest, "target_diameter_px": f"{options.diameter:g}", "unit_px": f"{TARGET:g}",
        "input_law": LAW, "maps": ",".join(MAPS), "multiple": "32",
        "licence": "MIT; trained in part on EMPS, whose pictures are figures of journal articles and are not shipped"})
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, options.out)

    generator = np.random.default_rng(1)
    worst, written = 0.0, OnnxNetwork(options.out).eval()
    for rows, columns in ((64, 96), (256, 192)):
        image = torch.from_numpy(generator.normal(0, 1, (1, 1, rows, columns)).astype(np.float32))
        with torch.no_grad():
            worst = max(worst, float((written(image) - whole(image)).abs().max()))
    print(options.out, os.path.getsize(options.out), "bytes, largest difference from PyTorch", worst)
    if worst > 1e-4:
        raise SystemExit("the exported network differs from the trained one")


if __name__ == "__main__":
    main()
