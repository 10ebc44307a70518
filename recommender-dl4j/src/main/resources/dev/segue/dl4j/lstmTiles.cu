// LSTM layers of any size: a launch a step. A block of 256 threads computes the cells of UNITS units and 32 playlists.
// The inner dimension of the product comes through shared memory, a stage after the other, and is divided among groups
// of threads; a thread sums 4 x 4 results of its group's part.

#define LSTM_TILE_THREADS 256
#define LSTM_TILE_PLAYLISTS 32
#define LSTM_TILE_STRIDE 36  // of 32 playlists in shared memory: a multiple of 4 that spreads them over the banks

// Sets the hidden states before the first step: to those at the start, or to zeros if that is null.
extern "C" __global__ void lstmStart(float* before, int stride, const float* start, int size, int playlists) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < size * playlists) before[(size_t) (i / size) * stride + i % size] = start ? start[i] : 0.0f;
}

// All matrices but the weights are those of one step.
template <int UNITS> __device__ static void lstmTileForward(
    const float* weights,                   // [4 size, size]
    const float* bias,                      // [4 size]
    float* gates,                           // [4 size, playlists]: W x; replaced by the activations
    const float* cellsBefore, float* cells, // [size, playlists]: cell states; the former may be null for zeros
    const float* before, int beforeStride,  // [size, playlists]: hidden states before the step; null for zeros
    float* out, int outStride,              // [size, playlists]: hidden states after it
    float* next, int nextStride, int nextPlaylists,  // [size, nextPlaylists]: the same for those that go on
    float* cellEnd,                         // [size, playlists]: cell states after the last step, otherwise null
    int size, int playlists) {
  constexpr int INNER = 64, GROUPS = 32 / UNITS, PART = INNER / GROUPS;
  constexpr int HIDDEN = INNER * UNITS * 4, STAGE = HIDDEN + INNER * LSTM_TILE_STRIDE;
  constexpr int WEIGHT_LOADS = HIDDEN / LSTM_TILE_THREADS;
  constexpr int HIDDEN_LOADS = INNER * LSTM_TILE_PLAYLISTS / LSTM_TILE_THREADS;
  __shared__ float4 shared[STAGE / 4];
  float* here = (float*) shared;
  int thread = threadIdx.x;
  int tiles = (size + UNITS - 1) / UNITS;
  int firstUnit = blockIdx.x % tiles * UNITS, firstPlaylist = blockIdx.x / tiles * LSTM_TILE_PLAYLISTS;
  int group = thread / (8 * UNITS), unit = thread % UNITS, quad = thread / UNITS % 8;
  int stages = before ? (size + INNER - 1) / INNER : 0;
  // What the thread loads: a gate's weights of one unit, and hidden units of some playlists.
  int loadedUnit = firstUnit + thread % UNITS, gate = thread / UNITS % 4, inner = thread / (4 * UNITS);
  int lane = thread % 32, loadedHidden = lane % 8 + thread / 32 * 8;
  float4 sums[4] = {};  // of four gates, for four playlists
  float w[WEIGHT_LOADS], h[HIDDEN_LOADS];
  for (int stage = -1; stage < stages; stage++) {
    if (stage >= 0) {
      __syncthreads();
#pragma unroll
      for (int l = 0; l < WEIGHT_LOADS; l++)
        here[((inner + l * INNER / WEIGHT_LOADS) * UNITS + thread % UNITS) * 4 + gate] = w[l];
#pragma unroll
      for (int l = 0; l < HIDDEN_LOADS; l++)
        here[HIDDEN + loadedHidden * LSTM_TILE_STRIDE + lane / 8 + 4 * l] = h[l];
      __syncthreads();
    }
    if (stage + 1 < stages) {  // what the next stage needs, while this one multiplies
      int from = (stage + 1) * INNER;
#pragma unroll
      for (int l = 0; l < WEIGHT_LOADS; l++) {
        int k = from + inner + l * INNER / WEIGHT_LOADS;
        w[l] = k < size && loadedUnit < size ? weights[(4 * k + gate) * size + loadedUnit] : 0.0f;
      }
      int k = from + loadedHidden;
#pragma unroll
      for (int l = 0; l < HIDDEN_LOADS; l++) {
        int p = firstPlaylist + lane / 8 + 4 * l;
        h[l] = k < size && p < playlists ? before[p * beforeStride + k] : 0.0f;
      }
    }
    if (stage >= 0) {
#pragma unroll 8
      for (int k = group * PART; k < (group + 1) * PART; k++) {
        float4 a = ((float4*) here)[k * UNITS + unit];
        float4 b = *(float4*) (here + HIDDEN + k * LSTM_TILE_STRIDE + 4 * quad);
        float of[4] = {b.x, b.y, b.z, b.w};
#pragma unroll
        for (int p = 0; p < 4; p++) {
          sums[p].x += a.x * of[p];
          sums[p].y += a.y * of[p];
          sums[p].z += a.z * of[p];
          sums[p].w += a.w * of[p];
        }
      }
    }
  }
  __syncthreads();
#pragma unroll
  for (int p = 0; p < 4; p++) shared[(group * LSTM_TILE_PLAYLISTS + 4 * quad + p) * UNITS + unit] = sums[p];
  __syncthreads();
#pragma unroll
  for (int e = thread; e < UNITS * LSTM_TILE_PLAYLISTS; e += LSTM_TILE_THREADS) {
    int u = firstUnit + e % UNITS, p = firstPlaylist + e / UNITS;
    if (u >= size || p >= playlists) continue;
    float* a = gates + (size_t) p * 4 * size + u;
    float4 z = {a[0] + bias[u], a[size] + bias[size + u], a[2 * size] + bias[2 * size + u], a[3 * size] + bias[3 * size + u]};
#pragma unroll
    for (int each = 0; each < GROUPS; each++) {
      float4 part = shared[each * LSTM_TILE_PLAYLISTS * UNITS + e];
      z.x += part.x, z.y += part.y, z.z += part.z, z.w += part.w;
    }
    float i = lstmSigmoid(z.x), f = lstmSigmoid(z.y), o = lstmSigmoid(z.z), g = lstmTanh(z.w);
    a[0] = i, a[size] = f, a[2 * size] = o, a[3 * size] = g;
    size_t cell = (size_t) p * size + u;
    float c = i * g + (cellsBefore ? f * cellsBefore[cell] : 0.0f);
    cells[cell] = c;
    if (cellEnd) cellEnd[cell] = c;
    float value = o * lstmTanh(c);
    out[(size_t) p * outStride + u] = value;
    if (p < nextPlaylists) next[(size_t) p * nextStride + u] = value;
  }
}

