"""Makes a model folder of an exported graph of someone else's model (docs/own-models.md).

The graph is wrapped, not changed: nodes before it turn batches of 8-bit RGB pixels into what it was trained on, nodes
after it turn its answers into those that the server reads. Needs onnx, onnxruntime and numpy, no framework.
"""
