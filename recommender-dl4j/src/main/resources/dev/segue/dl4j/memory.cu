// Listeners' memories: each feature of a song there adds its weight to the logit of the song. weights [features, positions].
// The songs of a position are those from[position] to from[position + 1] - 1: first the ones played, from skips[position] on
// the ones skipped. Of each there is the row of its logit, rows [songs], 8 traces [8, songs], and if it was played three
// more features, which are 1: a byte of classes [songs] each, from the lowest. Features are the 8 traces of plays, three
// classes of 64, and the 8 traces of skips if they count.
//
// Sampled, rows beyond those of the logits are not there but in own [positions], if they are the position's target.
const int MEMORY_TRACES = 8;
const int MEMORY_CLASS = 64;
const int MEMORY_PLAYED = MEMORY_TRACES + 3 * MEMORY_CLASS;
const int MEMORY_FEATURES = MEMORY_PLAYED + MEMORY_TRACES;

// A block a position: weights become the bias [features] and the rows of the clock that the position has,
// clockRows[clockFrom[position]] and so on, of clock [features, rows].
extern "C" __global__ void memoryWeights(
    const float* bias, const float* clock, const int* clockFrom, const int* clockRows, int features, float* weights) {
  for (int i = threadIdx.x; i < features; i += blockDim.x) {
    float sum = bias[i];
    if (clock) {
      for (int j = clockFrom[blockIdx.x]; j < clockFrom[blockIdx.x + 1]; j++) sum += clock[clockRows[j] * features + i];
    }
    weights[(size_t) blockIdx.x * features + i] = sum;
  }
}

// The weighted sum of a song's traces.
__device__ static float scoreOfTraces(const float* weights, const float* traces, int song) {
  float sum = 0;
#pragma unroll
  for (int i = 0; i < MEMORY_TRACES; i++) sum = fmaf(weights[i], traces[(size_t) song * MEMORY_TRACES + i], sum);
  return sum;
}

// Adds to the logit of a row, and to that of the target.
__device__ static void addToLogits(float score, int row, float* logits, int songs, int target, float* own) {
  if (row < songs) logits[row] += score;
  if (own && row == target) own[blockIdx.x] += score;
}

// A block a position: adds to logits [stride, positions], of which the first rows are songs.
extern "C" __global__ void addMemory(
    const float* weights, int features, const int* from, const int* skips, const int* rows, const int* classes,
    const float* traces, float* logits, int stride, int songs, const int* targets, float* own) {
  __shared__ float w[MEMORY_FEATURES];
  for (int i = threadIdx.x; i < features; i += blockDim.x) w[i] = weights[(size_t) blockIdx.x * features + i];
  __syncthreads();
  float* row = logits + (size_t) blockIdx.x * stride;
  int target = targets[blockIdx.x];
  int played = skips[blockIdx.x];
  for (int i = from[blockIdx.x] + threadIdx.x; i < played; i += blockDim.x) {
    int c = classes[i];
    float score = w[c & 255] + w[c >> 8 & 255] + w[c >> 16] + scoreOfTraces(w, traces, i);
    addToLogits(score, rows[i], row, songs, target, own);
  }
  __syncthreads();  // a song may have been played and skipped
  for (int i = played + threadIdx.x; i < from[blockIdx.x + 1]; i += blockDim.x) {
    addToLogits(scoreOfTraces(w + MEMORY_PLAYED, traces, i), rows[i], row, songs, target, own);
  }
}

// The gradient of what was added to the logit of a row, and to that of the target.
__device__ static float gradientOfLogits(int row, const float* logits, int songs, int target, const float* own) {
  return (row < songs ? logits[row] : 0.0f) + (own && row == target ? own[blockIdx.x] : 0.0f);
}

// Sums what each of 256 threads has of each trace into the gradients of their weights.
__device__ static void sumTraces(const float* sums, float* gradients) {
  __shared__ float parts[MEMORY_TRACES][256];
#pragma unroll
  for (int i = 0; i < MEMORY_TRACES; i++) parts[i][threadIdx.x] = sums[i];
  __syncthreads();
  for (int half = 128; half > 0; half /= 2) {
    if (threadIdx.x < half) {
#pragma unroll
      for (int i = 0; i < MEMORY_TRACES; i++) parts[i][threadIdx.x] += parts[i][threadIdx.x + half];
    }
    __syncthreads();
  }
  if (threadIdx.x < MEMORY_TRACES) gradients[threadIdx.x] = parts[threadIdx.x][0];
  __syncthreads();
}

// A block of 256 threads a position: the gradients of the weights, [features, positions]. A thread has one of the features
// that are 1, and looks for it in one song after the other.
extern "C" __global__ void __launch_bounds__(256) memoryGradients(
    const float* logits, int stride, int songs, const int* targets, const float* own, const int* from, const int* skips,
    const int* rows, const int* classes, const float* traces, int features, float* gradients) {
  __shared__ int tileClasses[256];
  __shared__ float tile[256];
  const float* row = logits + (size_t) blockIdx.x * stride;
  float* to = gradients + (size_t) blockIdx.x * features;
  int target = targets[blockIdx.x];
  int played = skips[blockIdx.x];
  int mine = MEMORY_TRACES + threadIdx.x;
  int shift = threadIdx.x / MEMORY_CLASS * 8;
  float sum = 0;
  float sums[MEMORY_TRACES] = {};
  for (int first = from[blockIdx.x]; first < played; first += 256) {
    int i = first + threadIdx.x;
    if (i < played) {
      float gradient = gradientOfLogits(rows[i], row, songs, target, own);
#pragma unroll
      for (int j = 0; j < MEMORY_TRACES; j++) sums[j] = fmaf(gradient, traces[(size_t) i * MEMORY_TRACES + j], sums[j]);
      tile[threadIdx.x] = gradient;
      tileClasses[threadIdx.x] = classes[i];
    }
    __syncthreads();
    int length = min(256, played - first);
    if (mine < MEMORY_PLAYED) {
      for (int j = 0; j < length; j++) {
        if ((tileClasses[j] >> shift & 255) == mine) sum += tile[j];
      }
    }
    __syncthreads();
  }
  if (mine < MEMORY_PLAYED) to[mine] = sum;
  sumTraces(sums, to);
  if (features == MEMORY_PLAYED) return;
#pragma unroll
  for (int j = 0; j < MEMORY_TRACES; j++) sums[j] = 0;
  for (int i = played + threadIdx.x; i < from[blockIdx.x + 1]; i += 256) {
    float gradient = gradientOfLogits(rows[i], row, songs, target, own);
#pragma unroll
    for (int j = 0; j < MEMORY_TRACES; j++) sums[j] = fmaf(gradient, traces[(size_t) i * MEMORY_TRACES + j], sums[j]);
  }
  sumTraces(sums, to + MEMORY_PLAYED);
}

// A block a row of the clock: adds the gradients of the weights [features, positions] at its positions to that of the row.
// places are indices of positions.
extern "C" __global__ void addClockGradients(
    const float* gradients, int features, const int* rows, const int* from, const int* places, const int* positions,
    float* clock) {
  for (int i = threadIdx.x; i < features; i += blockDim.x) {
    float sum = 0;
    for (int place = from[blockIdx.x]; place < from[blockIdx.x + 1]; place++) {
      sum += gradients[(size_t) positions[places[place]] * features + i];
    }
    clock[rows[blockIdx.x] * features + i] += sum;
  }
}
