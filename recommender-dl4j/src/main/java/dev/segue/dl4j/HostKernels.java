package dev.segue.dl4j;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.Arrays;
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
      add(total, column, rows);
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
  public void scatter(Matrix gradients, int[] songs, Matrix table) {
    int size = table.rows();
    clear(table);
    float[] all = read(gradients, new float[songs.length * size]);
    FloatPointer to = table.pointer();
    long start = to.position();
    // Positions in the order of their songs: each touched row is summed, then written once.
    long[] order = new long[songs.length];
    for (int position = 0; position < order.length; position++) {
      order[position] = ((long) songs[position] << 32) | position;
    }
    Arrays.sort(order);
    float[] row = new float[size];
    for (int place = 0; place < order.length; place++) {
      int song = (int) (order[place] >>> 32);
      int position = (int) order[place];
      for (int i = 0; i < size; i++) {
        row[i] += all[position * size + i];
      }
      if (place + 1 == order.length || (int) (order[place + 1] >>> 32) != song) {
        to.position(start + (long) song * size).put(row, 0, size);
        Arrays.fill(row, 0);
      }
    }
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
    cells(this.cells, forget, this.before, input, candidate, values);
    Activations.tanh(this.cells, squashed, values);
    product(this.hidden, output, squashed, values);
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
    addCellGradient(this.cellGradient, hidden, output, squashed, values);
    outputGradient(output, hidden, squashed, values);
    // The gradient of the state before the step is needed once the forget gate's value is gone.
    product(this.cells, this.cellGradient, forget, values);
    sigmoidGradient(forget, this.cellGradient, this.before, values);
    product(this.before, input, this.cellGradient, values);
    sigmoidGradient(input, this.cellGradient, candidate, values);
    tanhGradient(candidate, this.before, values);
    writeGates(gates, size, playlists);
    cellGradient.pointer().put(this.cells, 0, values);
  }

  @Override
  public double softmax(
      Matrix logits, Matrix bias, int[] targets, int first, double scale, Matrix biasGradient) {
    int songs = logits.rows();
    if (this.logits.length < songs) {
      this.logits = new float[songs];
      this.bias = new float[songs];
      this.biasGradient = new float[songs];
      folded = new float[songs];
      upper = new float[songs];
    }
    float[] row = this.logits;
    read(bias, this.bias);
    read(biasGradient, this.biasGradient);
    FloatPointer pointer = logits.pointer();
    long start = pointer.position();
    double loss = 0;
    for (int position = 0; position < logits.columns(); position++) {
      pointer.position(start + (long) position * songs).get(row, 0, songs);
      add(row, this.bias, songs);
      float max = max(row, songs);
      int target = targets[first + position];
      loss += max - (double) row[target];
      Activations.exp(row, max, songs);
      double sum = sum(row, songs);
      loss += Math.log(sum);
      scale(row, (float) (scale / sum), songs);
      row[target] -= (float) scale;
      add(this.biasGradient, row, songs);
      pointer.put(row, 0, songs);
    }
    biasGradient.pointer().put(this.biasGradient, 0, songs);
    return loss;
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

  private static float[] read(Matrix from, float[] to) {
    from.pointer().get(to, 0, from.length());
    return to;
  }

  // Each loop stores to one array and is compiled to vector instructions.

  private static void cells(float[] c, float[] f, float[] before, float[] i, float[] g, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = f[j] * before[j] + i[j] * g[j];
    }
  }

  private static void product(float[] to, float[] one, float[] other, int n) {
    for (int j = 0; j < n; j++) {
      to[j] = one[j] * other[j];
    }
  }

  private static void addCellGradient(float[] dc, float[] dh, float[] o, float[] tanhC, int n) {
    for (int j = 0; j < n; j++) {
      dc[j] += dh[j] * o[j] * (1 - tanhC[j] * tanhC[j]);
    }
  }

  private static void outputGradient(float[] o, float[] dh, float[] tanhC, int n) {
    for (int j = 0; j < n; j++) {
      o[j] = dh[j] * tanhC[j] * o[j] * (1 - o[j]);
    }
  }

  private static void sigmoidGradient(float[] gate, float[] dc, float[] factor, int n) {
    for (int j = 0; j < n; j++) {
      gate[j] = dc[j] * factor[j] * gate[j] * (1 - gate[j]);
    }
  }

  private static void tanhGradient(float[] g, float[] gradient, int n) {
    for (int j = 0; j < n; j++) {
      g[j] = gradient[j] * (1 - g[j] * g[j]);
    }
  }

  private static void add(float[] to, float[] from, int n) {
    for (int j = 0; j < n; j++) {
      to[j] += from[j];
    }
  }

  private static void scale(float[] values, float factor, int n) {
    for (int j = 0; j < n; j++) {
      values[j] *= factor;
    }
  }

  private static float max(float[] values, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      max = Math.max(max, values[j]);
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
      add(folded, upper, half);
      length = half;
    }
    for (int j = 0; j < length; j++) {
      sum += folded[j];
    }
    return sum;
  }
}
