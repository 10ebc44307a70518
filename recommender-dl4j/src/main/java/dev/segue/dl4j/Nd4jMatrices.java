package dev.segue.dl4j;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Arithmetic on matrices by ND4J's operations. */
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
    float kept = Regularisation.keptScale(columnRate, rate);
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
  public void adam(AdamStep step, Matrix values, Matrix mean, Matrix variance, Matrix gradient) {
    INDArray slope = gradient.array().mul(step.clip());
    mean.array().muli(step.beta1()).addi(slope.mul(1 - step.beta1()));
    variance.array().muli(step.beta2()).addi(slope.mul(slope).muli(1 - step.beta2()));
    INDArray root = Transforms.sqrt(variance.array(), true).addi(step.epsilon());
    values.array().muli(step.kept()).subi(mean.array().div(root).muli(step.rate()));
  }
}
