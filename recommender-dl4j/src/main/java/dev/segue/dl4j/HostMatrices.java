package dev.segue.dl4j;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Arithmetic on matrices in the host's memory in single precision. */
final class HostMatrices implements MatrixKernels {

  /** Scratch arrays, used for different values in each operation. */
  private final float[][] scratch = new float[4][0];

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
    to.write(from.read(new float[from.length()]));
  }

  @Override
  public void fillColumns(Matrix vector, Matrix matrix) {
    int rows = matrix.rows();
    float[] values = new float[matrix.length()];
    vector.pointer().get(values, 0, rows);
    for (int filled = rows; filled < values.length; filled *= 2) {
      System.arraycopy(values, 0, values, filled, Math.min(filled, values.length - filled));
    }
    matrix.write(values);
  }

  @Override
  public void sumColumns(Matrix matrix, Matrix sum) {
    int rows = matrix.rows();
    float[] values = matrix.read(new float[matrix.length()]);
    float[] column = new float[rows];
    float[] total = new float[rows];
    for (int from = 0; from < values.length; from += rows) {
      System.arraycopy(values, from, column, 0, rows);
      VectorLoops.add(total, column, rows);
    }
    sum.write(total);
  }

  @Override
  public void add(Matrix from, Matrix to) {
    int length = to.length();
    float[] sum = to.read(scratch(0, length));
    VectorLoops.add(sum, from.read(scratch(1, length)), length);
    to.write(sum);
  }

  @Override
  public double squares(Matrix matrix) {
    int length = matrix.length();
    float[] values = matrix.read(scratch(0, length));
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < length; j += 4) {
      a += values[j] * values[j];
      b += values[j + 1] * values[j + 1];
      c += values[j + 2] * values[j + 2];
      d += values[j + 3] * values[j + 3];
    }
    for (; j < length; j++) {
      a += values[j] * values[j];
    }
    return a + b + c + d;
  }

  @Override
  public void addProducts(Matrix a, Matrix b, Matrix products) {
    int size = a.rows();
    float[] pairs = a.read(new float[a.length()]);
    VectorLoops.product(pairs, pairs, b.read(new float[b.length()]), pairs.length);
    float[] sums = products.read(new float[products.length()]);
    for (int column = 0; column < sums.length; column++) {
      float sum = 0;
      for (int i = column * size; i < (column + 1) * size; i++) {
        sum += pairs[i];
      }
      sums[column] += sum;
    }
    products.write(sums);
  }

  @Override
  public void addScaled(Matrix factors, Matrix columns, Matrix sums) {
    int size = columns.rows();
    float[] each = factors.read(new float[factors.length()]);
    float[] factor = new float[columns.length()];
    for (int column = 0; column < each.length; column++) {
      Arrays.fill(factor, column * size, (column + 1) * size, each[column]);
    }
    float[] sum = sums.read(new float[sums.length()]);
    VectorLoops.addProduct(sum, factor, columns.read(new float[columns.length()]), sum.length);
    sums.write(sum);
  }

  @Override
  public void drawMask(double columnRate, double rate, SplittableRandom random, Matrix mask) {
    int length = mask.length();
    int rows = mask.rows();
    float[] values = scratch(0, length);
    float kept = Regularisation.keptScale(columnRate, rate);
    long limit = Math.round(rate * (1L << 32)) + Integer.MIN_VALUE;
    for (int from = 0; from < length; from += rows) {
      float value = columnRate > 0 && random.nextDouble() < columnRate ? 0 : kept;
      for (int i = from; i < from + rows; i++) {
        values[i] = random.nextInt() < limit ? 0 : value;
      }
    }
    mask.write(values);
  }

  @Override
  public void scale(Matrix mask, Matrix values) {
    int length = values.length();
    float[] product = values.read(scratch(0, length));
    VectorLoops.product(product, product, mask.read(scratch(1, length)), length);
    values.write(product);
  }

  @Override
  public void adam(AdamStep step, Matrix values, Matrix mean, Matrix variance, Matrix gradient) {
    int length = values.length();
    float[] p = values.read(scratch(0, length));
    float[] m = mean.read(scratch(1, length));
    float[] v = variance.read(scratch(2, length));
    step.apply(p, m, v, gradient.read(scratch(3, length)), length);
    values.write(p);
    mean.write(m);
    variance.write(v);
  }

  private float[] scratch(int i, int length) {
    if (scratch[i].length < length) {
      scratch[i] = new float[length];
    }
    return scratch[i];
  }
}
