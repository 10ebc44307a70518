// The update of the parameters. What a step has found is in found: a struct of the loss, the norm of the gradient,
// what the gradient is multiplied by, and whether the step updates anything.
struct Found {
  double loss, norm;
  float clip;
  int updates;
};

// Each block stores the sum of some squares; 256 threads.
extern "C" __global__ void sumSquares(const float* gradients, int length, double* sums) {
  float sum = 0;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < length; i += gridDim.x * blockDim.x) {
    sum += gradients[i] * gradients[i];
  }
  double all = sumOfBlock((double) sum);
  if (threadIdx.x == 0) sums[blockIdx.x] = all;
}

// One block of 256 threads: what the step has found.
extern "C" __global__ void find(
    const float* losses, int positions, const double* squares, int blocks, float limit, Found* found) {
  double loss = 0, square = 0;
  for (int i = threadIdx.x; i < positions; i += blockDim.x) loss += losses[i];
  for (int i = threadIdx.x; i < blocks; i += blockDim.x) square += squares[i];
  loss = sumOfBlock(loss);
  double norm = sqrt(sumOfBlock(square));
  if (threadIdx.x == 0) {
    found->loss = loss;
    found->norm = norm;
    found->clip = norm > limit ? (float) (limit / norm) : 1.0f;
    found->updates = loss - loss == 0 && norm - norm == 0;  // both are finite
  }
}

__device__ static float moved(
    float value, float* mean, float* variance, float gradient, float rate, float beta1, float beta2, float epsilon,
    float kept) {
  *mean = beta1 * *mean + (1 - beta1) * gradient;
  *variance = beta2 * *variance + (1 - beta2) * gradient * gradient;
  return kept * value - rate * *mean / (sqrtf(*variance) + epsilon);
}

// Adam on parameters that lie one after another; their number is a multiple of 4, and they are aligned to 16 bytes.
extern "C" __global__ void adam(
    float* values, float* means, float* variances, const float* gradients, int length, float rate, float beta1,
    float beta2, float epsilon, float kept, const Found* found) {
  if (!found->updates) return;
  float clip = found->clip;
  const float4* g4 = (const float4*) gradients;
  float4 *p4 = (float4*) values, *m4 = (float4*) means, *v4 = (float4*) variances;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < length / 4; i += gridDim.x * blockDim.x) {
    float4 g = g4[i], p = p4[i], m = m4[i], v = v4[i];
    p.x = moved(p.x, &m.x, &v.x, clip * g.x, rate, beta1, beta2, epsilon, kept);
    p.y = moved(p.y, &m.y, &v.y, clip * g.y, rate, beta1, beta2, epsilon, kept);
    p.z = moved(p.z, &m.z, &v.z, clip * g.z, rate, beta1, beta2, epsilon, kept);
    p.w = moved(p.w, &m.w, &v.w, clip * g.w, rate, beta1, beta2, epsilon, kept);
    p4[i] = p, m4[i] = m, v4[i] = v;
  }
}

// Lazy Adam: a block a row of a table that the step has touched.
extern "C" __global__ void adamRows(
    float* values, float* means, float* variances, const int* rows, const float* gradients, int size, float rate,
    float beta1, float beta2, float epsilon, float kept, const Found* found) {
  if (!found->updates) return;
  float clip = found->clip;
  size_t row = (size_t) rows[blockIdx.x] * size;
  for (int i = threadIdx.x; i < size; i += blockDim.x) {
    float gradient = clip * gradients[(size_t) blockIdx.x * size + i];
    values[row + i] =
        moved(values[row + i], means + row + i, variances + row + i, gradient, rate, beta1, beta2, epsilon, kept);
  }
}

// Moves the average of the parameters towards them.
extern "C" __global__ void moveAverage(float* average, const float* values, int length, float share, const Found* found) {
  if (!found->updates) return;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < length; i += gridDim.x * blockDim.x) {
    average[i] += share * (values[i] - average[i]);
  }
}
