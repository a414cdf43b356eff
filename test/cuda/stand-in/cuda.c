// Stands in for the CUDA libraries that ONNX Runtime's CUDA provider is linked to: one GPU whose memory is this machine's
// and whose kernels do nothing. What is not here does nothing too (build.ts). Every allocation is written to standard error.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t total;

int cudaMalloc(void **at, size_t bytes) {
  *at = malloc(bytes);
  total += bytes;
  fprintf(stderr, "stand-in: %zu bytes\n", total);
  return 0;
}
int cudaFree(void *at) { free(at); return 0; }
int cudaMallocHost(void **at, size_t bytes) { *at = malloc(bytes); return 0; }
int cudaHostAlloc(void **at, size_t bytes, unsigned flags) { *at = malloc(bytes); return 0; }
int cudaFreeHost(void *at) { free(at); return 0; }
int cudaMemGetInfo(size_t *available, size_t *all) { *available = *all = 8ul << 30; return 0; }
int cudaMemcpy(void *to, const void *from, size_t bytes, int kind) { memcpy(to, from, bytes); return 0; }
int cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *stream) { memcpy(to, from, bytes); return 0; }
int cudaMemset(void *at, int value, size_t bytes) { memset(at, value, bytes); return 0; }
int cudaMemsetAsync(void *at, int value, size_t bytes, void *stream) { memset(at, value, bytes); return 0; }

int cudaGetDeviceCount(int *count) { *count = 1; return 0; }
int cudaGetDevice(int *device) { *device = 0; return 0; }
// Of cudaDeviceProp only its numbers are looked at: 8 stands for each.
int cudaGetDeviceProperties(void *properties, int device) {
  int *numbers = properties;
  memset(properties, 0, 600);
  for (int index = 70; index < 150; index++) numbers[index] = 8;
  return 0;
}
int cudaDeviceGetAttribute(int *value, int attribute, int device) { *value = 8; return 0; }
int cudaDriverGetVersion(int *version) { *version = 13000; return 0; }
int cudaRuntimeGetVersion(int *version) { *version = 13000; return 0; }
const char *cudaGetErrorName(int error) { return "stand-in"; }
const char *cudaGetErrorString(int error) { return "stand-in"; }

int cudaStreamCreate(void **stream) { *stream = malloc(1); return 0; }
int cudaStreamCreateWithFlags(void **stream, unsigned flags) { *stream = malloc(1); return 0; }
int cudaStreamIsCapturing(void *stream, int *status) { *status = 0; return 0; }
int cudaEventCreate(void **event) { *event = malloc(1); return 0; }
int cudaEventCreateWithFlags(void **event, unsigned flags) { *event = malloc(1); return 0; }
void **__cudaRegisterFatBinary(void *binary) { return malloc(sizeof(void *)); }
int __cudaPopCallConfiguration(void *grid, void *block, size_t *shared, void **stream) {
  *shared = 0;
  *stream = NULL;
  return 0;
}

int cublasCreate_v2(void **handle) { *handle = malloc(1); return 0; }
int cublasLtCreate(void **handle) { *handle = malloc(1); return 0; }
