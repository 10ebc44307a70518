package dev.segue.dl4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import dev.segue.lstm.network.MemoryFeatures;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterAdd;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The kernels by ND4J's operations only: for any backend, in single and double precision. */
final class Nd4jMatrices implements MatrixKernels {

  @Override
  public void multiply(
      boolean transposeA, Matrix a, boolean transposeB, Matrix b, double beta, Matrix c) {
    Nd4j.gemm(a.array(), b.array(), c.array(), transposeA, transposeB, 1, beta);
  }

  @Override
  public void clear(Matrix matrix) {
    matrix.array().assign(0);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    to.array().assign(from.array());
  }

  @Override
  public void fillColumns(Matrix vector, Matrix matrix) {
    matrix.array().assign(0).addiColumnVector(vector.array());
  }

  @Override
  public void sumColumns(Matrix matrix, Matrix sum) {
    sum.array().assign(matrix.array().sum(true, 1));
  }

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
    INDArray rows = Nd4j.create(table.dataType(), table.columns(), table.rows());
    INDArray updates = gradients.array().transpose().dup('c');
    INDArray sums = Nd4j.exec(new ScatterAdd(rows, Nd4j.createFromArray(songs), updates))[0];
    table.array().addi(sums.transpose());
  }

  @Override
  public void add(Matrix from, Matrix to) {
    to.array().addi(from.array());
  }

  @Override
  public double squares(Matrix matrix) {
    double norm = matrix.array().norm2Number().doubleValue();
    return norm * norm;
  }

  @Override
  public void addProducts(Matrix a, Matrix b, Matrix products) {
    products.array().addi(a.array().mul(b.array()).sum(true, 0));
  }

  @Override
  public void addScaled(Matrix factors, Matrix columns, Matrix sums) {
    sums.array().addi(columns.array().mulRowVector(factors.array()));
  }

  @Override
  public void drawMask(double columnRate, double rate, SplittableRandom random, Matrix mask) {
    float kept = (float) (1 / ((1 - columnRate) * (1 - rate)));
    float[] values = new float[mask.length()];
    for (int from = 0; from < values.length; from += mask.rows()) {
      float value = random.nextDouble() < columnRate ? 0 : kept;
      for (int i = from; i < from + mask.rows(); i++) {
        values[i] = random.nextDouble() < rate ? 0 : value;
      }
    }
    mask.array().assign(Nd4j.create(values, mask.array().shape(), 'f').castTo(mask.dataType()));
  }

  @Override
  public void scale(Matrix mask, Matrix values) {
    values.array().muli(mask.array());
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

  @Override
  public void adam(AdamStep step, Matrix values, Matrix mean, Matrix variance, Matrix gradient) {
    INDArray slope = gradient.array().mul(step.clip());
    mean.array().muli(step.beta1()).addi(slope.mul(1 - step.beta1()));
    variance.array().muli(step.beta2()).addi(slope.mul(slope).muli(1 - step.beta2()));
    INDArray root = Transforms.sqrt(variance.array(), true).addi(step.epsilon());
    values.array().muli(step.kept()).subi(mean.array().div(root).muli(step.rate()));
  }

  @Override
  public void cellForward(Matrix gates, Matrix before, Matrix cells, Matrix hidden) {
    INDArray input = Transforms.sigmoid(gate(gates, 0), false);
    INDArray forget = Transforms.sigmoid(gate(gates, 1), false);
    INDArray output = Transforms.sigmoid(gate(gates, 2), false);
    INDArray candidate = Transforms.tanh(gate(gates, 3), false);
    INDArray after = forget.mul(before.array()).addi(input.mul(candidate));
    cells.array().assign(after);
    hidden.array().assign(Transforms.tanh(after, false).muli(output));
    setGates(gates, input, forget, output, candidate);
  }

  @Override
  public void cellBackward(
      Matrix gates, Matrix before, Matrix cells, Matrix hiddenGradient, Matrix cellGradient) {
    INDArray input = gate(gates, 0);
    INDArray forget = gate(gates, 1);
    INDArray output = gate(gates, 2);
    INDArray candidate = gate(gates, 3);
    INDArray gradient = hiddenGradient.array();
    INDArray squashed = Transforms.tanh(cells.array(), true);
    INDArray cell =
        gradient.mul(output).muli(squashed.mul(squashed).rsubi(1)).addi(cellGradient.array());
    setGates(
        gates,
        cell.mul(candidate).muli(sigmoidSlope(input)),
        cell.mul(before.array()).muli(sigmoidSlope(forget)),
        gradient.mul(squashed).muli(sigmoidSlope(output)),
        cell.mul(input).muli(candidate.mul(candidate).rsubi(1)));
    cellGradient.array().assign(cell.muli(forget));
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
    INDArray values = logits.array();
    values.addiColumnVector(bias.array().transpose());
    values.subiRowVector(values.max(true, 0));
    double loss = 0;
    for (int position = 0; position < logits.columns(); position++) {
      loss -= values.getDouble(targets[first + position], position);
    }
    Transforms.exp(values, false);
    INDArray sums = values.sum(true, 0);
    loss += Transforms.log(sums, true).sumNumber().doubleValue();
    values.diviRowVector(sums).subi(smoothing / logits.rows()).muli(scale);
    for (int position = 0; position < logits.columns(); position++) {
      int target = targets[first + position];
      double own = values.getDouble(target, position) - scale * (1 - smoothing);
      values.putScalar(target, position, own);
    }
    biasGradient.array().addi(values.sum(true, 1).transpose());
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
    INDArray own = targetLogits.array();
    INDArray values = logits.array().addiColumnVector(bias.array().transpose());
    for (int position = 0; position < targets.length; position++) {
      if (targets[position] < logits.rows()) {
        values.putScalar(targets[position], position, Double.NEGATIVE_INFINITY);
      }
    }
    INDArray max = Transforms.max(values.max(true, 0), own);
    double loss = -own.subi(max).sumNumber().doubleValue();
    Transforms.exp(values.subiRowVector(max), false);
    Transforms.exp(own, false);
    INDArray sums = values.sum(true, 0).addi(own);
    loss += Transforms.log(sums, true).sumNumber().doubleValue();
    values.diviRowVector(sums).muli(scale);
    own.divi(sums).subi(1).muli(scale);
    biasGradient.array().addi(values.sum(true, 1).transpose());
    return loss;
  }

  private static INDArray sigmoidSlope(INDArray activation) {
    return activation.rsub(1).muli(activation);
  }

  /** A copy of one gate's rows. */
  private static INDArray gate(Matrix gates, int gate) {
    return gateView(gates, gate).dup('f');
  }

  private static void setGates(Matrix gates, INDArray... values) {
    for (int gate = 0; gate < values.length; gate++) {
      gateView(gates, gate).assign(values[gate]);
    }
  }

  private static INDArray gateView(Matrix gates, int gate) {
    long hidden = gates.rows() / 4;
    return gates.array().get(interval(gate * hidden, (gate + 1) * hidden), all());
  }
}
