// What targets of a sampled softmax have to themselves: a logit each, own [positions].

// A block a position: own = y . v, where y [size, positions] is the input and v the target's column of vectors [size, songs].
extern "C" __global__ void targetLogits(
    const float* input, int inputStride, const float* vectors, int vectorStride, int size, const int* targets, float* own) {
  const float* y = input + (size_t) blockIdx.x * inputStride;
  const float* v = vectors + (size_t) targets[blockIdx.x] * vectorStride;
  float sum = 0;
  for (int i = threadIdx.x; i < size; i += blockDim.x) sum += y[i] * v[i];
  sum = sumOfBlock(sum);
  if (threadIdx.x == 0) own[blockIdx.x] = sum;
}

// A block a position: adds the gradient of own to that of the input [size, positions].
extern "C" __global__ void targetInputGradients(
    const float* own, const float* vectors, int vectorStride, const int* targets, int size, float* gradients,
    int gradientStride) {
  const float* v = vectors + (size_t) targets[blockIdx.x] * vectorStride;
  float* to = gradients + (size_t) blockIdx.x * gradientStride;
  float scale = own[blockIdx.x];
  for (int i = threadIdx.x; i < size; i += blockDim.x) to[i] += scale * v[i];
}

// A block a target: adds the gradients of own at its positions to that of its vector, a column of gradients [size, songs].
extern "C" __global__ void targetVectorGradients(
    const float* own, const float* input, int inputStride, const int* targets, const int* from, const int* positions,
    int size, float* gradients, int gradientStride) {
  float* to = gradients + (size_t) targets[blockIdx.x] * gradientStride;
  for (int i = threadIdx.x; i < size; i += blockDim.x) {
    float sum = 0;
    for (int place = from[blockIdx.x]; place < from[blockIdx.x + 1]; place++) {
      int position = positions[place];
      sum += own[position] * input[(size_t) position * inputStride + i];
    }
    to[i] += sum;
  }
}
