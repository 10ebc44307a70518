package dev.segue.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax, its loss and its gradient by ND4J's operations. */
final class Nd4jSoftmax implements SoftmaxKernels {

  @Override
  public double full(
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
  public double sampled(
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
}
