// LSTM layers of up to 128 units: all steps of a layer in one launch. A block owns PLAYLISTS playlists from the first
// step to the last, and a thread one gate's row of the recurrent weights, in registers: the weights are read once a
// launch, and no step waits for another block. LSTM_CELLS(100) makes lstmForward100x1, x2 and x4, and lstmBackward100x1,
// x2 and x4; each needs 4 SIZE threads, and a block for every PLAYLISTS playlists.

template <int SIZE, int PLAYLISTS> __device__ static void lstmForward(
    const float* weights,             // [4 SIZE, SIZE]: column k is what hidden unit k adds to the gates
    const float* bias,                // [4 SIZE]
    float* gates,                     // [4 SIZE, positions]: W x; replaced by the activations
    float* cells,                     // [SIZE, positions]: cell states after each step
    float* before, int beforeStride,  // [SIZE, positions]: hidden states before each step
    float* out, int outStride,        // [SIZE, positions]: hidden states after each step
    const float* hiddenStart, const float* cellStart,  // [SIZE, playlists] or null for zeros
    float* hiddenEnd, float* cellEnd,                  // [SIZE, playlists]
    const int* counts, int steps) {
  constexpr int GATES = 4 * SIZE, QUADS = (SIZE + 3) / 4;
  __shared__ float4 hidden[PLAYLISTS][QUADS];
  __shared__ float activations[PLAYLISTS][GATES];
  int gate = threadIdx.x;
  int first = blockIdx.x * PLAYLISTS;
  int own = gate / SIZE, unit = gate % SIZE;  // the cell that this thread keeps, if own < PLAYLISTS
  float w[4 * QUADS];
#pragma unroll
  for (int k = 0; k < 4 * QUADS; k++) w[k] = k < SIZE ? weights[k * GATES + gate] : 0.0f;
  float b = bias[gate];
  int all = min(counts[0] - first, PLAYLISTS);
  bool keeps = own < all;
  float c = 0;
  for (int i = gate; i < PLAYLISTS * 4 * QUADS; i += GATES) ((float*) hidden)[i] = 0;
  __syncthreads();
  if (keeps && hiddenStart) {
    c = cellStart[(size_t) (first + own) * SIZE + unit];
    ((float*) hidden[own])[unit] = hiddenStart[(size_t) (first + own) * SIZE + unit];
  }
  __syncthreads();
  float z[PLAYLISTS], next[PLAYLISTS];
  int offset = 0;
#pragma unroll
  for (int p = 0; p < PLAYLISTS; p++) next[p] = p < all ? gates[(size_t) (first + p) * GATES + gate] : 0.0f;
  for (int step = 0; step < steps; step++) {
    int playing = min(counts[step] - first, PLAYLISTS);
    if (playing <= 0) break;
    int coming = step + 1 < steps ? counts[step + 1] - first : 0;
    int later = offset + counts[step];
#pragma unroll
    for (int p = 0; p < PLAYLISTS; p++) {
      z[p] = next[p] + b;
      next[p] = p < coming ? gates[(size_t) (later + first + p) * GATES + gate] : 0.0f;
    }
#pragma unroll
    for (int k = 0; k < QUADS; k++) {
#pragma unroll
      for (int p = 0; p < PLAYLISTS; p++) {
        float4 h = hidden[p][k];
        z[p] += w[4 * k] * h.x + w[4 * k + 1] * h.y + w[4 * k + 2] * h.z + w[4 * k + 3] * h.w;
      }
    }
#pragma unroll
    for (int p = 0; p < PLAYLISTS; p++) {
      float activation = own < 3 ? lstmSigmoid(z[p]) : lstmTanh(z[p]);
      activations[p][gate] = activation;
      if (p < playing) gates[(size_t) (offset + first + p) * GATES + gate] = activation;
    }
    __syncthreads();
    if (own < playing) {
      size_t position = offset + first + own;
      float* h = (float*) hidden[own];
      const float* a = activations[own];
      before[position * beforeStride + unit] = h[unit];
      c = a[SIZE + unit] * c + a[unit] * a[3 * SIZE + unit];
      cells[position * SIZE + unit] = c;
      float value = a[2 * SIZE + unit] * lstmTanh(c);
      h[unit] = value;
      out[position * outStride + unit] = value;
    }
    __syncthreads();
    offset = later;
  }
  if (keeps) {
    hiddenEnd[(size_t) (first + own) * SIZE + unit] = ((float*) hidden[own])[unit];
    cellEnd[(size_t) (first + own) * SIZE + unit] = c;
  }
}

