// Recency: each of the last songs adds a weight [window] to the logits of all songs of its group. recent [window, positions]
// has groups, -1 for none; the songs of a group are members[from[group]] to members[from[group + 1] - 1]. A team of threads
// (a power of two) takes a song ago: one thread if groups have one song.
//
// Sampled, the target has a logit of its own [positions], which the weight is added to where its group is the recent one;
// groupOf [songs], -1 for none.

// A block a position. Two songs ago may be of one group: the team of the first adds the weights of all, in their order, so
// that no two threads add to one logit.
extern "C" __global__ void addRecency(
    const float* weights, int window, const int* recent, const int* from, const int* members, int team, float* logits,
    int stride) {
  const int* groups = recent + (size_t) blockIdx.x * window;
  float* row = logits + (size_t) blockIdx.x * stride;
  for (int ago = threadIdx.x / team; ago < window; ago += blockDim.x / team) {
    int group = groups[ago];
    if (group < 0) continue;
    bool isFirst = true;
    for (int later = 0; later < ago && isFirst; later++) isFirst = groups[later] != group;
    if (!isFirst) continue;
    float weight = 0;
    for (int earlier = ago; earlier < window; earlier++) {
      if (groups[earlier] == group) weight += weights[earlier];
    }
    for (int i = from[group] + threadIdx.x % team; i < from[group + 1]; i += team) row[members[i]] += weight;
  }
}

// A block a position: adds the weights to the target's logit.
extern "C" __global__ void addTargetRecency(
    const float* weights, int window, const int* recent, const int* groupOf, const int* targets, float* own) {
  const int* groups = recent + (size_t) blockIdx.x * window;
  int group = groupOf[targets[blockIdx.x]];
  float sum = 0;
  for (int ago = threadIdx.x; ago < window; ago += blockDim.x) {
    if (group >= 0 && groups[ago] == group) sum += weights[ago];
  }
  sum = sumOfBlock(sum);
  if (threadIdx.x == 0) own[blockIdx.x] += sum;
}

// A block of at most 512 threads a position: the sum of the gradients that each weight has there, [positions, window].
extern "C" __global__ void recencyGradients(
    const float* logits, int stride, int window, const int* recent, const int* from, const int* members, int team,
    const int* groupOf, const int* targets, const float* own, float* sums) {
  __shared__ float parts[512];
  const int* groups = recent + (size_t) blockIdx.x * window;
  const float* row = logits + (size_t) blockIdx.x * stride;
  int member = threadIdx.x % team;
  for (int first = 0; first < window; first += blockDim.x / team) {
    int ago = first + threadIdx.x / team;
    int group = ago < window ? groups[ago] : -1;
    float sum = 0;
    if (group >= 0) {
      for (int i = from[group] + member; i < from[group + 1]; i += team) sum += row[members[i]];
      if (own && member == 0 && groupOf[targets[blockIdx.x]] == group) sum += own[blockIdx.x];
    }
    parts[threadIdx.x] = sum;
    for (int half = team / 2; half > 0; half /= 2) {
      __syncthreads();
      if (member < half) parts[threadIdx.x] += parts[threadIdx.x + half];
    }
    if (member == 0 && ago < window) sums[(size_t) ago * gridDim.x + blockIdx.x] = parts[threadIdx.x];
    __syncthreads();
  }
}

// A block a weight: adds the sums of all positions to its gradient, or to 0.
extern "C" __global__ void addRecencyGradients(const float* sums, int positions, int adds, float* gradients) {
  float sum = 0;
  for (int i = threadIdx.x; i < positions; i += blockDim.x) sum += sums[(size_t) blockIdx.x * positions + i];
  sum = sumOfBlock(sum);
  if (threadIdx.x == 0) gradients[blockIdx.x] = (adds ? gradients[blockIdx.x] : 0.0f) + sum;
}
