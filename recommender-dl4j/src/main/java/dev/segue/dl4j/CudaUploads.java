package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.HostArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What steps send to a device: arrays are collected, and sent in one copy. They are there until a
 * few more steps have begun, so that a step can be prepared while those before are under way. One
 * thread at a time.
 */
final class CudaUploads {

  private static final int STEPS_UNDER_WAY = 3;
  private static final int SMALLEST = 1 << 18;

  private final CudaQueue queue;
  private final Deque<Step> before = new ArrayDeque<>();
  private Step step = new Step();

  CudaUploads(CudaQueue queue) {
    this.queue = queue;
  }

  /** What a step sends. */
  private static final class Step {
    private final List<Buffer> buffers = new ArrayList<>();
    private CudaQueue.@Nullable Mark end;
  }

  /** Memory here and there. */
  private static final class Buffer {
    private final HostArray host;
    private final DeviceArray device;
    private int sent;
    private int filled;

    private Buffer(CudaQueue queue, int length) {
      host = queue.allocateHost(length);
      device = queue.allocate(length);
    }
  }

  /** Begins a step: what the steps before have sent may be overwritten when they are done. */
  void begin() {
    step.end = queue.mark();
    before.add(step);
    if (before.size() <= STEPS_UNDER_WAY) {
      step = new Step();
      return;
    }
    step = before.remove();
    if (step.end != null) {
      step.end.await();
    }
    for (Buffer buffer : step.buffers) {
      buffer.sent = 0;
      buffer.filled = 0;
    }
  }

  /** Adds numbers; they are there for the work that is queued after {@link #send}. */
  DeviceArray add(int[] numbers) {
    Buffer buffer = room(numbers.length);
    buffer.host.ints().put(buffer.filled, numbers);
    return filled(buffer, numbers.length);
  }

  /** Adds numbers in single precision, in the same way. */
  DeviceArray add(float[] numbers) {
    Buffer buffer = room(numbers.length);
    buffer.host.floats().put(buffer.filled, numbers);
    return filled(buffer, numbers.length);
  }

  private Buffer room(int length) {
    for (Buffer buffer : step.buffers) {
      if (buffer.filled + length <= buffer.host.length()) {
        return buffer;
      }
    }
    Buffer buffer = new Buffer(queue, Math.max(SMALLEST, length + length / 2));
    step.buffers.add(buffer);
    return buffer;
  }

  private static DeviceArray filled(Buffer buffer, int length) {
    DeviceArray there = buffer.device.part(buffer.filled, buffer.filled + length);
    buffer.filled += (length + 3) / 4 * 4; // aligned for loads of four numbers
    buffer.filled = Math.min(buffer.filled, buffer.host.length());
    return there;
  }

  /** Sends what was added. */
  void send() {
    for (Buffer buffer : step.buffers) {
      if (buffer.filled > buffer.sent) {
        queue.upload(
            buffer.host.part(buffer.sent, buffer.filled),
            buffer.device.from(buffer.sent),
            buffer.filled - buffer.sent);
        buffer.sent = buffer.filled;
      }
    }
  }
}