// The gradients of the gates' sums. A thread (kind of gate, unit k) owns the weights from unit k to the gates of that kind.
template <int SIZE, int PLAYLISTS> __device__ static void lstmBackward(
    const float* weights,                       // [4 SIZE, SIZE]
    float* gates,                               // [4 SIZE, positions]: activations; replaced by the gradients
    const float* cells,                         // [SIZE, positions]
    const float* cellStart,                     // [SIZE, playlists] or null for zeros
    const float* gradient, int gradientStride,  // [SIZE, positions]: gradients of the hidden states
    const int* counts, const int* offsets, int steps) {
  constexpr int GATES = 4 * SIZE, QUADS = (SIZE + 3) / 4;
  __shared__ float4 sums[PLAYLISTS][4][QUADS];
  __shared__ float parts[PLAYLISTS][GATES];
  int thread = threadIdx.x;
  int first = blockIdx.x * PLAYLISTS;
  int own = thread / SIZE, unit = thread % SIZE;
  float w[4 * QUADS];
#pragma unroll
  for (int k = 0; k < 4 * QUADS; k++) w[k] = k < SIZE ? weights[unit * GATES + own * SIZE + k] : 0.0f;
  for (int i = thread; i < PLAYLISTS * 16 * QUADS; i += GATES) ((float*) sums)[i] = 0;
  __syncthreads();
  float recurrent = 0, dc = 0;
  float i = 0, f = 0, o = 0, g = 0, c = 0, cBefore = 0, dh = 0;
  int step = steps - 1;
  while (step > 0 && counts[step] <= first) step--;
  bool loaded = false;
  for (; step >= 0; step--) {
    int playing = min(counts[step] - first, PLAYLISTS);
    size_t position = (size_t) offsets[step] + first + own;
    if (own < playing && !loaded) {
      const float* a = gates + position * GATES + unit;
      i = a[0], f = a[SIZE], o = a[2 * SIZE], g = a[3 * SIZE];
      c = cells[position * SIZE + unit];
      cBefore = step > 0    ? cells[((size_t) offsets[step - 1] + first + own) * SIZE + unit]
                : cellStart ? cellStart[(size_t) (first + own) * SIZE + unit]
                            : 0.0f;
      dh = gradient[position * gradientStride + unit];
      loaded = true;
    }
    if (own < playing) {
      float sum = dh + recurrent;
      float th = lstmTanh(c);
      dc += sum * o * (1 - th * th);
      float di = dc * g * i * (1 - i), df = dc * cBefore * f * (1 - f);
      float d_o = sum * th * o * (1 - o), dg = dc * i * (1 - g * g);
      dc *= f;
      float* a = gates + position * GATES + unit;
      a[0] = di, a[SIZE] = df, a[2 * SIZE] = d_o, a[3 * SIZE] = dg;
      ((float*) sums[own][0])[unit] = di;
      ((float*) sums[own][1])[unit] = df;
      ((float*) sums[own][2])[unit] = d_o;
      ((float*) sums[own][3])[unit] = dg;
      if (step > 0) {  // what the step before needs, while this one multiplies
        size_t earlier = (size_t) offsets[step - 1] + first + own;
        const float* e = gates + earlier * GATES + unit;
        i = e[0], f = e[SIZE], o = e[2 * SIZE], g = e[3 * SIZE];
        c = cBefore;
        cBefore = step > 1    ? cells[((size_t) offsets[step - 2] + first + own) * SIZE + unit]
                  : cellStart ? cellStart[(size_t) (first + own) * SIZE + unit]
                              : 0.0f;
        dh = gradient[earlier * gradientStride + unit];
      }
    }
    if (step == 0) break;
    __syncthreads();
    float s[PLAYLISTS];
#pragma unroll
    for (int p = 0; p < PLAYLISTS; p++) s[p] = 0;
#pragma unroll
    for (int k = 0; k < QUADS; k++) {
#pragma unroll
      for (int p = 0; p < PLAYLISTS; p++) {
        float4 d = sums[p][own][k];
        s[p] += w[4 * k] * d.x + w[4 * k + 1] * d.y + w[4 * k + 2] * d.z + w[4 * k + 3] * d.w;
      }
    }
#pragma unroll
    for (int p = 0; p < PLAYLISTS; p++) parts[p][thread] = s[p];
    __syncthreads();
    if (own < playing) {
      const float* part = parts[own] + unit;
      recurrent = part[0] + part[SIZE] + part[2 * SIZE] + part[3 * SIZE];
    }
  }
}

#define LSTM_CELLS_OF(SIZE, PLAYLISTS) \
  extern "C" __global__ void __launch_bounds__(4 * SIZE) lstmForward##SIZE##x##PLAYLISTS( \
      const float* weights, const float* bias, float* gates, float* cells, float* before, int beforeStride, \
      float* out, int outStride, const float* hiddenStart, const float* cellStart, float* hiddenEnd, float* cellEnd, \
      const int* counts, int steps) { \
    lstmForward<SIZE, PLAYLISTS>(weights, bias, gates, cells, before, beforeStride, out, outStride, hiddenStart, \
        cellStart, hiddenEnd, cellEnd, counts, steps); \
  } \
  extern "C" __global__ void __launch_bounds__(4 * SIZE) lstmBackward##SIZE##x##PLAYLISTS( \
      const float* weights, float* gates, const float* cells, const float* cellStart, const float* gradient, \
      int gradientStride, const int* counts, const int* offsets, int steps) { \
    lstmBackward<SIZE, PLAYLISTS>( \
        weights, gates, cells, cellStart, gradient, gradientStride, counts, offsets, steps); \
  }
#define LSTM_CELLS(SIZE) LSTM_CELLS_OF(SIZE, 1) LSTM_CELLS_OF(SIZE, 2) LSTM_CELLS_OF(SIZE, 4)
