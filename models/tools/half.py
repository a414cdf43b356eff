"""Make weights of half precision from a model folder, and print what to put into its manifest (docs/gpu.md).

    python3 -m pip install -r models/tools/requirements.txt
    python3 models/tools/half.py models/embedder

writes model.fp16.onnx into the folder, with --write the manifest too. Inputs and outputs stay what they were (8-bit pixels, float32 numbers). What comes
after the last convolutions and matrix products (boxes, unit length, probabilities) stays float32: it costs nothing, and
half precision has steps of a quarter of a pixel at 256 pixels.
"""

import argparse
import hashlib
import json
import os
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnx  # noqa: E402
from onnx import compose, shape_inference, utils  # noqa: E402
from onnxruntime.transformers.float16 import convert_float_to_float16  # noqa: E402
from onnxruntime.transformers.onnx_model import OnnxModel  # noqa: E402

HEAVY = {"Conv", "ConvTranspose", "Gemm", "MatMul"}


def outputs_of_body(graph: onnx.GraphProto) -> list[str]:
    """Tensors where the part with the heavy nodes ends."""
    consumers: dict[str, list[int]] = {}
    for index, node in enumerate(graph.node):
        for name in node.input:
            consumers.setdefault(name, []).append(index)
    body: set[int] = set()
    # Nodes are in topological order, so consumers are seen first.
    for index, node in reversed(list(enumerate(graph.node))):
        following = (consumer for name in node.output for consumer in consumers.get(name, []))
        if node.op_type in HEAVY or any(consumer in body for consumer in following):
            body.add(index)
    made = [name for index in sorted(body) for name in graph.node[index].output]
    results = {output.name for output in graph.output}
    return [name for name in made if name in results or any(at not in body for at in consumers.get(name, []))]


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model with its body in half precision."""
    known = shape_inference.infer_shapes(model)
    names = {kind: [value.name for value in getattr(known.graph, kind)] for kind in ("input", "output")}
    cut = outputs_of_body(known.graph)
    extractor = utils.Extractor(known)
    # In two parts, because the converter rounds what passes between nodes that it is told to leave alone.
    body = convert_float_to_float16(extractor.extract_model(names["input"], cut), keep_io_types=True)
    # The converter puts what it adds at the end.
    OnnxModel(body).topological_sort()
    tail = extractor.extract_model(cut, names["output"])
    # What passes between them is described in both; the checker below finds it out again.
    del tail.graph.value_info[:]
    merged = compose.merge_models(body, tail, io_map=[(name, name) for name in cut])
    onnx.checker.check_model(merged, full_check=True)
    return merged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of a manifest.json and its model")
    parser.add_argument("--providers", nargs="+", default=["cuda", "tensorrt"], choices=["cpu", "cuda", "tensorrt"])
    parser.add_argument("--write", action="store_true", help="put the variant into the manifest")
    arguments = parser.parse_args()

    manifest = json.loads((arguments.folder / "manifest.json").read_text(encoding="utf-8"))
    half = halve(onnx.load(arguments.folder / manifest["file"]))
    file = arguments.folder / "model.fp16.onnx"
    onnx.save(half, file)
    variant = {
        "precision": "float16",
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "providers": arguments.providers,
    }
    print(json.dumps({"variants": [variant]}, indent=2))
    if arguments.write:
        text = json.dumps(manifest | {"variants": [variant]}, indent=2, ensure_ascii=False)
        (arguments.folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
