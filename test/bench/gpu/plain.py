"""A plain loop over one of the models: ready tensors, run after run, nothing else.

Prints a line of JSON for each batch size: {"batch": 8, "perSecond": 1234.5}. What is missing is said on standard error, and
the exit code is 3.
"""

import argparse
import json
import os
import sys
import time

PROVIDERS = {
    "cpu": ["CPUExecutionProvider"],
    "cuda": ["CUDAExecutionProvider"],
    "tensorrt": ["TensorrtExecutionProvider", "CUDAExecutionProvider"],
}


def missing(what):
    print(what, file=sys.stderr)
    sys.exit(3)


def onnxruntime_run(options):
    """A function that runs a batch of pixels (numpy, uint8) in ONNX Runtime."""
    try:
        import onnxruntime
    except ImportError as error:
        missing(str(error))
    providers = PROVIDERS[options.provider]
    if providers[0] not in onnxruntime.get_available_providers():
        missing(f"onnxruntime {onnxruntime.__version__} has no {providers[0]}")
    session_options = onnxruntime.SessionOptions()
    session_options.intra_op_num_threads = options.threads
    session = onnxruntime.InferenceSession(options.model, session_options, providers=providers)
    if session.get_providers()[0] != providers[0]:
        missing(f"onnxruntime could not start {providers[0]}")
    name = session.get_inputs()[0].name
    return lambda pixels: session.run(None, {name: pixels})


def with_plain_weights(path):
    """The model with its half-precision weights cast already: onnx2torch wants weights that no node makes."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(path)
    weights = {weight.name: weight for weight in model.graph.initializer}
    for node in [node for node in model.graph.node if node.op_type == "Cast" and node.input[0] in weights]:
        dtype = helper.tensor_dtype_to_np_dtype(node.attribute[0].i)
        values = numpy_helper.to_array(weights[node.input[0]]).astype(dtype)
        model.graph.initializer.append(numpy_helper.from_array(values, node.output[0]))
        model.graph.node.remove(node)
    return model


def torch_run(options):
    """The same in PyTorch, with the weights of the ONNX file."""
    try:
        import torch
        from onnx2torch import convert
    except ImportError as error:
        missing(str(error))
    if options.provider != "cpu" and not torch.cuda.is_available():
        missing(f"torch {torch.__version__} sees no GPU")
    torch.set_num_threads(options.threads)
    device = torch.device("cpu" if options.provider == "cpu" else "cuda")
    try:
        model = convert(with_plain_weights(options.model)).eval().to(device)
    except Exception as error:  # an operator that it does not know, of whichever kind
        missing(f"onnx2torch cannot convert {options.model}: {error}")

    def run(pixels):
        with torch.inference_mode():
            outputs = model(torch.from_numpy(pixels).to(device))
        first = outputs[0] if isinstance(outputs, (list, tuple)) else outputs
        return first.cpu()  # waits for the device

    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runtime", choices=["onnxruntime", "torch"], required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--side", type=int, required=True)
    parser.add_argument("--provider", choices=list(PROVIDERS), required=True)
    parser.add_argument("--batches", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import numpy
    except ImportError as error:
        missing(str(error))
    run = {"onnxruntime": onnxruntime_run, "torch": torch_run}[options.runtime](options)
    for batch in map(int, options.batches.split(",")):
        pixels = numpy.full((batch, options.side, options.side, 3), 127, dtype=numpy.uint8)
        for _ in range(3):
            run(pixels)
        start = time.perf_counter()
        runs = 0
        while runs == 0 or time.perf_counter() - start < options.seconds:
            run(pixels)
            runs += 1
        print(json.dumps({"batch": batch, "perSecond": runs * batch / (time.perf_counter() - start)}), flush=True)


main()
