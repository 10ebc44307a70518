package dev.segue.dl4j;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.segue.dl4j.SongVectors.Composition;
import dev.segue.lstm.network.Activations;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The kernels for the host's memory in single precision: products by OpenBLAS, called directly, and
 * everything else in plain Java. Values are copied into heap arrays, worked on there by loops that
 * the JIT vectorises, and copied back; the copies cost about a fifth of the arithmetic, and both
 * together far less than the native element-wise operations (docs/performance.md).
 */
final class HostKernels implements Kernels {

  private float[] gates = {};
  private float[] input = {};
  private float[] forget = {};
  private float[] output = {};
  private float[] candidate = {};
  private float[] before = {};
  private float[] cells = {};
  private float[] squashed = {};
  private float[] hidden = {};
  private float[] cellGradient = {};
  private float[] logits = {};
  private float[] bias = {};
  private float[] biasGradient = {};
  private float[] folded = {};
  private float[] upper = {};

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
    float[] values = read(from, new float[from.length()]);
    to.pointer().put(values, 0, values.length);
  }

  @Override
  public void fillColumns(Matrix vector, Matrix matrix) {
    int rows = matrix.rows();
    float[] values = new float[matrix.length()];
    vector.pointer().get(values, 0, rows);
    for (int filled = rows; filled < values.length; filled *= 2) {
      System.arraycopy(values, 0, values, filled, Math.min(filled, values.length - filled));
    }
    matrix.pointer().put(values, 0, values.length);
  }

  @Override
  public void sumColumns(Matrix matrix, Matrix sum) {
    int rows = matrix.rows();
    float[] values = read(matrix, new float[matrix.length()]);
    float[] column = new float[rows];
    float[] total = new float[rows];
    for (int from = 0; from < values.length; from += rows) {
      System.arraycopy(values, from, column, 0, rows);
      VectorLoops.add(total, column, rows);
    }
    sum.pointer().put(total, 0, rows);
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
    vectors.pointer().put(all, 0, all.length);
  }

  @Override
  public void put(Matrix vectors, int[] songs, Matrix table) {
    int size = table.rows();
    float[] all = read(vectors, new float[songs.length * size]);
    FloatPointer to = table.pointer();
    long start = to.position();
    for (int position = 0; position < songs.length; position++) {
      to.position(start + (long) songs[position] * size).put(all, position * size, size);
    }
  }

  @Override
  public void scatter(Matrix gradients, int[] songs, Matrix table) {
    int size = table.rows();
    float[] all = read(gradients, new float[songs.length * size]);
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
    reserve(to.length());
    VectorLoops.add(read(to, hidden), read(from, before), to.length());
    to.pointer().put(hidden, 0, to.length());
  }

  @Override
  public double squares(Matrix matrix) {
    reserve(matrix.length());
    read(matrix, hidden);
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < matrix.length(); j += 4) {
      a += hidden[j] * hidden[j];
      b += hidden[j + 1] * hidden[j + 1];
      c += hidden[j + 2] * hidden[j + 2];
      d += hidden[j + 3] * hidden[j + 3];
    }
    for (; j < matrix.length(); j++) {
      a += hidden[j] * hidden[j];
    }
    return a + b + c + d;
  }

  @Override
  public void addProducts(Matrix a, Matrix b, Matrix products) {
    int size = a.rows();
    float[] pairs = read(a, new float[a.length()]);
    VectorLoops.product(pairs, pairs, read(b, new float[b.length()]), pairs.length);
    float[] sums = read(products, new float[products.length()]);
    for (int column = 0; column < sums.length; column++) {
      float sum = 0;
      for (int i = column * size; i < (column + 1) * size; i++) {
        sum += pairs[i];
      }
      sums[column] += sum;
    }
    products.pointer().put(sums, 0, sums.length);
  }

  @Override
  public void addScaled(Matrix factors, Matrix columns, Matrix sums) {
    int size = columns.rows();
    float[] each = read(factors, new float[factors.length()]);
    float[] factor = new float[columns.length()];
    for (int column = 0; column < each.length; column++) {
      Arrays.fill(factor, column * size, (column + 1) * size, each[column]);
    }
    float[] sum = read(sums, new float[sums.length()]);
    VectorLoops.addProduct(sum, factor, read(columns, new float[columns.length()]), sum.length);
    sums.pointer().put(sum, 0, sum.length);
  }

  @Override
  public void drawMask(double columns, double share, SplittableRandom random, Matrix mask) {
    int length = mask.length();
    int rows = mask.rows();
    reserve(length);
    float kept = (float) (1 / ((1 - columns) * (1 - share)));
    long limit = Math.round(share * (1L << 32)) + Integer.MIN_VALUE;
    for (int from = 0; from < length; from += rows) {
      float value = columns > 0 && random.nextDouble() < columns ? 0 : kept;
      for (int i = from; i < from + rows; i++) {
        hidden[i] = random.nextInt() < limit ? 0 : value;
      }
    }
    mask.pointer().put(hidden, 0, length);
  }

  @Override
  public void scale(Matrix mask, Matrix values) {
    int length = values.length();
    reserve(length);
    read(values, hidden);
    VectorLoops.product(hidden, hidden, read(mask, before), length);
    values.pointer().put(hidden, 0, length);
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
    FloatPointer to2 = features.pointer();
    long first = to2.position();
    for (int row = 0; row < rows.length; row++) {
      to2.position(first + (long) row * size).put(rows[row], 0, size);
    }
  }

  @Override
  public void addRecency(Matrix weights, int[] recent, int[][] members, int first, Matrix logits) {
    int window = weights.columns();
    float[] weight = read(weights, new float[window]);
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
    float[] sums = read(weights, new float[window]);
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
    weights.pointer().put(sums, 0, window);
  }

  @Override
  public void adam(AdamStep step, Matrix values, Matrix mean, Matrix variance, Matrix gradient) {
    int length = values.length();
    reserve(length);
    float[] p = read(values, hidden);
    float[] m = read(mean, before);
    float[] v = read(variance, cells);
    step.apply(p, m, v, read(gradient, cellGradient), length);
    values.pointer().put(p, 0, length);
    mean.pointer().put(m, 0, length);
    variance.pointer().put(v, 0, length);
  }

  @Override
  public void cellForward(Matrix gates, Matrix before, Matrix cells, Matrix hidden) {
    int size = hidden.rows();
    int playlists = hidden.columns();
    int values = size * playlists;
    reserve(values);
    readGates(gates, size, playlists);
    read(before, this.before);
    Activations.sigmoid(input, values);
    Activations.sigmoid(forget, values);
    Activations.sigmoid(output, values);
    Activations.tanh(candidate, candidate, values);
    VectorLoops.cells(this.cells, forget, this.before, input, candidate, values);
    Activations.tanh(this.cells, squashed, values);
    VectorLoops.product(this.hidden, output, squashed, values);
    writeGates(gates, size, playlists);
    cells.pointer().put(this.cells, 0, values);
    hidden.pointer().put(this.hidden, 0, values);
  }

  @Override
  public void cellBackward(
      Matrix gates, Matrix before, Matrix cells, Matrix hiddenGradient, Matrix cellGradient) {
    int size = cells.rows();
    int playlists = cells.columns();
    int values = size * playlists;
    reserve(values);
    readGates(gates, size, playlists);
    read(before, this.before);
    read(cells, this.cells);
    read(hiddenGradient, hidden);
    read(cellGradient, this.cellGradient);
    Activations.tanh(this.cells, squashed, values);
    VectorLoops.addCellGradient(this.cellGradient, hidden, output, squashed, values);
    VectorLoops.outputGradient(output, hidden, squashed, values);
    // The gradient of the state before the step is needed once the forget gate's value is gone.
    VectorLoops.product(this.cells, this.cellGradient, forget, values);
    VectorLoops.sigmoidGradient(forget, this.cellGradient, this.before, values);
    VectorLoops.product(this.before, input, this.cellGradient, values);
    VectorLoops.sigmoidGradient(input, this.cellGradient, candidate, values);
    VectorLoops.tanhGradient(candidate, this.before, values);
    writeGates(gates, size, playlists);
    cellGradient.pointer().put(this.cells, 0, values);
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
    int songs = logits.rows();
    reserveLogits(songs);
    float[] row = this.logits;
    read(bias, this.bias);
    read(biasGradient, this.biasGradient);
    FloatPointer pointer = logits.pointer();
    long start = pointer.position();
    double loss = 0;
    for (int position = 0; position < logits.columns(); position++) {
      pointer.position(start + (long) position * songs).get(row, 0, songs);
      VectorLoops.add(row, this.bias, songs);
      float max = max(row, songs);
      int target = targets[first + position];
      loss += max - (double) row[target];
      Activations.exp(row, max, songs);
      double sum = sum(row, songs);
      loss += Math.log(sum);
      VectorLoops.scale(row, (float) (scale / sum), songs);
      if (smoothing > 0) {
        VectorLoops.addConstant(row, (float) (-scale * smoothing / songs), songs);
      }
      row[target] -= (float) (scale * (1 - smoothing));
      VectorLoops.add(this.biasGradient, row, songs);
      pointer.put(row, 0, songs);
    }
    biasGradient.pointer().put(this.biasGradient, 0, songs);
    return loss;
  }

  @Override
  public double sampledSoftmax(
      Matrix logits,
      Matrix bias,
      Matrix targetLogits,
      int[] targets,
      double scale,
      Matrix biasGradient) {
    int negatives = logits.rows();
    reserveLogits(negatives + 1);
    float[] row = this.logits;
    read(bias, this.bias);
    read(biasGradient, this.biasGradient);
    float[] own = read(targetLogits, new float[targets.length]);
    FloatPointer pointer = logits.pointer();
    long start = pointer.position();
    double loss = 0;
    for (int position = 0; position < targets.length; position++) {
      pointer.position(start + (long) position * negatives).get(row, 0, negatives);
      VectorLoops.add(row, this.bias, negatives);
      if (targets[position] < negatives) {
        row[targets[position]] = Float.NEGATIVE_INFINITY;
      }
      row[negatives] = own[position];
      float max = max(row, negatives + 1);
      loss += max - (double) own[position];
      Activations.exp(row, max, negatives + 1);
      double sum = sum(row, negatives + 1);
      loss += Math.log(sum);
      VectorLoops.scale(row, (float) (scale / sum), negatives + 1);
      own[position] = row[negatives] - (float) scale;
      VectorLoops.add(this.biasGradient, row, negatives);
      pointer.put(row, 0, negatives);
    }
    targetLogits.pointer().put(own, 0, own.length);
    biasGradient.pointer().put(this.biasGradient, 0, negatives);
    return loss;
  }

  private void reserveLogits(int length) {
    if (logits.length < length) {
      logits = new float[length];
      bias = new float[length];
      biasGradient = new float[length];
      folded = new float[length];
      upper = new float[length];
    }
  }

  private void reserve(int values) {
    if (input.length < values) {
      gates = new float[4 * values];
      input = new float[values];
      forget = new float[values];
      output = new float[values];
      candidate = new float[values];
      before = new float[values];
      cells = new float[values];
      squashed = new float[values];
      hidden = new float[values];
      cellGradient = new float[values];
    }
  }

  private void readGates(Matrix from, int size, int playlists) {
    read(from, gates);
    for (int playlist = 0; playlist < playlists; playlist++) {
      int at = playlist * size;
      System.arraycopy(gates, 4 * at, input, at, size);
      System.arraycopy(gates, 4 * at + size, forget, at, size);
      System.arraycopy(gates, 4 * at + 2 * size, output, at, size);
      System.arraycopy(gates, 4 * at + 3 * size, candidate, at, size);
    }
  }

  private void writeGates(Matrix to, int size, int playlists) {
    for (int playlist = 0; playlist < playlists; playlist++) {
      int at = playlist * size;
      System.arraycopy(input, at, gates, 4 * at, size);
      System.arraycopy(forget, at, gates, 4 * at + size, size);
      System.arraycopy(output, at, gates, 4 * at + 2 * size, size);
      System.arraycopy(candidate, at, gates, 4 * at + 3 * size, size);
    }
    to.pointer().put(gates, 0, 4 * size * playlists);
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

  /** The values where they lie, for those of them that are few and scattered. */
  private static FloatBuffer buffer(Matrix matrix) {
    FloatPointer start = matrix.pointer();
    return start.limit(start.position() + matrix.length()).asBuffer();
  }

  private static float[] read(Matrix from, float[] to) {
    from.pointer().get(to, 0, from.length());
    return to;
  }

  /** The largest value, by folding the upper half onto the lower: no loop carries a value. */
  private float max(float[] values, int n) {
    System.arraycopy(values, 0, folded, 0, n);
    int length = n;
    while (length > 32) {
      int half = length / 2;
      System.arraycopy(folded, length - half, upper, 0, half);
      VectorLoops.max(folded, upper, half);
      length -= half;
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < length; j++) {
      max = Math.max(max, folded[j]);
    }
    return max;
  }

  /** Sums by folding the upper half onto the lower: accurate, and no loop carries a sum. */
  private double sum(float[] values, int n) {
    System.arraycopy(values, 0, folded, 0, n);
    double sum = 0;
    int length = n;
    while (length > 32) {
      int half = length / 2;
      System.arraycopy(folded, length - half, upper, 0, half);
      if (length % 2 == 1) {
        sum += folded[half];
      }
      VectorLoops.add(folded, upper, half);
      length = half;
    }
    for (int j = 0; j < length; j++) {
      sum += folded[j];
    }
    return sum;
  }
}
