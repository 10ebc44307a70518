package dev.segue.dl4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Steps of LSTM cells by ND4J's operations. */
final class Nd4jCells implements CellKernels {

  @Override
  public void forward(Matrix gates, Matrix before, Matrix cells, Matrix hidden) {
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
  public void backward(
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
