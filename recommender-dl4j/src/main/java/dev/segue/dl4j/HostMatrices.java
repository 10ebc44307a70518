package dev.segue.dl4j;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.segue.lstm.network.MemoryFeatures;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The kernels for the host's memory in single precision: products by OpenBLAS, called directly, and
 * everything else in plain Java. Values are copied into heap arrays, processed there by loops that
 * the JIT vectorises, and copied back. The copies cost about a fifth of the arithmetic, and both
 * together far less than the native element-wise operations (docs/performance.md).
 */
final class HostMatrices implements MatrixKernels {

  private final HostCells hostCells = new HostCells();
  private final HostSoftmax hostSoftmax = new HostSoftmax();

  /** Scratch arrays, used for different values in each operation. */
  private final float[][] scratch = new float[4][0];

  @Override
  public void multiply(
      boolean transposeA, Matrix a, boolean transposeB, Matrix b, double beta, Matrix c) {
    cblas_sgemm(
        CblasColMajor,
        transposeA ? CblasTrans : CblasNoTrans,
        transposeB ? CblasTrans : CblasNoTrans,
        c.rows(),
        c.columns(),
        transposeA ? a.rows() : a.columns(),
        1,
        a.pointer(),
        a.rows(),
        b.pointer(),
        b.rows(),
        (float) beta,
        c.pointer(),
        c.rows());
  }

  @Override
  public void clear(Matrix matrix) {
    FloatPointer start = matrix.pointer();
    Pointer bytes = new BytePointer(start).position(start.position() * Float.BYTES);
    Pointer.memset(bytes, 0, (long) matrix.length() * Float.BYTES);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    to.write(from.read(new float[from.length()]));
  }

  @Override
  public void fillColumns(Matrix vector, Matrix matrix) {
    int rows = matrix.rows();
    float[] values = new float[matrix.length()];
    vector.pointer().get(values, 0, rows);
    for (int filled = rows; filled < values.length; filled *= 2) {
      System.arraycopy(values, 0, values, filled, Math.min(filled, values.length - filled));
    }
    matrix.write(values);
  }

  @Override
  public void sumColumns(Matrix matrix, Matrix sum) {
    int rows = matrix.rows();
    float[] values = matrix.read(new float[matrix.length()]);
    float[] column = new float[rows];
    float[] total = new float[rows];
    for (int from = 0; from < values.length; from += rows) {
      System.arraycopy(values, from, column, 0, rows);
      VectorLoops.add(total, column, rows);
    }
    sum.write(total);
  }

  @Override
  public void gather(Matrix table, int[] songs, Matrix vectors) {
    int size = table.rows();
    float[] all = new float[songs.length * size];
    FloatPointer from = table.pointer();
    long start = from.position();
    for (int position = 0; position < songs.length; position++) {
      from.position(start + (long) songs[position] * size).get(all, position * size, size);
    }
    vectors.write(all);
  }

  @Override
  public void put(Matrix vectors, int[] songs, Matrix table) {
    int size = table.rows();
    float[] all = vectors.read(new float[songs.length * size]);
    FloatPointer to = table.pointer();
    long start = to.position();
    for (int position = 0; position < songs.length; position++) {
      to.position(start + (long) songs[position] * size).put(all, position * size, size);
    }
  }

  @Override
  public void scatter(Matrix gradients, int[] songs, Matrix table) {
    int size = table.rows();
    float[] all = gradients.read(new float[songs.length * size]);
    FloatPointer to = table.pointer();
    long start = to.position();
    // Positions in the order of their songs: each touched row is read, summed and written once.
    long[] order = new long[songs.length];
    for (int position = 0; position < order.length; position++) {
      order[position] = ((long) songs[position] << 32) | position;
    }
    Arrays.sort(order);
    float[] row = new float[size];
    for (int place = 0; place < order.length; place++) {
      int song = (int) (order[place] >>> 32);
      int position = (int) order[place];
      to.position(start + (long) song * size);
      if (place == 0 || (int) (order[place - 1] >>> 32) != song) {
        to.get(row, 0, size);
      }
      for (int i = 0; i < size; i++) {
        row[i] += all[position * size + i];
      }
      if (place + 1 == order.length || (int) (order[place + 1] >>> 32) != song) {
        to.put(row, 0, size);
      }
    }
  }

