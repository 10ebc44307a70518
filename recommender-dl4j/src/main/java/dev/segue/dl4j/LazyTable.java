package dev.segue.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A table with a column per song, of which a step touches few. The workers learn from a copy of the
 * columns touched, and {@linkplain AdamStep Adam} moves these alone, with the moments that they had
 * when they were touched last: the cost of a step does not grow with the table. That is not quite
 * Adam, whose moments fade, and go on to move a parameter, in steps that have no gradient for it.
 * ("Lazy Adam"; TensorFlow Addons and PyTorch's {@code SparseAdam} do the same.)
 */
final class LazyTable implements ParameterUpdate {

  private final Adam adam;
  private final Matrix table;
  private final Matrix mean;
  private final Matrix variance;
  private final Workers workers;
  private final List<Kernels> kernels;
  private final List<Matrix> gradients;
  private int[] touched = {};
  private Matrix values;
  private Matrix touchedMean;
  private Matrix touchedVariance;

  /**
   * Makes the update of a table.
   *
   * @param adam step size and decay
   * @param table {@code [size, songs]}, moved by each update
   * @param workers the threads to use
   */
  LazyTable(Adam adam, Matrix table, Workers workers) {
    this.adam = adam;
    this.table = table;
    this.workers = workers;
    mean = Matrix.zeros(table.dataType(), table.rows(), table.columns());
    variance = Matrix.zeros(table.dataType(), table.rows(), table.columns());
    values = Matrix.zeros(table.dataType(), table.rows(), 1);
    touchedMean = values.reserve(2);
    touchedVariance = values.reserve(2);
    kernels = new ArrayList<>();
    gradients = new ArrayList<>();
    for (int worker = 0; worker < workers.threads(); worker++) {
      kernels.add(Kernels.forBackend(table.dataType()));
      gradients.add(values.reserve(2));
    }
  }

  /**
   * Begins a step.
   *
   * @param songs those that the step touches, all different
   */
  void touch(int[] songs) {
    touched = songs;
    values = values.reserve(songs.length);
    touchedMean = touchedMean.reserve(songs.length);
    touchedVariance = touchedVariance.reserve(songs.length);
    gradients.replaceAll(gradient -> gradient.reserve(songs.length));
    share((kernels, from, to) -> kernels.gather(table, some(from, to), values.columns(from, to)));
  }

  /** {@code [size, touched]}: the columns touched, in the order given. */
  Matrix values() {
    return values.columns(0, touched.length);
  }

  /** {@code [size, touched]}: for a worker's gradient. */
  Matrix gradient(int worker) {
    return gradients.get(worker).columns(0, touched.length);
  }

  @Override
  public double sum(int parts) {
    double[] squares = new double[workers.threads()];
    share(
        (kernels, from, to) -> {
          Matrix sum = gradient(0).columns(from, to);
          for (int worker = 1; worker < parts; worker++) {
            kernels.add(gradient(worker).columns(from, to), sum);
          }
          squares[this.kernels.indexOf(kernels)] = kernels.squares(sum);
        });
    return Arrays.stream(squares).sum();
  }

  @Override
  public void update(double factor, int iteration, int epoch) {
    AdamStep step = AdamStep.of(adam, iteration, epoch, factor);
    share(
        (kernels, from, to) -> {
          int[] songs = some(from, to);
          Matrix m = touchedMean.columns(from, to);
          Matrix v = touchedVariance.columns(from, to);
          kernels.gather(mean, songs, m);
          kernels.gather(variance, songs, v);
          kernels.adam(step, values.columns(from, to), m, v, gradient(0).columns(from, to));
          kernels.put(m, songs, mean);
          kernels.put(v, songs, variance);
          kernels.put(values.columns(from, to), songs, table);
        });
  }

  private int[] some(int from, int to) {
    return Arrays.copyOfRange(touched, from, to);
  }

  /** Runs the part on ranges of the columns touched, one for each worker. */
  private void share(Part part) {
    int threads = workers.threads();
    int[] bounds =
        IntStream.rangeClosed(0, threads)
            .map(i -> (int) ((long) touched.length * i / threads))
            .toArray();
    workers.run(
        threads,
        worker -> {
          if (bounds[worker] < bounds[worker + 1]) {
            part.run(kernels.get(worker), bounds[worker], bounds[worker + 1]);
          }
        });
  }

  @FunctionalInterface
  private interface Part {
    void run(Kernels kernels, int from, int to);
  }
}
