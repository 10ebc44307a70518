package dev.segue.dl4j;

import dev.segue.cuda.CudaQueue;
import dev.segue.cuda.DeviceArray;
import dev.segue.cuda.DeviceMatrix;
import dev.segue.cuda.HostArray;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The update of all parameters on a device by {@linkplain AdamStep Adam}, after the gradient is
 * clipped by its global norm. What a step has found stays on the device, which decides with it, and
 * comes to the host later. One thread at a time.
 */
final class CudaUpdate {

  private static final int THREADS = 256;

  /** {@code Found} in update.cu: two numbers in double precision, one in single, an integer. */
  private static final int FOUND = 6;

  /** How many numbers a kernel counts in 32 bits, with room to spare. */
  private static final long MOST_AT_ONCE = 1 << 30;

  /** More steps than are ever under way. */
  private static final int SLOTS = 16;

  private final CudaQueue queue;
  private final CudaParameters parameters;
  private final Adam adam;
  private final double gradientClip;
  private final double weightDecay;
  private final int blocks;
  private final DeviceArray squares;
  private final DeviceArray found;
  private final Deque<Result> results = new ArrayDeque<>();

  CudaUpdate(
      CudaQueue queue,
      CudaParameters parameters,
      Hyperparameters.Optimisation optimisation,
      double weightDecay,
      int multiprocessors) {
    this.queue = queue;
    this.parameters = parameters;
    this.adam = (Adam) optimisation.optimiser();
    this.gradientClip = optimisation.gradientClip();
    this.weightDecay = weightDecay;
    this.blocks = 4 * multiprocessors;
    // The dense parameters, and up to four tables; sums in double precision.
    this.squares = queue.allocate(2L * 5 * blocks);
    this.found = queue.allocate(FOUND);
    for (int i = 0; i < SLOTS; i++) {
      results.add(new Result(queue.allocateHost(FOUND)));
    }
  }

  /**
   * Updates the parameters, unless a number is not finite.
   *
   * @param losses {@code [positions]} of the step, in nats
   * @param tables of which the step has touched some columns
   * @param learningRateFactor what the optimiser's learning rate is multiplied by
   * @param iteration number of the step from 0
   * @param epoch number of the epoch from 0
   * @return what the step has found, when it is done
   */
  TrainingNetwork.Learnt update(
      DeviceArray losses,
      List<CudaTable> tables,
      double learningRateFactor,
      int iteration,
      int epoch) {
    int clip = 1; // the device clips
    AdamStep step =
        AdamStep.of(adam, new UpdateStep(clip, learningRateFactor, weightDecay, iteration, epoch));
    int sums = sumSquares(parameters.gradients(), 0);
    for (CudaTable table : tables) {
      sums = sumSquares(table.gradient().values(), sums);
    }
    queue.launch(
        "find",
        1,
        THREADS,
        losses,
        (int) losses.length(),
        squares,
        sums,
        (float) gradientClip,
        found);
    Result result = results.remove();
    result.settle();
    queue.download(found, result.there, FOUND);
    adam(step);
    tables.forEach(table -> adamRows(step, table));
    Result next = new Result(result.there);
    next.mark = queue.mark();
    results.add(next);
    return next;
  }

  private int sumSquares(DeviceArray gradients, int before) {
    queue.launch(
        "sumSquares",
        blocks,
        THREADS,
        gradients,
        Math.toIntExact(gradients.length()),
        squares.from(2L * before));
    return before + blocks;
  }

  private void adam(AdamStep step) {
    queue.launch(
        "adam",
        blocks,
        THREADS,
        parameters.denseValues(),
        parameters.denseMeans(),
        parameters.denseVariances(),
        parameters.gradients(),
        Math.toIntExact(parameters.gradients().length()),
        (float) step.rate(),
        (float) step.beta1(),
        (float) step.beta2(),
        (float) step.epsilon(),
        (float) step.kept(),
        found);
  }

  private void adamRows(AdamStep step, CudaTable table) {
    DeviceMatrix gradient = table.gradient();
    queue.launch(
        "adamRows",
        table.touched(),
        THREADS,
        parameters.values(table.tensor()).values(),
        parameters.means(table.tensor()).values(),
        parameters.variances(table.tensor()).values(),
        table.columns(),
        gradient.values(),
        gradient.rows(),
        (float) step.rate(),
        (float) step.beta1(),
        (float) step.beta2(),
        (float) step.epsilon(),
        (float) step.kept(),
        found);
  }

  /** Moves the average of the parameters towards them, or begins it. */
  void average(double share) {
    DeviceArray average = parameters.average().orElse(null);
    if (average == null) {
      parameters.beginAverage();
    } else {
      for (long from = 0; from < average.length(); from += MOST_AT_ONCE) {
        queue.launch(
            "moveAverage",
            blocks,
            THREADS,
            average.from(from),
            parameters.values().from(from),
            (int) Math.min(MOST_AT_ONCE, average.length() - from),
            (float) share,
            found);
      }
    }
  }

  /** What a step has found, on its way to the host. */
  private static final class Result implements TrainingNetwork.Learnt {

    private final HostArray there;
    private CudaQueue.@Nullable Mark mark;
    private TrainingNetwork.@Nullable Known known;

    private Result(HostArray there) {
      this.there = there;
    }

    /** Waits, and reads the numbers before others take their place. */
    private void settle() {
      if (known == null && mark != null) {
        mark.await();
        known = new TrainingNetwork.Known(there.bytes().getDouble(0), there.bytes().getDouble(8));
      }
    }

    @Override
    public boolean isKnown() {
      return known != null || Objects.requireNonNull(mark).hasPassed();
    }

    @Override
    public double loss() {
      settle();
      return Objects.requireNonNull(known).loss();
    }

    @Override
    public double gradientNorm() {
      settle();
      return Objects.requireNonNull(known).gradientNorm();
    }
  }
}
