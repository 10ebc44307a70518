package dev.segue.cuda;

/**
 * Numbers of 32 bits in a device's memory, or some of them.
 *
 * @param address of the first, on the device
 * @param length how many
 */
public record DeviceArray(long address, long length) {

  /** No array: a null pointer. */
  public static final DeviceArray NONE = new DeviceArray(0, 0);

  /** Returns those from an index on. */
  public DeviceArray from(long index) {
    return part(index, length);
  }

  /** Returns those from one index up to another. */
  public DeviceArray part(long from, long to) {
    if (from < 0 || from > to || to > length) {
      throw new IndexOutOfBoundsException("%d to %d of %d".formatted(from, to, length));
    }
    return new DeviceArray(address + Float.BYTES * from, to - from);
  }
}
