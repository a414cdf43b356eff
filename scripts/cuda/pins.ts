/** One shared library that a provider needs on the machine. */
export interface Library {
  /** The name that the loader looks for. */
  readonly name: string;
  /** Of what it is a part, by the name whose version the library's number is. */
  readonly product: 'the NVIDIA driver' | 'CUDA' | 'cuRAND' | 'cuDNN' | 'TensorRT';
  /** The Python package that has it; the driver's comes with the driver. */
  readonly pip?: string;
}

/** What is installed, and from where: one file, whose content is known. */
export interface Pins {
  /** Of ONNX Runtime; files of another version are loaded without a word and then do anything. */
  readonly version: string;
  readonly package: string;
  /** Only its shared libraries are taken, which are the same for every Python: so one wheel is enough. */
  readonly wheel: string;
  readonly sha256: string;
  /** Makes pip choose that wheel whatever Python runs it. */
  readonly pip: readonly string[];
  /** Folder of the libraries in the wheel. */
  readonly folder: string;
  readonly files: Readonly<Record<Provider, readonly string[]>>;
  /**
   * What `readelf -d` says that each provider is linked to, without the C library's. cuDNN and NVRTC are not in that list:
   * from 1.30.0 on they are opened by name when a convolution first runs. cuFFT is too, but no model here transforms.
   */
  readonly libraries: Readonly<Record<Provider, readonly Library[]>>;
}
export type Provider = 'cuda' | 'tensorrt';

export const pins: Pins = {
  version: '1.30.0',
  package: 'onnxruntime-gpu',
  wheel: 'onnxruntime_gpu-1.30.0-cp311-cp311-manylinux_2_28_x86_64.whl',
  sha256: '4fbf0c5d7b5fb99266c2e8a802e3e64af68bdc383e0f3c7349b985f1087eedaa',
  pip: ['--python-version', '311', '--implementation', 'cp', '--abi', 'cp311', '--platform', 'manylinux_2_28_x86_64'],
  folder: 'onnxruntime/capi',
  files: {
    cuda: ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'],
    tensorrt: ['libonnxruntime_providers_tensorrt.so'],
  },
  libraries: {
    cuda: [
      { name: 'libcuda.so.1', product: 'the NVIDIA driver' },
      { name: 'libcudart.so.13', product: 'CUDA', pip: 'nvidia-cuda-runtime' },
      { name: 'libcublas.so.13', product: 'CUDA', pip: 'nvidia-cublas' },
      { name: 'libcublasLt.so.13', product: 'CUDA', pip: 'nvidia-cublas' },
      { name: 'libcurand.so.10', product: 'cuRAND', pip: 'nvidia-curand' },
      { name: 'libnvrtc.so.13', product: 'CUDA', pip: 'nvidia-cuda-nvrtc' },
      { name: 'libcudnn.so.9', product: 'cuDNN', pip: 'nvidia-cudnn-cu13' },
    ],
    tensorrt: [
      { name: 'libnvinfer.so.10', product: 'TensorRT', pip: 'tensorrt-cu13-libs' },
      { name: 'libnvonnxparser.so.10', product: 'TensorRT', pip: 'tensorrt-cu13-libs' },
    ],
  },
};
