// Depthwise convolution on the CPU, channels last, float32 or bfloat16 with float32 sums.
//
// PyTorch's own backward pass of such layers takes most of a training step: in bfloat16 the weights' gradient of a 5x5 layer takes
// over a hundred times what reading its inputs takes. Here each block of 16 channels is laid out once with its border, so that all
// sums of one position stay in registers.
#include <torch/extension.h>

#include <cstring>
#include <vector>

namespace {

constexpr int64_t lanes = 16;
typedef float Floats __attribute__((vector_size(64)));
typedef uint32_t Words __attribute__((vector_size(64)));
typedef uint16_t Halves __attribute__((vector_size(32)));

inline Floats load(const float* from) {
  Floats values;
  std::memcpy(&values, from, sizeof values);
  return values;
}
inline Floats load(const at::BFloat16* from) {
  Halves halves;
  std::memcpy(&halves, from, sizeof halves);
  return (Floats)(__builtin_convertvector(halves, Words) << 16);
}
inline void store(float* to, Floats values) { std::memcpy(to, &values, sizeof values); }
inline void store(at::BFloat16* to, Floats values) {
  // Round to nearest, ties to even.
  const Words bits = (Words)values;
  const Halves halves = __builtin_convertvector((bits + 0x7fff + ((bits >> 16) & 1)) >> 16, Halves);
  std::memcpy(to, &halves, sizeof halves);
}

/** One block of channels of one picture, with `border` zeros around and `step - 1` zeros between. */
struct Plane {
  int64_t height, width, border, step;
  std::vector<Floats> values;

  Plane(int64_t rows, int64_t columns, int64_t border, int64_t step, int64_t extra)
      : height((rows - 1) * step + 1 + 2 * border + extra),
        width((columns - 1) * step + 1 + 2 * border + extra),
        border(border),
        step(step),
        values(height * width, Floats{}) {}

