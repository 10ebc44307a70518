// Philox 4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011): turns a counter into four
// random numbers. The same key and counter give the same numbers, so that nothing has to be stored.
__device__ static void philox(unsigned counter[4], unsigned key0, unsigned key1) {
#pragma unroll
  for (int round = 0; round < 10; round++) {
    unsigned low0 = 0xD2511F53u * counter[0], high0 = __umulhi(0xD2511F53u, counter[0]);
    unsigned low1 = 0xCD9E8D57u * counter[2], high1 = __umulhi(0xCD9E8D57u, counter[2]);
    counter[0] = high1 ^ counter[1] ^ key0;
    counter[1] = low1;
    counter[2] = high0 ^ counter[3] ^ key1;
    counter[3] = low0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
}

// Drops some values, multiplies those kept, and adds the residual unless it is null. A thread takes four rows of a
// position. Rates are limits: of 2^32 random numbers, how many drop.
extern "C" __global__ void dropout(
    const float* from, int fromStride,          // [rows, positions]
    const float* residual, int residualStride,  // [rows, positions] or null
    float* to, int toStride,                    // [rows, positions]; may be `from`
    int rows, int positions, unsigned columnLimit, unsigned limit, float kept, unsigned key0, unsigned key1) {
  int quads = (rows + 3) / 4;
  int thread = blockIdx.x * blockDim.x + threadIdx.x;
  if (thread >= quads * positions) return;
  int quad = thread % quads, position = thread / quads;
  unsigned random[4] = {(unsigned) quad, (unsigned) position, 0, 0};
  philox(random, key0, key1);
  if (columnLimit > 0) {
    unsigned column[4] = {0, (unsigned) position, 1, 0};
    philox(column, key0, key1);
    if (column[0] < columnLimit) kept = 0;
  }
#pragma unroll
  for (int i = 0; i < 4; i++) {
    int row = 4 * quad + i;
    if (row < rows) {
      float value = random[i] < limit ? 0.0f : kept * from[(size_t) position * fromStride + row];
      if (residual) value += residual[(size_t) position * residualStride + row];
      to[(size_t) position * toStride + row] = value;
    }
  }
}
