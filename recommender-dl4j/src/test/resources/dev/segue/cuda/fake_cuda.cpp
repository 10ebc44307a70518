// NVIDIA's libraries as the tests of the GPU's Java classes need them where there is no GPU: memory is the host's, work is
// done at once, kernels are those of the library that FAKE_KERNELS names, which EmulatedDevice has compiled.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string>

typedef uintptr_t address;
enum { INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, NOT_FOUND = 500, NOT_READY = 600 };

static long number(const char* variable, long otherwise) {
  const char* value = getenv(variable);
  return value ? atol(value) : otherwise;
}

// What is in use is counted, and said at the end: all of it must be freed.
static long arrays, hostArrays, streams, events, handles, modules, contexts;
static size_t used;
static bool current;
struct atEnd {
  ~atEnd() {
    if (getenv("FAKE_CUDA_LEAKS") && contexts + arrays + hostArrays + streams + events + handles + modules)
      fprintf(stderr, "not freed: %ld arrays, %ld host arrays, %ld streams, %ld events, %ld handles, %ld modules, %ld contexts\n",
              arrays, hostArrays, streams, events, handles, modules, contexts);
  }
};
static atEnd end;

typedef int (*launcher)(int, int, const int64_t*, int);
static int parameters(launcher kernel) { return kernel(1, 1, nullptr, -1); }

