package dev.segue.spark;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Broadcasts what is written to it, a chunk at a time. One thread at a time. */
final class BroadcastOutput extends OutputStream {

  private final JavaSparkContext context;
  private final List<Broadcast<byte[]>> chunks = new ArrayList<>();
  private byte[] chunk;
  private int filled;

  BroadcastOutput(SparkContext context, int chunkBytes) {
    this.context = JavaSparkContext.fromSparkContext(context);
    chunk = new byte[chunkBytes];
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int written = 0; written < length; ) {
      int next = Math.min(length - written, chunk.length - filled);
      System.arraycopy(bytes, offset + written, chunk, filled, next);
      written += next;
      filled += next;
      if (filled == chunk.length) {
        chunks.add(context.broadcast(chunk)); // which keeps it
        chunk = new byte[chunk.length];
        filled = 0;
      }
    }
  }

  /** Broadcasts what is left. */
  @Override
  public void close() {
    if (filled > 0) {
      chunks.add(context.broadcast(Arrays.copyOf(chunk, filled)));
      filled = 0;
    }
  }

  /** Returns the broadcasts, in order; complete once this is closed. */
  List<Broadcast<byte[]>> written() {
    return List.copyOf(chunks);
  }
}
