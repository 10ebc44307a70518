package dev.segue.dl4j;

import dev.segue.lstm.network.MemoryFeatures;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The operations that find songs by their indices, by ND4J's operations. */
final class Nd4jSongs implements SongKernels {

  @Override
  public void gather(Matrix table, int[] songs, Matrix vectors) {
    vectors.array().assign(Nd4j.pullRows(table.array().transpose(), 1, songs).transpose());
  }

  @Override
  public void put(Matrix vectors, int[] songs, Matrix table) {
    for (int position = 0; position < songs.length; position++) {
      table.array().putColumn(songs[position], vectors.array().getColumn(position));
    }
  }

  @Override
  public void scatter(Matrix gradients, int[] songs, Matrix table) {
    // Not by ScatterAdd, whose own threads now and then lose one of two additions to a row.
    for (int position = 0; position < songs.length; position++) {
      INDArray row = table.columns(songs[position], songs[position] + 1).array();
      row.addi(gradients.columns(position, position + 1).array());
    }
  }

  @Override
  public void addFeatures(
      Matrix features, Composition composition, int from, int to, Matrix vectors) {
    for (int song = from; song < to; song++) {
      INDArray vector = vectors.array().getColumn(song);
      int[] rows = composition.rows()[song];
      for (int i = 0; i < rows.length; i++) {
        float weight = composition.weights()[song][i];
        vector.addi(features.array().getColumn(rows[i]).mul(weight));
      }
    }
  }

  @Override
  public void addFeatureGradients(
      Matrix gradients, Composition composition, int from, int to, Matrix features) {
    for (int song = from; song < to; song++) {
      INDArray gradient = gradients.array().getColumn(song);
      int[] rows = composition.rows()[song];
      for (int i = 0; i < rows.length; i++) {
        float weight = composition.weights()[song][i];
        features.array().getColumn(rows[i]).addi(gradient.mul(weight));
      }
    }
  }

  @Override
  public void addRecency(Matrix weights, int[] recent, int[][] members, int first, Matrix logits) {
    int window = weights.columns();
    for (int position = 0; position < logits.columns(); position++) {
      for (int ago = 0; ago < window; ago++) {
        int group = recent[(first + position) * window + ago];
        double weight = weights.array().getDouble(0, ago);
        for (int song : group < 0 ? new int[0] : members[group]) {
          double logit = logits.array().getDouble(song, position);
          logits.array().putScalar(song, position, logit + weight);
        }
      }
    }
  }

  @Override
  public void addRecencyGradients(
      Matrix gradients, int[] recent, int[][] members, int first, Matrix weights) {
    int window = weights.columns();
    for (int position = 0; position < gradients.columns(); position++) {
      for (int ago = 0; ago < window; ago++) {
        int group = recent[(first + position) * window + ago];
        for (int song : group < 0 ? new int[0] : members[group]) {
          double sum = weights.array().getDouble(0, ago);
          weights.array().putScalar(0, ago, sum + gradients.array().getDouble(song, position));
        }
      }
    }
  }

  @Override
  public void addMemory(Matrix weights, MemoryFeatures[] features, int[][] rows, Matrix logits) {
    for (int position = 0; position < logits.columns(); position++) {
      double[] weight = column(weights, position);
      double[] logit = column(logits, position);
      for (int i = 0; i < features[position].size(); i++) {
        int row = rows[position][i];
        for (int feature = 0; row >= 0 && feature < weight.length; feature++) {
          logit[row] += weight[feature] * features[position].value(i, feature);
        }
      }
      put(logit, logits, position);
    }
  }

  @Override
  public void addMemoryGradients(
      Matrix gradients, MemoryFeatures[] features, int[][] rows, Matrix weights) {
    for (int position = 0; position < gradients.columns(); position++) {
      double[] weight = column(weights, position);
      double[] gradient = column(gradients, position);
      for (int i = 0; i < features[position].size(); i++) {
        int row = rows[position][i];
        for (int feature = 0; row >= 0 && feature < weight.length; feature++) {
          weight[feature] += gradient[row] * features[position].value(i, feature);
        }
      }
      put(weight, weights, position);
    }
  }

  private static double[] column(Matrix matrix, int column) {
    return matrix.array().getColumn(column).toDoubleVector();
  }

  private static void put(double[] values, Matrix matrix, int column) {
    matrix.array().getColumn(column).assign(Nd4j.createFromArray(values).castTo(matrix.dataType()));
  }
}
