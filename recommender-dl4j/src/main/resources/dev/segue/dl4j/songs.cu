// The tables of songs. All matrices are column-major, a song or a position a column, and a stride apart.

// A block a column: the vector that stands for a song in a step, its own row plus those of its features, and under it
// its bias. A new song has no row of its own and the bias of new songs; one that is not scored a bias so low that none
// is probable. Columns from count on become 0.
extern "C" __global__ void compose(
    const float* own, const int* rows, int size,  // column rows[song] of own, or column song
    const float* features, const int* featureRows, const int* from, const int* places, const float* weights,
    const float* isNew, const float* bias, const float* newBias, const float* unscored,
    int count, float* vectors, int stride) {
  int song = blockIdx.x;
  float* vector = vectors + (size_t) song * stride;
  bool known = song < count;
  int row = !known ? 0 : rows ? rows[song] : song;
  bool fresh = known && isNew && isNew[song] != 0;
  for (int i = threadIdx.x; i < stride; i += blockDim.x) {
    float value = 0;
    if (known && i < size) {
      if (!fresh) value = own[(size_t) row * size + i];
      if (from) {
        for (int place = from[song]; place < from[song + 1]; place++) {
          int feature = featureRows ? featureRows[places[place]] : places[place];
          value += weights[place] * features[(size_t) feature * size + i];
        }
      }
    }
    if (known && i == size && bias) {
      value = unscored && unscored[row] != 0 ? -1e4f : fresh ? newBias[0] : bias[row];
    }
    vector[i] = value;
  }
}

// A block a column: the gradients of own rows and biases, which are 0 where a song was new and had neither.
extern "C" __global__ void decompose(
    const float* gradients, int stride, int size, const float* isNew, float* own, float* bias) {
  int song = blockIdx.x;
  const float* gradient = gradients + (size_t) song * stride;
  bool fresh = isNew && isNew[song] != 0;
  for (int i = threadIdx.x; i < size; i += blockDim.x) own[(size_t) song * size + i] = fresh ? 0 : gradient[i];
  if (bias && threadIdx.x == 0) bias[song] = fresh ? 0 : gradient[size];
}

// A block a position: the vector of its song, plus the vector of skips where it was skipped.
extern "C" __global__ void gather(
    const float* vectors, int stride, const int* songs, const float* skipped, const float* skip, int size,
    float* to, int toStride) {
  const float* vector = vectors + (size_t) songs[blockIdx.x] * stride;
  float share = skipped ? skipped[blockIdx.x] : 0;
  for (int i = threadIdx.x; i < size; i += blockDim.x) {
    to[(size_t) blockIdx.x * toStride + i] = share == 0 ? vector[i] : vector[i] + share * skip[i];
  }
}

// A block a group: sums the columns places[from[group]..], each times its weight if there are weights, and adds the
// sum to column keys[group], or stores it in column group. Without places, the columns from[group].. themselves.
extern "C" __global__ void sumGroups(
    const float* columns, int stride, int size, const int* from, const int* places, const float* weights,
    const int* keys, float* sums, int sumStride) {
  int end = from[blockIdx.x + 1];
  float* to = sums + (size_t) (keys ? keys[blockIdx.x] : blockIdx.x) * sumStride;
  for (int i = threadIdx.x; i < size; i += blockDim.x) {
    float sum = keys ? to[i] : 0;
    for (int place = from[blockIdx.x]; place < end; place++) {
      float value = columns[(size_t) (places ? places[place] : place) * stride + i];
      sum += weights ? weights[place] * value : value;
    }
    to[i] = sum;
  }
}
