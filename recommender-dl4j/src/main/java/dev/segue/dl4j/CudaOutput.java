package dev.segue.dl4j;

import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;

/** The output layer on a device: {@link OutputLayer} there. One thread at a time. */
@FunctionalInterface
interface CudaOutput {

  /**
   * Computes loss and gradients.
   *
   * @param scale the factor of the gradients: the inverse of what the summed loss is divided by
   * @param input {@code [size, positions]}: size is the number of outputs and 1, rounded up to a
   *     multiple of 4; after the outputs there is a row of ones, and rows of zeros
   * @param vectors {@code [size, scored8]}: those that score songs, each followed by its bias and
   *     zeros; scored8 is their number rounded up to a multiple of 8, columns beyond are zero
   * @param vectorGradients {@code [size, scored8]}, filled
   * @param inputGradient {@code [outputs, positions]}, filled
   * @param losses {@code [positions]}, filled: in nats
   */
  void lossAndGradient(
      CudaChunk chunk,
      CudaUploads uploads,
      double scale,
      DeviceMatrix input,
      DeviceMatrix vectors,
      DeviceMatrix vectorGradients,
      DeviceMatrix inputGradient,
      DeviceArray losses);
}
