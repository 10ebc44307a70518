package dev.segue.dl4j;

import dev.segue.cuda.DeviceArray;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link PackedChunk} on a device. The arrays are those of {@link CudaUploads}: valid during the
 * step.
 *
 * @param packed the chunk on the host
 * @param songs {@code [positions]} of integers
 * @param targets {@code [positions]} of integers
 * @param skipped {@code [positions]}: 1 where the song was skipped, otherwise 0; {@link
 *     DeviceArray#NONE} if none was
 * @param bySong the positions of each song heard
 * @param recent for each recency {@code [positions * window]} of integers: groups, -1 for none
 * @param counts {@code [steps]} of integers
 * @param offsets {@code [steps]} of integers: the first position of each step
 */
record CudaChunk(
    PackedChunk packed,
    DeviceArray songs,
    DeviceArray targets,
    DeviceArray skipped,
    Groups bySong,
    List<DeviceArray> recent,
    DeviceArray counts,
    DeviceArray offsets) {

  /** Adds a chunk to what a step sends. */
  static CudaChunk of(PackedChunk packed, CudaUploads uploads) {
    float[] skipped = new float[packed.positions()];
    for (int position : packed.skips()) {
      skipped[position] = 1;
    }
    return new CudaChunk(
        packed,
        uploads.add(packed.songs()),
        uploads.add(packed.targets()),
        packed.skips().length == 0 ? DeviceArray.NONE : uploads.add(skipped),
        Groups.of(packed.songs(), uploads),
        packed.recent().stream().map(uploads::add).toList(),
        uploads.add(packed.counts()),
        uploads.add(packed.offsets()));
  }

  int positions() {
    return packed.positions();
  }

  /**
   * Places in groups, for sums in one order: a block of threads a group, and no atomics.
   *
   * @param count how many groups
   * @param keys {@code [count]} of integers, ascending
   * @param from {@code [count + 1]} of integers: where the places of each group begin
   * @param places {@code [places]} of integers, ascending within a group
   */
  record Groups(int count, DeviceArray keys, DeviceArray from, DeviceArray places) {

    /** Groups the places of an array that have the same key; keys are not negative. */
    static Groups of(int[] keyOf, CudaUploads uploads) {
      long[] order = new long[keyOf.length];
      for (int place = 0; place < keyOf.length; place++) {
        order[place] = ((long) keyOf[place] << 32) | place;
      }
      Arrays.sort(order);
      int[] keys = new int[keyOf.length];
      int[] from = new int[keyOf.length + 1];
      int[] places = new int[keyOf.length];
      int count = 0;
      for (int i = 0; i < order.length; i++) {
        int key = (int) (order[i] >>> 32);
        if (count == 0 || keys[count - 1] != key) {
          keys[count] = key;
          from[count++] = i;
        }
        places[i] = (int) order[i];
      }
      from[count] = order.length;
      return new Groups(
          count,
          uploads.add(Arrays.copyOf(keys, count)),
          uploads.add(Arrays.copyOf(from, count + 1)),
          uploads.add(places));
    }
  }
}
