package dev.segue.dl4j;

import dev.segue.lstm.network.MemoryFeatures;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/** The operations that find songs by their indices, in the host's memory in single precision. */
final class HostSongs implements SongKernels {

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