  @Override
  public void add(Matrix from, Matrix to) {
    int length = to.length();
    float[] sum = to.read(scratch(0, length));
    VectorLoops.add(sum, from.read(scratch(1, length)), length);
    to.write(sum);
  }

  @Override
  public double squares(Matrix matrix) {
    int length = matrix.length();
    float[] values = matrix.read(scratch(0, length));
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < length; j += 4) {
      a += values[j] * values[j];
      b += values[j + 1] * values[j + 1];
      c += values[j + 2] * values[j + 2];
      d += values[j + 3] * values[j + 3];
    }
    for (; j < length; j++) {
      a += values[j] * values[j];
    }
    return a + b + c + d;
  }

  @Override
  public void addProducts(Matrix a, Matrix b, Matrix products) {
    int size = a.rows();
    float[] pairs = a.read(new float[a.length()]);
    VectorLoops.product(pairs, pairs, b.read(new float[b.length()]), pairs.length);
    float[] sums = products.read(new float[products.length()]);
    for (int column = 0; column < sums.length; column++) {
      float sum = 0;
      for (int i = column * size; i < (column + 1) * size; i++) {
        sum += pairs[i];
      }
      sums[column] += sum;
    }
    products.write(sums);
  }

  @Override
  public void addScaled(Matrix factors, Matrix columns, Matrix sums) {
    int size = columns.rows();
    float[] each = factors.read(new float[factors.length()]);
    float[] factor = new float[columns.length()];
    for (int column = 0; column < each.length; column++) {
      Arrays.fill(factor, column * size, (column + 1) * size, each[column]);
    }
    float[] sum = sums.read(new float[sums.length()]);
    VectorLoops.addProduct(sum, factor, columns.read(new float[columns.length()]), sum.length);
    sums.write(sum);
  }

  @Override
  public void drawMask(double columnRate, double rate, SplittableRandom random, Matrix mask) {
    int length = mask.length();
    int rows = mask.rows();
    float[] values = scratch(0, length);
    float kept = (float) (1 / ((1 - columnRate) * (1 - rate)));
    long limit = Math.round(rate * (1L << 32)) + Integer.MIN_VALUE;
    for (int from = 0; from < length; from += rows) {
      float value = columnRate > 0 && random.nextDouble() < columnRate ? 0 : kept;
      for (int i = from; i < from + rows; i++) {
        values[i] = random.nextInt() < limit ? 0 : value;
      }
    }
    mask.write(values);
  }

  @Override
  public void scale(Matrix mask, Matrix values) {
    int length = values.length();
    float[] product = values.read(scratch(0, length));
    VectorLoops.product(product, product, mask.read(scratch(1, length)), length);
    values.write(product);
  }

  @Override
  public void addFeatures(
      Matrix features, Composition composition, int from, int to, Matrix vectors) {
    float[][] rows = columns(features);
    int size = vectors.rows();
    float[] vector = new float[size];
    FloatPointer pointer = vectors.pointer();
    long start = pointer.position();
    for (int song = from; song < to; song++) {
      pointer.position(start + (long) song * size).get(vector, 0, size);
      int[] numbers = composition.rows()[song];
      for (int i = 0; i < numbers.length; i++) {
        VectorLoops.addScaled(vector, composition.weights()[song][i], rows[numbers[i]], size);
      }
      pointer.put(vector, 0, size);
    }
  }

  @Override
  public void addFeatureGradients(
      Matrix gradients, Composition composition, int from, int to, Matrix features) {
    float[][] rows = columns(features);
    int size = gradients.rows();
    float[] gradient = new float[size];
    FloatPointer pointer = gradients.pointer();
    long start = pointer.position();
    for (int song = from; song < to; song++) {
      pointer.position(start + (long) song * size).get(gradient, 0, size);
      int[] numbers = composition.rows()[song];
      for (int i = 0; i < numbers.length; i++) {
        VectorLoops.addScaled(rows[numbers[i]], composition.weights()[song][i], gradient, size);
      }
    }
    FloatPointer sums = features.pointer();
    long first = sums.position();
    for (int row = 0; row < rows.length; row++) {
      sums.position(first + (long) row * size).put(rows[row], 0, size);
    }
  }

  @Override
  public void addRecency(Matrix weights, int[] recent, int[][] members, int first, Matrix logits) {
    int window = weights.columns();
    float[] weight = weights.read(new float[window]);
    FloatBuffer values = buffer(logits);
    for (int position = 0; position < logits.columns(); position++) {
      int column = position * logits.rows();
      for (int ago = 0; ago < window; ago++) {
        int group = recent[(first + position) * window + ago];
        if (group >= 0) {
          for (int song : members[group]) {
            values.put(column + song, values.get(column + song) + weight[ago]);
          }
        }
      }
    }
  }

  @Override
  public void addRecencyGradients(
      Matrix gradients, int[] recent, int[][] members, int first, Matrix weights) {
    int window = weights.columns();
    float[] sums = weights.read(new float[window]);
    FloatBuffer values = buffer(gradients);
    for (int position = 0; position < gradients.columns(); position++) {
      int column = position * gradients.rows();
      for (int ago = 0; ago < window; ago++) {
        int group = recent[(first + position) * window + ago];
        if (group >= 0) {
          for (int song : members[group]) {
            sums[ago] += values.get(column + song);
          }
        }
      }
    }
    weights.write(sums);
  }

  @Override
  public void addMemory(Matrix weights, MemoryFeatures[] features, int[][] rows, Matrix logits) {
    float[] weight = new float[weights.rows()];
    FloatBuffer values = buffer(logits);
    for (int position = 0; position < logits.columns(); position++) {
      weights.columns(position, position + 1).read(weight);
      int column = position * logits.rows();
      MemoryFeatures songs = features[position];
      int[] row = rows[position];
      for (int i = 0; i < songs.size(); i++) {
        if (row[i] >= 0) {
          values.put(column + row[i], values.get(column + row[i]) + songs.score(i, weight));
        }
      }
    }
  }

  @Override
  public void addMemoryGradients(
      Matrix gradients, MemoryFeatures[] features, int[][] rows, Matrix weights) {
    float[] sums = new float[weights.rows()];
    FloatBuffer values = buffer(gradients);
    for (int position = 0; position < gradients.columns(); position++) {
      Matrix weight = weights.columns(position, position + 1);
      weight.read(sums);
      int column = position * gradients.rows();
      MemoryFeatures songs = features[position];
      int[] row = rows[position];
      for (int i = 0; i < songs.size(); i++) {
        if (row[i] >= 0) {
          songs.addGradient(i, values.get(column + row[i]), sums);
        }
      }
      weight.write(sums);
    }
  }

  @Override
  public void adam(AdamStep step, Matrix values, Matrix mean, Matrix variance, Matrix gradient) {
    int length = values.length();
    float[] p = values.read(scratch(0, length));
    float[] m = mean.read(scratch(1, length));
    float[] v = variance.read(scratch(2, length));
    step.apply(p, m, v, gradient.read(scratch(3, length)), length);
    values.write(p);
    mean.write(m);
    variance.write(v);
  }

  @Override
  public void cellForward(Matrix gates, Matrix before, Matrix cells, Matrix hidden) {
    hostCells.forward(gates, before, cells, hidden);
  }

  @Override
  public void cellBackward(
      Matrix gates, Matrix before, Matrix cells, Matrix hiddenGradient, Matrix cellGradient) {
    hostCells.backward(gates, before, cells, hiddenGradient, cellGradient);
  }

  @Override
  public double softmax(
      Matrix logits,
      Matrix bias,
      int[] targets,
      int first,
      double scale,
      double smoothing,
      Matrix biasGradient) {
    return hostSoftmax.full(logits, bias, targets, first, scale, smoothing, biasGradient);
  }

  @Override
  public double sampledSoftmax(
      Matrix logits,
      Matrix bias,
      Matrix targetLogits,
      int[] targets,
      double scale,
      Matrix biasGradient) {
    return hostSoftmax.sampled(logits, bias, targetLogits, targets, scale, biasGradient);
  }

  private float[] scratch(int i, int length) {
    if (scratch[i].length < length) {
      scratch[i] = new float[length];
    }
    return scratch[i];
  }

  private static float[][] columns(Matrix matrix) {
    float[][] columns = new float[matrix.columns()][matrix.rows()];
    FloatPointer pointer = matrix.pointer();
    long start = pointer.position();
    for (int column = 0; column < columns.length; column++) {
      pointer.position(start + (long) column * matrix.rows()).get(columns[column]);
    }
    return columns;
  }

  /** A view of the values, for access to a few scattered ones. */
  private static FloatBuffer buffer(Matrix matrix) {
    FloatPointer start = matrix.pointer();
    return start.limit(start.position() + matrix.length()).asBuffer();
  }
}
