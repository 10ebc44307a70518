package dev.segue.dl4j;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kernels in plain Java for backends whose memory is the host's, in single precision. Values
 * are copied into heap arrays, worked on there by loops that the JIT vectorises, and copied back;
 * the copies cost about a fifth of the arithmetic, and both together far less than the native
 * element-wise operations (docs/performance.md).
 */
final class JavaKernels implements Kernels {

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
  public void gather(INDArray table, int[] songs, INDArray vectors) {
    int size = table.rows();
    float[] all = new float[songs.length * size];
    FloatPointer from = pointer(table);
    for (int position = 0; position < songs.length; position++) {
      from.position((long) songs[position] * size).get(all, position * size, size);
    }
    pointer(vectors).put(all, 0, all.length);
  }

  @Override
  public void scatter(INDArray gradients, int[] songs, INDArray table) {
    int size = table.rows();
    table.assign(0);
    float[] all = read(gradients, new float[songs.length * size]);
    FloatPointer to = pointer(table);
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
        to.position((long) song * size).put(row, 0, size);
        Arrays.fill(row, 0);
      }
    }
  }

  @Override
  public void cellForward(INDArray gates, INDArray before, INDArray cells, INDArray hidden) {
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
    pointer(cells).put(this.cells, 0, values);
    pointer(hidden).put(this.hidden, 0, values);
  }

  @Override
  public void cellBackward(
      INDArray gates,
      INDArray before,
      INDArray cells,
      INDArray hiddenGradient,
      INDArray cellGradient) {
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
    pointer(cellGradient).put(this.cells, 0, values);
  }

  @Override
  public double softmax(
      INDArray logits,
      INDArray bias,
      int[] targets,
      int first,
      double scale,
      INDArray biasGradient) {
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
    FloatPointer pointer = pointer(logits);
    double loss = 0;
    for (int position = 0; position < logits.columns(); position++) {
      pointer.position((long) position * songs).get(row, 0, songs);
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
    pointer(biasGradient).put(this.biasGradient, 0, songs);
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

  private void readGates(INDArray from, int size, int playlists) {
    read(from, gates);
    for (int playlist = 0; playlist < playlists; playlist++) {
      int at = playlist * size;
      System.arraycopy(gates, 4 * at, input, at, size);
      System.arraycopy(gates, 4 * at + size, forget, at, size);
      System.arraycopy(gates, 4 * at + 2 * size, output, at, size);
      System.arraycopy(gates, 4 * at + 3 * size, candidate, at, size);
    }
  }

  private void writeGates(INDArray to, int size, int playlists) {
    for (int playlist = 0; playlist < playlists; playlist++) {
      int at = playlist * size;
      System.arraycopy(input, at, gates, 4 * at, size);
      System.arraycopy(forget, at, gates, 4 * at + size, size);
      System.arraycopy(output, at, gates, 4 * at + 2 * size, size);
      System.arraycopy(candidate, at, gates, 4 * at + 3 * size, size);
    }
    pointer(to).put(gates, 0, 4 * size * playlists);
  }

  private static FloatPointer pointer(INDArray array) {
    return (FloatPointer) array.data().addressPointer();
  }

  private static float[] read(INDArray from, float[] to) {
    pointer(from).get(to, 0, (int) from.length());
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
