// CUDA C++ on the CPU, to test kernels without a GPU: a fiber per thread of a block, block after block.
// A fiber runs until __syncthreads(), so that all numbers are those of one order of the threads.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ucontext.h>
#include <utility>
#include <vector>

struct dim { int x; };
static dim threadIdx, blockIdx, blockDim, gridDim;
struct alignas(8) float2 { float x, y; };
struct alignas(16) float4 { float x, y, z, w; };

#define __global__
#define __device__
#define __forceinline__
#define __restrict__
#define __shared__ static
#define __launch_bounds__(...)
#define __expf expf
#define __logf logf
#define __fdividef(a, b) ((a) / (b))

static unsigned __umulhi(unsigned a, unsigned b) { return (unsigned) (((uint64_t) a * b) >> 32); }
static int min(int a, int b) { return a < b ? a : b; }
static int max(int a, int b) { return a > b ? a : b; }

struct fiber {
  ucontext_t context;
  bool ended;
  int syncs;  // how many it has come to
};
static std::vector<fiber> fibers;
static std::vector<char> stacks;
static ucontext_t scheduler;
static int running;
static void (*body)();

static void __syncthreads() {
  fibers[running].syncs++;
  swapcontext(&fibers[running].context, &scheduler);
  threadIdx.x = running;
}

static void start() {
  body();
  fibers[running].ended = true;
}

// Runs all threads of a block to their next sync, again and again. All must come to the same syncs.
static void runBlock(int threads) {
  const size_t stack = 64 * 1024;
  fibers.resize(threads);
  stacks.resize(threads * stack);
  for (int t = 0; t < threads; t++) {
    fibers[t].ended = false;
    fibers[t].syncs = 0;
    getcontext(&fibers[t].context);
    fibers[t].context.uc_stack = {stacks.data() + t * stack, 0, stack};
    fibers[t].context.uc_link = &scheduler;
    makecontext(&fibers[t].context, start, 0);
  }
  bool any = true;
  for (int phase = 0; any; phase++) {
    any = false;
    for (int i = 0; i < threads; i++) {
      int t = phase % 2 ? threads - 1 - i : i;  // what depends on the order of threads is likely to show
      if (fibers[t].ended) continue;
      threadIdx.x = running = t;
      swapcontext(&scheduler, &fibers[t].context);
      any |= !fibers[t].ended;
    }
    for (int t = 1; t < threads; t++) {
      if (fibers[t].ended != fibers[0].ended || fibers[t].syncs != fibers[0].syncs) {
        fprintf(stderr, "thread %d came to %d syncs, thread 0 to %d\n", t, fibers[t].syncs, fibers[0].syncs);
        abort();
      }
    }
  }
}

static const int64_t* slots;
template <class... A, size_t... I>
static void call(void (*kernel)(A...), std::index_sequence<I...>) {
  kernel(*(std::remove_const_t<A>*) (slots + I)...);
}
template <auto kernel> struct launcher;
template <class... A, void (*kernel)(A...)> struct launcher<kernel> {
  static void once() { call(kernel, std::index_sequence_for<A...>()); }
  static int run(int blocks, int threads, const int64_t* arguments, int count) {
    if (count != (int) sizeof...(A)) return sizeof...(A);
    slots = arguments, body = once, blockDim.x = threads, gridDim.x = blocks;
    static int launches;
    bool backwards = launches++ % 2;  // and what depends on that of blocks
    for (int b = 0; b < blocks; b++) {
      blockIdx.x = backwards ? blocks - 1 - b : b;
      runBlock(threads);
    }
    return -1;
  }
};

// op(a) op(b) + beta c, summed in double precision.
extern "C" void multiply(
    int ta, int tb, int m, int n, int k, const float* a, int lda, const float* b, int ldb, float beta, float* c, int ldc) {
  for (int j = 0; j < n; j++)
    for (int i = 0; i < m; i++) {
      double sum = 0;
      for (int l = 0; l < k; l++)
        sum += (double) (ta ? a[l + (size_t) i * lda] : a[i + (size_t) l * lda])
             * (tb ? b[j + (size_t) l * ldb] : b[l + (size_t) j * ldb]);
      c[i + (size_t) j * ldc] = (float) (sum + (beta == 0 ? 0 : beta * c[i + (size_t) j * ldc]));
    }
}
