package dev.segue.dl4j;

import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;

/**
 * The logits of a block of positions on a device, then their gradients.
 *
 * @param first the first of the positions
 * @param songs how many songs have a row: the first ones
 * @param values {@code [rows, positions]}; the number of rows is a multiple of 8
 * @param targets {@code [positions]} of integers
 * @param own {@code [positions]}: the logits of the targets, if they have logits of their own;
 *     otherwise {@link DeviceArray#NONE}
 */
record CudaLogits(int first, int songs, DeviceMatrix values, DeviceArray targets, DeviceArray own) {

  int positions() {
    return values.columns();
  }

  /** The position after the last. */
  int to() {
    return first + positions();
  }

  /** Whether targets have logits of their own. */
  boolean isSampled() {
    return !own.equals(DeviceArray.NONE);
  }
}