extern "C" {

int cuDriverGetVersion(int* version) { return *version = number("FAKE_CUDA_DRIVER", 13000), 0; }
int cuInit(unsigned) { return number("FAKE_CUDA_INIT", 0); }
int cuDeviceGetCount(int* count) { return *count = 1, 0; }
int cuDeviceGet(int* device, int ordinal) { return *device = ordinal, 0; }
int cuDeviceGetName(char* name, int length, int) { return snprintf(name, length, "Fake GPU"), 0; }
int cuDeviceGetAttribute(int* value, int attribute, int) {
  long capability = number("FAKE_CUDA_CAPABILITY", 75);
  *value = attribute == 16 ? 3 : attribute == 75 ? capability / 10 : capability % 10;
  return 0;
}
int cuGetErrorName(int error, const char** name) {
  return *name = error == INVALID_VALUE ? "CUDA_ERROR_INVALID_VALUE" : error == NOT_FOUND ? "CUDA_ERROR_NOT_FOUND" : "CUDA_ERROR_OTHER", 0;
}
int cuGetErrorString(int, const char** text) { return *text = "as the driver says it", 0; }

int cuDevicePrimaryCtxRetain(void** context, int) { return contexts++, *context = &end, 0; }
int cuDevicePrimaryCtxRelease_v2(int) { return contexts--, 0; }
int cuCtxSetCurrent(void*) { return current = true, 0; }
static size_t memory() { return number("FAKE_CUDA_MEMORY", 1000000000); }
int cuMemGetInfo_v2(size_t* free, size_t* total) { return *free = memory() - used, *total = memory(), 0; }

int cuMemAlloc_v2(address* array, size_t bytes) {
  if (!current) return INVALID_VALUE;
  if (used + bytes > memory()) return OUT_OF_MEMORY;
  size_t* block = (size_t*) aligned_alloc(64, (bytes + 127) / 64 * 64);
  *block = bytes;
  memset(block + 8, 0x7f, bytes);
  *array = (address) (block + 8);
  return arrays++, used += bytes, 0;
}
int cuMemFree_v2(address array) {
  size_t* block = (size_t*) array - 8;
  used -= *block;
  return free(block), arrays--, 0;
}
int cuMemAllocHost_v2(void** array, size_t bytes) { return *array = malloc(bytes), hostArrays++, 0; }
int cuMemFreeHost(void* array) { return free(array), hostArrays--, 0; }
int cuMemcpyHtoDAsync_v2(address to, const void* from, size_t bytes, void*) { return memcpy((void*) to, from, bytes), 0; }
int cuMemcpyDtoHAsync_v2(void* to, address from, size_t bytes, void*) { return memcpy(to, (void*) from, bytes), 0; }
int cuMemcpyDtoDAsync_v2(address to, address from, size_t bytes, void*) { return memcpy((void*) to, (void*) from, bytes), 0; }
int cuMemsetD32Async(address to, unsigned value, size_t count, void*) {
  for (size_t i = 0; i < count; i++) ((unsigned*) to)[i] = value;
  return 0;
}

int cuStreamCreate(void** stream, unsigned) { return *stream = malloc(1), streams++, 0; }
int cuStreamDestroy_v2(void* stream) { return free(stream), streams--, 0; }
int cuStreamSynchronize(void*) { return 0; }
// The first question is always asked too early.
int cuEventCreate(void** event, unsigned) { return *event = calloc(1, 1), events++, 0; }
int cuEventDestroy_v2(void* event) { return free(event), events--, 0; }
int cuEventRecord(void* event, void*) { return *(char*) event = 1, 0; }
int cuEventQuery(void* event) { return *(char*) event ? *(char*) event = 0, NOT_READY : 0; }
int cuEventSynchronize(void*) { return 0; }

int cuModuleLoadData(void** module, const void* image) {
  if (strncmp((const char*) image, "code of ", 8)) return INVALID_VALUE;
  *module = dlopen(getenv("FAKE_KERNELS"), RTLD_NOW);
  return *module ? modules++, 0 : INVALID_VALUE;
}
int cuModuleUnload(void* module) { return dlclose(module), modules--, 0; }
int cuModuleGetFunction(void** kernel, void* module, const char* name) {
  *kernel = dlsym(module, (std::string("launch_") + name).c_str());
  return *kernel ? 0 : NOT_FOUND;
}
int cuFuncGetParamInfo(void* kernel, size_t index, size_t* offset, size_t* size) {
  return (int) index < parameters((launcher) kernel) ? *offset = 8 * index, *size = 8, 0 : INVALID_VALUE;
}
int cuLaunchKernel(void* kernel, unsigned blocks, unsigned, unsigned, unsigned threads, unsigned, unsigned, unsigned, void*,
                   void** arguments, void**) {
  if (threads > 1024) return INVALID_VALUE;
  int count = parameters((launcher) kernel);
  int64_t slots[64];
  for (int i = 0; i < count; i++) slots[i] = *(int64_t*) arguments[i];
  ((launcher) kernel)(blocks, threads, slots, count);
  return 0;
}

// ---- cuBLAS

static bool hasStream;
int cublasCreate_v2(void** handle) { return *handle = malloc(1), handles++, 0; }
int cublasDestroy_v2(void* handle) { return free(handle), handles--, 0; }
int cublasSetStream_v2(void*, void*) { return hasStream = true, 0; }
int cublasSetWorkspace_v2(void*, void*, size_t) { return hasStream ? 0 : 7; }
int cublasSetMathMode(void*, int) { return 0; }
int cublasSetAtomicsMode(void*, int) { return 0; }
const char* cublasGetStatusName(int) { return "CUBLAS_STATUS_OTHER"; }
int cublasSgemm_v2(void*, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b, int ldb,
                   const float* beta, float* c, int ldc) {
  for (int j = 0; j < n; j++)
    for (int i = 0; i < m; i++) {
      double sum = 0;
      for (int l = 0; l < k; l++) sum += (double) (ta ? a[l + i * lda] : a[i + l * lda]) * (tb ? b[j + l * ldb] : b[l + j * ldb]);
      c[i + j * ldc] = *alpha * sum + (*beta == 0 ? 0 : *beta * c[i + j * ldc]);
    }
  return 0;
}

// ---- NVRTC: "compiles" what has no error

struct program { std::string source, options; };
int nvrtcGetNumSupportedArchs(int* count) { return *count = 3, 0; }
int nvrtcGetSupportedArchs(int* known) { return known[0] = 75, known[1] = 80, known[2] = 90, 0; }
int nvrtcCreateProgram(program** made, const char* source, const char*, int, const char**, const char**) {
  return *made = new program{source, ""}, 0;
}
int nvrtcDestroyProgram(program** made) { return delete *made, 0; }
int nvrtcCompileProgram(program* made, int count, const char** options) {
  for (int i = 0; i < count; i++) made->options += std::string(i ? " " : "") + options[i];
  return made->source.find("#error") == std::string::npos ? 0 : 6;
}
static std::string log(program* made) { return made->options + ": #error"; }
int nvrtcGetProgramLogSize(program* made, size_t* size) { return *size = log(made).size() + 1, 0; }
int nvrtcGetProgramLog(program* made, char* text) { return strcpy(text, log(made).c_str()), 0; }
static std::string code(program* made) { return "code of " + made->source; }
int nvrtcGetCUBINSize(program* made, size_t* size) { return *size = code(made).size() + 1, 0; }
int nvrtcGetCUBIN(program* made, char* text) { return strcpy(text, code(made).c_str()), 0; }
int nvrtcGetPTXSize(program* made, size_t* size) { return nvrtcGetCUBINSize(made, size); }
int nvrtcGetPTX(program* made, char* text) { return nvrtcGetCUBIN(made, text); }
const char* nvrtcGetErrorString(int) { return "NVRTC_ERROR_OTHER"; }
}
