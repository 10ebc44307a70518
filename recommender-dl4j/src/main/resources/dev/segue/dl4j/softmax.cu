// The softmax: logits [stride, positions] become gradients in place, a block a position. The first rows are those of songs,
// stride is a multiple of 4, and rows beyond the songs get the gradient 0. The loss of a position is in nats.
//
// Sampled, rows are negatives, the logarithm of the probability of each is subtracted, and the target has a logit of its
// own, which becomes its gradient; its row, if it is among the negatives, does not count.

// What is known of a position.
struct softmaxPosition {
  const float* logProbability;  // [songs] if sampled
  int songs;
  int target;
  float own;  // the target's logit

  // The logit of a row.
  template <bool SAMPLED> __device__ __forceinline__ float logit(float value, int row) const {
    if (row >= songs || SAMPLED && row == target) return NO_LOGIT;
    return SAMPLED ? value - logProbability[row] : value;
  }
};

// The gradient of a row: share is the scale divided by the sum of exponentials, even what smoothing takes from all songs.
template <bool SAMPLED> __device__ __forceinline__ static float softmaxGradient(
    float exponential, int row, const softmaxPosition& at, float share, float even, float scale) {
  if (SAMPLED) return exponential * share;
  if (row >= at.songs) return 0.0f;
  return exponential * share - even - (row == at.target ? scale : 0.0f);
}

// Each thread keeps QUADS times 4 logits of a row in registers: one exponential a song, each logit read and written once.
template <int QUADS, bool SAMPLED> __device__ static void softmaxRow(
    float* logits, int stride, const float* logProbability, int songs, const int* targets, float* own, float scale,
    float smoothing, float* losses) {
  float4* row = (float4*) (logits + (size_t) blockIdx.x * stride);
  int quads = stride / 4;
  softmaxPosition at = {logProbability, songs, targets[blockIdx.x], 0.0f};
  at.own = SAMPLED ? own[blockIdx.x] : ((float*) row)[at.target];
  float x[4 * QUADS];
  float max = at.own;
#pragma unroll
  for (int i = 0; i < QUADS; i++) {
    int q = threadIdx.x + blockDim.x * i;
    float4 v = {};
    if (q < quads) v = row[q];
    x[4 * i] = at.logit<SAMPLED>(v.x, 4 * q);
    x[4 * i + 1] = at.logit<SAMPLED>(v.y, 4 * q + 1);
    x[4 * i + 2] = at.logit<SAMPLED>(v.z, 4 * q + 2);
    x[4 * i + 3] = at.logit<SAMPLED>(v.w, 4 * q + 3);
#pragma unroll
    for (int j = 0; j < 4; j++) max = fmaxf(max, x[4 * i + j]);
  }
  max = maxOfBlock(max);
  float sum = SAMPLED && threadIdx.x == 0 ? __expf(at.own - max) : 0.0f;
#pragma unroll
  for (int i = 0; i < 4 * QUADS; i++) {
    x[i] = __expf(x[i] - max);
    sum += x[i];
  }
  sum = sumOfBlock(sum);
  if (threadIdx.x == 0) losses[blockIdx.x] = max + logf(sum) - at.own;
  float share = scale / sum, even = scale * smoothing / songs, hit = scale * (1 - smoothing);
  if (SAMPLED && threadIdx.x == 0) own[blockIdx.x] = __expf(at.own - max) * share - scale;
#pragma unroll
  for (int i = 0; i < QUADS; i++) {
    int q = threadIdx.x + blockDim.x * i;
    float4 v;
    v.x = softmaxGradient<SAMPLED>(x[4 * i], 4 * q, at, share, even, hit);
    v.y = softmaxGradient<SAMPLED>(x[4 * i + 1], 4 * q + 1, at, share, even, hit);
    v.z = softmaxGradient<SAMPLED>(x[4 * i + 2], 4 * q + 2, at, share, even, hit);
    v.w = softmaxGradient<SAMPLED>(x[4 * i + 3], 4 * q + 3, at, share, even, hit);
    if (q < quads) row[q] = v;
  }
}

// A row of any length, read twice. The maximum of each thread moves as it reads ("online softmax": Milakov and
// Gimelshein 2018, arXiv:1805.02867).
template <bool SAMPLED> __device__ static void softmaxLong(
    float* logits, int stride, const float* logProbability, int songs, const int* targets, float* own, float scale,
    float smoothing, float* losses) {
  float4* row = (float4*) (logits + (size_t) blockIdx.x * stride);
  int quads = stride / 4;
  softmaxPosition at = {logProbability, songs, targets[blockIdx.x], 0.0f};
  at.own = SAMPLED ? own[blockIdx.x] : ((float*) row)[at.target];
  float max = at.own;
  float sum = SAMPLED && threadIdx.x == 0 ? 1.0f : 0.0f;
  for (int q = threadIdx.x; q < quads; q += blockDim.x) {
    float4 v = row[q];
    v.x = at.logit<SAMPLED>(v.x, 4 * q);
    v.y = at.logit<SAMPLED>(v.y, 4 * q + 1);
    v.z = at.logit<SAMPLED>(v.z, 4 * q + 2);
    v.w = at.logit<SAMPLED>(v.w, 4 * q + 3);
    float top = fmaxf(fmaxf(v.x, v.y), fmaxf(v.z, v.w));
    if (top > max) {
      sum *= __expf(max - top);
      max = top;
    }
    sum += __expf(v.x - max) + __expf(v.y - max) + __expf(v.z - max) + __expf(v.w - max);
  }
  float whole = maxOfBlock(max);
  sum = sumOfBlock(sum * __expf(max - whole));
  if (threadIdx.x == 0) losses[blockIdx.x] = whole + logf(sum) - at.own;
  float share = scale / sum, even = scale * smoothing / songs, hit = scale * (1 - smoothing);
  if (SAMPLED && threadIdx.x == 0) own[blockIdx.x] = __expf(at.own - whole) * share - scale;
  for (int q = threadIdx.x; q < quads; q += blockDim.x) {
    float4 v = row[q];
    v.x = softmaxGradient<SAMPLED>(__expf(at.logit<SAMPLED>(v.x, 4 * q) - whole), 4 * q, at, share, even, hit);
    v.y = softmaxGradient<SAMPLED>(__expf(at.logit<SAMPLED>(v.y, 4 * q + 1) - whole), 4 * q + 1, at, share, even, hit);
    v.z = softmaxGradient<SAMPLED>(__expf(at.logit<SAMPLED>(v.z, 4 * q + 2) - whole), 4 * q + 2, at, share, even, hit);
    v.w = softmaxGradient<SAMPLED>(__expf(at.logit<SAMPLED>(v.w, 4 * q + 3) - whole), 4 * q + 3, at, share, even, hit);
    row[q] = v;
  }
}

#define SOFTMAX_KERNEL(NAME, ROW) extern "C" __global__ void __launch_bounds__(512) NAME( \
    float* logits, int stride, const float* logProbability, int songs, const int* targets, float* own, float scale, \
    float smoothing, float* losses) { \
  ROW(logits, stride, logProbability, songs, targets, own, scale, smoothing, losses); }

#define SOFTMAX_ROW(QUADS) SOFTMAX_KERNEL(softmaxRow##QUADS, (softmaxRow<QUADS, false>))
#define SAMPLED_ROW(QUADS) SOFTMAX_KERNEL(sampledRow##QUADS, (softmaxRow<QUADS, true>))
SOFTMAX_KERNEL(softmaxLongRow, softmaxLong<false>)
SOFTMAX_KERNEL(sampledLongRow, softmaxLong<true>)