// The gradients of the gates' sums of one step, from those of the step after it.
template <int UNITS> __device__ static void lstmTileBackward(
    const float* weights,                           // [4 size, size]
    float* gates,                                   // [4 size, playlists]: activations; replaced by the gradients
    const float* gatesAfter, int playlistsAfter,    // [4 size, playlistsAfter]: gradients of the step after
    const float* cellsBefore, const float* cells,   // [size, playlists]; the former may be null for zeros
    const float* gradient, int gradientStride,      // [size, playlists]: gradients of the hidden states
    float* cellGradient,  // [size, playlists]: that of the cell states, of playlistsAfter; replaced by that before the step
    int size, int playlists) {
  constexpr int INNER = 128, GROUPS = 128 / UNITS, PART = INNER / GROUPS, WEIGHT_STRIDE = UNITS + 4;
  constexpr int GRADIENTS = INNER * WEIGHT_STRIDE, STAGE = GRADIENTS + INNER * LSTM_TILE_STRIDE;
  constexpr int WEIGHT_LOADS = INNER * UNITS / LSTM_TILE_THREADS;
  constexpr int GRADIENT_LOADS = INNER * LSTM_TILE_PLAYLISTS / LSTM_TILE_THREADS;
  __shared__ float4 shared[STAGE / 4];
  float* here = (float*) shared;
  int thread = threadIdx.x;
  int tiles = (size + UNITS - 1) / UNITS;
  int firstUnit = blockIdx.x % tiles * UNITS, firstPlaylist = blockIdx.x / tiles * LSTM_TILE_PLAYLISTS;
  int group = thread / (2 * UNITS), units = thread % (UNITS / 4), quad = thread / (UNITS / 4) % 8;
  int length = 4 * size;
  int stages = firstPlaylist < playlistsAfter ? (length + INNER - 1) / INNER : 0;
  float4 sums[4] = {};  // of four units, for four playlists
  float w[WEIGHT_LOADS], d[GRADIENT_LOADS];
  int lane = thread % 32, inner = lane % 8 + thread / 32 * 8;  // what the thread loads
  for (int stage = -1; stage < stages; stage++) {
    if (stage >= 0) {
      __syncthreads();
#pragma unroll
      for (int l = 0; l < WEIGHT_LOADS; l++)
        here[(inner + l % 2 * 64) * WEIGHT_STRIDE + lane / 8 + l / 2 * 4] = w[l];
#pragma unroll
      for (int l = 0; l < GRADIENT_LOADS; l++)
        here[GRADIENTS + (inner + l % 2 * 64) * LSTM_TILE_STRIDE + lane / 8 + l / 2 * 4] = d[l];
      __syncthreads();
    }
    if (stage + 1 < stages) {  // what the next stage needs, while this one multiplies
      int from = (stage + 1) * INNER + inner;
#pragma unroll
      for (int l = 0; l < WEIGHT_LOADS; l++) {
        int k = from + l % 2 * 64, u = firstUnit + lane / 8 + l / 2 * 4;
        w[l] = k < length && u < size ? weights[u * length + k] : 0.0f;
      }
#pragma unroll
      for (int l = 0; l < GRADIENT_LOADS; l++) {
        int k = from + l % 2 * 64, p = firstPlaylist + lane / 8 + l / 2 * 4;
        d[l] = k < length && p < playlistsAfter ? gatesAfter[p * length + k] : 0.0f;
      }
    }
    if (stage >= 0) {
#pragma unroll 8
      for (int k = group * PART; k < (group + 1) * PART; k++) {
        float4 a = *(float4*) (here + k * WEIGHT_STRIDE + 4 * units);
        float4 b = *(float4*) (here + GRADIENTS + k * LSTM_TILE_STRIDE + 4 * quad);
        float of[4] = {b.x, b.y, b.z, b.w};
#pragma unroll
        for (int p = 0; p < 4; p++) {
          sums[p].x += a.x * of[p];
          sums[p].y += a.y * of[p];
          sums[p].z += a.z * of[p];
          sums[p].w += a.w * of[p];
        }
      }
    }
  }
  __syncthreads();
#pragma unroll
  for (int p = 0; p < 4; p++)
    shared[(group * LSTM_TILE_PLAYLISTS + 4 * quad + p) * UNITS / 4 + units] = sums[p];
  __syncthreads();
#pragma unroll
  for (int e = thread; e < UNITS * LSTM_TILE_PLAYLISTS; e += LSTM_TILE_THREADS) {
    int u = firstUnit + e % UNITS, p = firstPlaylist + e / UNITS;
    if (u >= size || p >= playlists) continue;
    float dh = gradient[(size_t) p * gradientStride + u];
#pragma unroll
    for (int each = 0; each < GROUPS; each++) dh += ((float*) shared)[each * LSTM_TILE_PLAYLISTS * UNITS + e];
    size_t cell = (size_t) p * size + u;
    float* a = gates + (size_t) p * length + u;
    float i = a[0], f = a[size], o = a[2 * size], g = a[3 * size];
    float th = lstmTanh(cells[cell]);
    float dc = dh * o * (1 - th * th) + (p < playlistsAfter ? cellGradient[cell] : 0.0f);
    a[0] = dc * g * i * (1 - i);
    a[size] = cellsBefore ? dc * cellsBefore[cell] * f * (1 - f) : 0.0f;
    a[2 * size] = dh * th * o * (1 - o);
    a[3 * size] = dc * i * (1 - g * g);
    cellGradient[cell] = dc * f;
  }
}