  template <typename Scalar>
  void fill(const Scalar* from, int64_t rows, int64_t columns, int64_t channels) {
    for (int64_t row = 0; row < rows; row++) {
      Floats* to = &values[(row * step + border) * width + border];
      for (int64_t column = 0; column < columns; column++) {
        to[column * step] = load(from + (row * columns + column) * channels);
      }
    }
  }
  const Floats* at(int64_t row, int64_t column) const { return &values[row * width + column]; }
};

template <int K>
inline Floats dot(const Plane& plane, int64_t row, int64_t column, const Floats* weights, Floats sum) {
#pragma GCC unroll 7
  for (int y = 0; y < K; y++) {
    const Floats* line = plane.at(row + y, column);
#pragma GCC unroll 7
    for (int x = 0; x < K; x++) sum += line[x] * weights[y * K + x];
  }
  return sum;
}

template <int K, typename Scalar>
void forward(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, at::Tensor& output, int64_t stride) {
  const int64_t pictures = input.size(0), channels = input.size(1), rows = input.size(2), columns = input.size(3);
  const int64_t outRows = output.size(2), outColumns = output.size(3);
  const Scalar* in = input.data_ptr<Scalar>();
  Scalar* out = output.data_ptr<Scalar>();
  const float* taps = weight.data_ptr<float>();  // [K * K, channels]
  const float* offsets = bias.data_ptr<float>();
  at::parallel_for(0, channels / lanes, 1, [&](int64_t begin, int64_t end) {
    Plane plane(rows, columns, K / 2, 1, 0);
    for (int64_t block = begin; block < end; block++) {
      const int64_t channel = block * lanes;
      Floats weights[K * K];
      for (int tap = 0; tap < K * K; tap++) weights[tap] = load(taps + tap * channels + channel);
      const Floats offset = load(offsets + channel);
      for (int64_t picture = 0; picture < pictures; picture++) {
        plane.fill(in + picture * rows * columns * channels + channel, rows, columns, channels);
        Scalar* to = out + picture * outRows * outColumns * channels + channel;
        for (int64_t row = 0; row < outRows; row++)
          for (int64_t column = 0; column < outColumns; column++)
            store(to + (row * outColumns + column) * channels,
                  dot<K>(plane, row * stride, column * stride, weights, offset));
      }
    }
  });
}

template <int K, typename Scalar>
void backward(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& gradient, int64_t stride,
              at::Tensor& inputGradient, at::Tensor& weightGradient, at::Tensor& biasGradient) {
  const int64_t pictures = input.size(0), channels = input.size(1), rows = input.size(2), columns = input.size(3);
  const int64_t outRows = gradient.size(2), outColumns = gradient.size(3);
  const Scalar* in = input.data_ptr<Scalar>();
  const Scalar* grad = gradient.data_ptr<Scalar>();
  Scalar* inGrad = inputGradient.data_ptr<Scalar>();
  const float* taps = weight.data_ptr<float>();
  float* tapsGrad = weightGradient.data_ptr<float>();
  float* offsetsGrad = biasGradient.data_ptr<float>();
  at::parallel_for(0, channels / lanes, 1, [&](int64_t begin, int64_t end) {
    Plane plane(rows, columns, K / 2, 1, 0);
    // Spread by the stride and with a wide border, the input's gradient is a plain convolution with the turned kernel.
    Plane spread(outRows, outColumns, K / 2, stride, stride - 1);
    for (int64_t block = begin; block < end; block++) {
      const int64_t channel = block * lanes;
      Floats turned[K * K], sums[K * K] = {}, sum = {};
      for (int tap = 0; tap < K * K; tap++) turned[K * K - 1 - tap] = load(taps + tap * channels + channel);
      for (int64_t picture = 0; picture < pictures; picture++) {
        plane.fill(in + picture * rows * columns * channels + channel, rows, columns, channels);
        spread.fill(grad + picture * outRows * outColumns * channels + channel, outRows, outColumns, channels);
        for (int64_t row = 0; row < outRows; row++)
          for (int64_t column = 0; column < outColumns; column++) {
            const Floats one = *spread.at(row * stride + K / 2, column * stride + K / 2);
            sum += one;
#pragma GCC unroll 7
            for (int y = 0; y < K; y++) {
              const Floats* line = plane.at(row * stride + y, column * stride);
#pragma GCC unroll 7
              for (int x = 0; x < K; x++) sums[y * K + x] += line[x] * one;
            }
          }
        Scalar* to = inGrad + picture * rows * columns * channels + channel;
        for (int64_t row = 0; row < rows; row++)
          for (int64_t column = 0; column < columns; column++)
            store(to + (row * columns + column) * channels, dot<K>(spread, row, column, turned, Floats{}));
      }
      for (int tap = 0; tap < K * K; tap++) store(tapsGrad + tap * channels + channel, sums[tap]);
      store(offsetsGrad + channel, sum);
    }
  });
}

template <typename Run>
void dispatch(int64_t kernel, at::ScalarType type, Run run) {
  TORCH_CHECK(kernel == 3 || kernel == 5, "depthwise: kernels of 3 and 5 only");
  AT_DISPATCH_FLOATING_TYPES_AND(at::kBFloat16, type, "depthwise", [&] {
    if constexpr (!std::is_same_v<scalar_t, double>) {
      if (kernel == 3) run(std::integral_constant<int, 3>{}, scalar_t{});
      else run(std::integral_constant<int, 5>{}, scalar_t{});
    } else {
      TORCH_CHECK(false, "depthwise: float32 and bfloat16 only");
    }
  });
}

void check(const at::Tensor& input) {
  TORCH_CHECK(input.is_contiguous(at::MemoryFormat::ChannelsLast), "depthwise: channels last only");
  TORCH_CHECK(input.size(1) % lanes == 0, "depthwise: multiples of 16 channels only");
}

}  // namespace

/** Input [N, C, H, W] channels last, weight [K * K, C], bias [C]; the border is K / 2 of zeros. */
at::Tensor depthwise_forward(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, int64_t kernel, int64_t stride) {
  check(input);
  auto out = [&](int64_t size) { return (size - 1) / stride + 1; };
  at::Tensor output = at::empty({input.size(0), input.size(1), out(input.size(2)), out(input.size(3))},
                                input.options().memory_format(at::MemoryFormat::ChannelsLast));
  dispatch(kernel, input.scalar_type(), [&](auto size, auto zero) {
    forward<decltype(size)::value, decltype(zero)>(input, weight, bias, output, stride);
  });
  return output;
}

/** Gradients of input, weight and bias. */
std::vector<at::Tensor> depthwise_backward(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& gradient,
                                           int64_t kernel, int64_t stride) {
  check(input);
  check(gradient);
  at::Tensor inputGradient = at::empty_like(input);
  at::Tensor weightGradient = at::empty_like(weight);
  at::Tensor biasGradient = at::empty({weight.size(1)}, weight.options());
  dispatch(kernel, input.scalar_type(), [&](auto size, auto zero) {
    backward<decltype(size)::value, decltype(zero)>(input, weight, gradient, stride, inputGradient, weightGradient, biasGradient);
  });
  return {inputGradient, weightGradient, biasGradient};
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, module) {
  module.def("forward", &depthwise_forward);
  module.def("backward", &depthwise_backward);
}
