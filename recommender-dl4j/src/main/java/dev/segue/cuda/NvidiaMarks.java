package dev.segue.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_NOT_READY;
import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventQuery;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.jspecify.annotations.Nullable;

/**
 * The marks of a queue; an event whose mark has passed serves for another. One thread at a time.
 */
final class NvidiaMarks {

  private static final String FAILED = "work on the GPU has failed";

  private final CUstream_st stream;
  private final List<CUevent_st> created = new ArrayList<>();
  private final Deque<CUevent_st> unused = new ArrayDeque<>();
  private boolean closed;

  NvidiaMarks(CUstream_st stream) {
    this.stream = stream;
  }

  CudaQueue.Mark mark() {
    CUevent_st event = unused.isEmpty() ? created() : unused.pop();
    CudaCalls.check(cuEventRecord(event, stream), FAILED);
    return new Mark(event);
  }

  private CUevent_st created() {
    CUevent_st event = new CUevent_st();
    CudaCalls.check(cuEventCreate(event, CU_EVENT_DISABLE_TIMING), "an event");
    created.add(event);
    return event;
  }

  /** Destroys the events of a queue whose work is done: all marks have passed. */
  void close() {
    closed = true;
    created.forEach(event -> cuEventDestroy(event));
  }

  private final class Mark implements CudaQueue.Mark {

    private @Nullable CUevent_st event;

    private Mark(CUevent_st event) {
      this.event = event;
    }

    @Override
    public boolean hasPassed() {
      if (closed || event == null) {
        return true;
      }
      int result = cuEventQuery(event);
      return result != CUDA_ERROR_NOT_READY && passed(event, result);
    }

    @Override
    public void await() {
      if (!closed && event != null) {
        passed(event, cuEventSynchronize(event));
      }
    }

    private boolean passed(CUevent_st recorded, int result) {
      CudaCalls.check(result, FAILED);
      unused.push(recorded);
      event = null;
      return true;
    }
  }
}
