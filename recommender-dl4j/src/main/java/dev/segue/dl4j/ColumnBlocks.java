package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Distributes work on the columns of equally shaped matrices over workers, in blocks that fit into
 * the cache of a core. One caller at a time.
 */
final class ColumnBlocks {

  private static final int VALUES_PER_BLOCK = 8192;

  private final Workers workers;
  private final List<Kernels> kernels = new ArrayList<>();

  ColumnBlocks(Workers workers, DataType dataType) {
    this.workers = workers;
    for (int worker = 0; worker < workers.threads(); worker++) {
      kernels.add(Kernels.forBackend(dataType));
    }
  }

  /** Runs the task for all columns of matrices shaped like the one given. */
  void run(Matrix like, Task task) {
    int step = Math.max(1, VALUES_PER_BLOCK / like.rows());
    workers.run(
        workers.threads(),
        worker -> {
          int end = bound(like, worker + 1);
          for (int from = bound(like, worker); from < end; from += step) {
            task.run(kernels.get(worker), from, Math.min(from + step, end));
          }
        });
  }

  /** Runs the task once for each worker's share of the columns. */
  void share(Matrix like, Share task) {
    workers.run(
        workers.threads(),
        worker ->
            task.run(worker, kernels.get(worker), bound(like, worker), bound(like, worker + 1)));
  }

  /**
   * Adds matrices to the first of them.
   *
   * @param matrices of the same shape
   * @return the sum of the squares of the sum's values
   */
  double sum(List<Matrix> matrices) {
    double[] squares = new double[workers.threads()];
    Matrix first = matrices.get(0);
    run(
        first,
        (kernels, from, to) -> {
          Matrix sum = first.columns(from, to);
          for (Matrix matrix : matrices.subList(1, matrices.size())) {
            kernels.matrices().add(matrix.columns(from, to), sum);
          }
          squares[this.kernels.indexOf(kernels)] += kernels.matrices().squares(sum);
        });
    return Arrays.stream(squares).sum();
  }

  private int bound(Matrix like, int worker) {
    return (int) ((long) like.columns() * worker / workers.threads());
  }

  /** Processes a worker's share of the columns: {@code from} to {@code to - 1}. */
  @FunctionalInterface
  interface Share {
    void run(int worker, Kernels kernels, int from, int to);
  }

  /** Processes the columns {@code from} to {@code to - 1}. */
  @FunctionalInterface
  interface Task {
    void run(Kernels kernels, int from, int to);
  }
}
