package dev.segue.dl4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterAdd;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The kernels in ND4J operations alone: any backend, single and double precision. */
final class Nd4jKernels implements Kernels {

  @Override
  public void gather(INDArray table, int[] songs, INDArray vectors) {
    vectors.assign(Nd4j.pullRows(table.transpose(), 1, songs).transpose());
  }

  @Override
  public void scatter(INDArray gradients, int[] songs, INDArray table) {
    INDArray rows = Nd4j.create(table.dataType(), table.columns(), table.rows());
    INDArray result =
        Nd4j.exec(
            new ScatterAdd(rows, Nd4j.createFromArray(songs), gradients.transpose().dup('c')))[0];
    table.assign(result.transpose());
  }

  @Override
  public void cellForward(INDArray gates, INDArray before, INDArray cells, INDArray hidden) {
    INDArray input = Transforms.sigmoid(gate(gates, 0), true);
    INDArray forget = Transforms.sigmoid(gate(gates, 1), true);
    INDArray output = Transforms.sigmoid(gate(gates, 2), true);
    INDArray candidate = Transforms.tanh(gate(gates, 3), true);
    cells.assign(forget.mul(before).addi(input.mul(candidate)));
    hidden.assign(Transforms.tanh(cells, true).muli(output));
    assign(gates, input, forget, output, candidate);
  }

  @Override
  public void cellBackward(
      INDArray gates,
      INDArray before,
      INDArray cells,
      INDArray hiddenGradient,
      INDArray cellGradient) {
    INDArray input = gate(gates, 0);
    INDArray forget = gate(gates, 1);
    INDArray output = gate(gates, 2);
    INDArray candidate = gate(gates, 3);
    INDArray squashed = Transforms.tanh(cells, true);
    INDArray cell =
        hiddenGradient.mul(output).muli(squashed.mul(squashed).rsubi(1)).addi(cellGradient);
    INDArray outputGradient = hiddenGradient.mul(squashed).muli(sigmoidSlope(output));
    INDArray inputGradient = cell.mul(candidate).muli(sigmoidSlope(input));
    INDArray forgetGradient = cell.mul(before).muli(sigmoidSlope(forget));
    INDArray candidateGradient = cell.mul(input).muli(candidate.mul(candidate).rsubi(1));
    cellGradient.assign(cell.muli(forget));
    assign(gates, inputGradient, forgetGradient, outputGradient, candidateGradient);
  }

  @Override
  public double softmax(
      INDArray logits,
      INDArray bias,
      int[] targets,
      int first,
      double scale,
      INDArray biasGradient) {
    logits.addiColumnVector(bias);
    logits.subiRowVector(logits.max(true, 0));
    double loss = 0;
    for (int position = 0; position < logits.columns(); position++) {
      loss -= logits.getDouble(targets[first + position], position);
    }
    Transforms.exp(logits, false);
    INDArray sums = logits.sum(true, 0);
    loss += Transforms.log(sums, true).sumNumber().doubleValue();
    logits.diviRowVector(sums).muli(scale);
    for (int position = 0; position < logits.columns(); position++) {
      int target = targets[first + position];
      logits.putScalar(target, position, logits.getDouble(target, position) - scale);
    }
    biasGradient.addi(logits.sum(true, 1));
    return loss;
  }

  private static INDArray sigmoidSlope(INDArray activation) {
    return activation.rsub(1).muli(activation);
  }

  private static INDArray gate(INDArray gates, int gate) {
    long hidden = gates.rows() / 4;
    return gates.get(interval(gate * hidden, (gate + 1) * hidden), all()).dup('f');
  }

  private static void assign(INDArray gates, INDArray... values) {
    long hidden = gates.rows() / 4;
    for (int gate = 0; gate < values.length; gate++) {
      gates.get(interval(gate * hidden, (gate + 1) * hidden), all()).assign(values[gate]);
    }
  }
}