#define LSTM_TILES_OF(UNITS) \
  extern "C" __global__ void __launch_bounds__(LSTM_TILE_THREADS, 2) lstmTileForward##UNITS( \
      const float* weights, const float* bias, float* gates, const float* cellsBefore, float* cells, \
      const float* before, int beforeStride, float* out, int outStride, float* next, int nextStride, \
      int nextPlaylists, float* cellEnd, int size, int playlists) { \
    lstmTileForward<UNITS>(weights, bias, gates, cellsBefore, cells, before, beforeStride, out, outStride, next, \
        nextStride, nextPlaylists, cellEnd, size, playlists); \
  } \
  extern "C" __global__ void __launch_bounds__(LSTM_TILE_THREADS, 2) lstmTileBackward##UNITS( \
      const float* weights, float* gates, const float* gatesAfter, int playlistsAfter, const float* cellsBefore, \
      const float* cells, const float* gradient, int gradientStride, float* cellGradient, int size, \
      int playlists) { \
    lstmTileBackward<UNITS>(weights, gates, gatesAfter, playlistsAfter, cellsBefore, cells, gradient, \
        gradientStride, cellGradient, size, playlists); \
  }
#define LSTM_TILES LSTM_TILES_OF(8) LSTM_TILES_OF(16) LSTM_TILES_OF(32)
