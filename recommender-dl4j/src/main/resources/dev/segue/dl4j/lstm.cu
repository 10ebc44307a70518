// What the kernels of LSTM layers share. Gates come in the order input, forget, output, candidate.

__device__ static float lstmSigmoid(float x) { return 1.0f / (1.0f + __expf(-x)); }
__device__ static float lstmTanh(float x) { return 2.0f / (1.0f + __expf(-2.0f * x)) - 1.0f; }
