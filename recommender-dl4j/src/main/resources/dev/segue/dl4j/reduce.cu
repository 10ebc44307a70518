// Sums and maxima over the threads of a block, in one order: of any number of threads that is a power of two up to 512.
// All threads take part, and all get the result.

// Less than any logit, and finite, so that differences of two are numbers.
#define NO_LOGIT (-3.0e38f)

template <class T> __device__ static T sumOfBlock(T value) {
  __shared__ T values[512];
  values[threadIdx.x] = value;
  __syncthreads();
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) values[threadIdx.x] += values[threadIdx.x + half];
    __syncthreads();
  }
  T sum = values[0];
  __syncthreads();
  return sum;
}

__device__ static float maxOfBlock(float value) {
  __shared__ float values[512];
  values[threadIdx.x] = value;
  __syncthreads();
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) values[threadIdx.x] = fmaxf(values[threadIdx.x], values[threadIdx.x + half]);
    __syncthreads();
  }
  float max = values[0];
  __syncthreads();
  return max;
}
