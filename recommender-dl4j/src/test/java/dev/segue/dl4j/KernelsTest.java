package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** The kernels for the host's memory against those of ND4J's operations. */
class KernelsTest {

  private static final int SIZE = 37; // no multiple of any vector width
  private static final int COLUMNS = 5;

  private final Random random = new Random(1);
  private final Kernels host = Kernels.host();
  private final Kernels nd4j = Kernels.nd4j();

  @Test
  void forBackend_choosesTheHostsForSinglePrecisionOnly() {
    assertThat(Kernels.forBackend(DataType.FLOAT).matrices()).isInstanceOf(HostMatrices.class);
    assertThat(Kernels.forBackend(DataType.DOUBLE).matrices()).isInstanceOf(Nd4jMatrices.class);
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void multiply_agrees(boolean transposeA, boolean transposeB) {
    Matrix a = transposeA ? matrix(4, SIZE, 1) : matrix(SIZE, 4, 1);
    Matrix b = transposeB ? matrix(COLUMNS, 4, 1) : matrix(4, COLUMNS, 1);
    Matrix expected = matrix(SIZE, COLUMNS, 1);
    Matrix actual = copy(expected);
    double before = expected.array().getDouble(1, 2);
    double product = 0;
    for (int k = 0; k < 4; k++) {
      product +=
          (transposeA ? a.array().getDouble(k, 1) : a.array().getDouble(1, k))
              * (transposeB ? b.array().getDouble(2, k) : b.array().getDouble(k, 2));
    }

    nd4j.matrices().multiply(transposeA, a, transposeB, b, 1, expected);
    host.matrices().multiply(transposeA, a, transposeB, b, 1, actual);

    assertThat(actual.array().getDouble(1, 2)).isCloseTo(before + product, within(1e-6));
    assertClose(actual, expected, 1e-6);
  }

  @Test
  void columns_areClearedCopiedFilledAndSummed() {
    for (Kernels kernels : List.of(host, nd4j)) {
      Matrix vector = matrix(SIZE, 1, 1);
      Matrix filled = matrix(SIZE, COLUMNS, 1);
      kernels.matrices().fillColumns(vector, filled);
      Matrix copied = view(SIZE, COLUMNS);
      kernels.matrices().copy(filled, copied);
      kernels.matrices().clear(filled);
      Matrix sum = view(SIZE, 1);
      kernels.matrices().sumColumns(copied, sum);

      assertClose(filled, view(SIZE, COLUMNS), 0);
      for (int row = 0; row < SIZE; row++) {
        double value = vector.array().getDouble(row, 0);
        assertThat(copied.array().getDouble(row, 3)).isEqualTo(value);
        assertThat(sum.array().getDouble(row, 0)).isCloseTo(COLUMNS * value, within(1e-5));
      }
    }
  }

  @Test
  void gather_picksColumns() {
    Matrix table = matrix(SIZE, 9, 1);
    int[] songs = {3, 0, 8, 3, 1};
    Matrix expected = view(SIZE, COLUMNS);
    Matrix actual = view(SIZE, COLUMNS);

    nd4j.songs().gather(table, songs, expected);
    host.songs().gather(table, songs, actual);

    assertThat(expected.array().getDouble(2, 1)).isEqualTo(table.array().getDouble(2, 0));
    assertClose(actual, expected, 0);
  }

  @Test
  void scatter_sumsBySong() {
    Matrix gradients = matrix(SIZE, COLUMNS, 1);
    int[] songs = {3, 0, 8, 3, 1};
    Matrix expected = matrix(SIZE, 9, 1);
    Matrix actual = copy(expected);
    double before = expected.array().getDouble(2, 3);

    nd4j.songs().scatter(gradients, songs, expected);
    host.songs().scatter(gradients, songs, actual);

    assertThat(expected.array().getDouble(2, 3))
        .isCloseTo(
            before + gradients.array().getDouble(2, 0) + gradients.array().getDouble(2, 3),
            within(1e-6));
    assertClose(actual, expected, 1e-6);
  }

  @Test
  void cellForward_agrees() {
    Matrix gates = matrix(4 * SIZE, COLUMNS, 4);
    Matrix gatesToo = copy(gates);
    Matrix before = matrix(SIZE, COLUMNS, 2);
    Matrix[] states = {
      view(SIZE, COLUMNS), view(SIZE, COLUMNS), view(SIZE, COLUMNS), view(SIZE, COLUMNS)
    };

    nd4j.cells().forward(gates, before, states[0], states[1]);
    host.cells().forward(gatesToo, before, states[2], states[3]);

    assertClose(gatesToo, gates, 1e-6);
    assertClose(states[2], states[0], 2e-6);
    assertClose(states[3], states[1], 1e-6);
  }

  @Test
  void cellBackward_agrees() {
    Matrix gates = matrix(4 * SIZE, COLUMNS, 1);
    Matrix gatesToo = copy(gates);
    Matrix before = matrix(SIZE, COLUMNS, 2);
    Matrix cells = matrix(SIZE, COLUMNS, 2);
    Matrix hiddenGradient = matrix(SIZE, COLUMNS, 1);
    Matrix cellGradient = matrix(SIZE, COLUMNS, 1);
    Matrix cellGradientToo = copy(cellGradient);

    nd4j.cells().backward(gates, before, cells, hiddenGradient, cellGradient);
    host.cells().backward(gatesToo, before, cells, hiddenGradient, cellGradientToo);

    assertClose(gatesToo, gates, 5e-6);
    assertClose(cellGradientToo, cellGradient, 5e-6);
  }

  @Test
  void softmax_agrees() {
    int songs = 1001;
    Matrix logits = matrix(songs, COLUMNS, 10);
    Matrix logitsToo = copy(logits);
    Matrix bias = matrix(1, songs, 1);
    Matrix biasGradient = matrix(1, songs, 1);
    Matrix biasGradientToo = copy(biasGradient);
    int[] targets = {0, 0, 17, 1000, 3, 4, 5};

    double expected = nd4j.softmax().full(logits, bias, targets, 2, 0.5, 0.1, biasGradient);
    double actual = host.softmax().full(logitsToo, bias, targets, 2, 0.5, 0.1, biasGradientToo);

    assertThat(actual).isCloseTo(expected, within(5e-5));
    assertThat(logits.array().sumNumber().doubleValue()).isCloseTo(0, within(1e-5));
    assertClose(logitsToo, logits, 1e-6);
    assertClose(biasGradientToo, biasGradient, 2e-6);
  }

  @Test
  void put_isTheInverseOfGather() {
    int[] songs = {3, 0, 8};
    for (Kernels kernels : List.of(host, nd4j)) {
      Matrix table = matrix(SIZE, 9, 1);
      Matrix before = copy(table);
      Matrix vectors = matrix(SIZE, songs.length, 1);
      kernels.songs().put(vectors, songs, table);

      Matrix found = view(SIZE, songs.length);
      kernels.songs().gather(table, songs, found);
      assertClose(found, vectors, 0);
      assertClose(table.columns(4, 8), before.columns(4, 8), 0);
    }
  }

  @Test
  void sums_agree() {
    Matrix a = matrix(SIZE, COLUMNS, 1);
    Matrix b = matrix(SIZE, COLUMNS, 1);
    Matrix products = matrix(1, COLUMNS, 1);
    Matrix sums = matrix(SIZE, COLUMNS, 1);
    Matrix productsToo = copy(products);
    Matrix sumsToo = copy(sums);
    double expected = products.array().getDouble(0, 2);
    for (int row = 0; row < SIZE; row++) {
      expected += a.array().getDouble(row, 2) * b.array().getDouble(row, 2);
    }

    nd4j.matrices().addProducts(a, b, products);
    host.matrices().addProducts(a, b, productsToo);
    assertThat(productsToo.array().getDouble(0, 2)).isCloseTo(expected, within(1e-5));
    assertClose(productsToo, products, 1e-5);

    double scaled = sums.array().getDouble(1, 2) + expected * a.array().getDouble(1, 2);
    nd4j.matrices().addScaled(products, a, sums);
    host.matrices().addScaled(productsToo, a, sumsToo);
    assertThat(sumsToo.array().getDouble(1, 2)).isCloseTo(scaled, within(1e-5));
    assertClose(sumsToo, sums, 1e-5);

    nd4j.matrices().add(b, sums);
    host.matrices().add(b, sumsToo);
    assertThat(sumsToo.array().getDouble(1, 2))
        .isCloseTo(scaled + b.array().getDouble(1, 2), within(1e-5));
    assertClose(sumsToo, sums, 1e-5);
    assertThat(host.matrices().squares(sumsToo))
        .isCloseTo(nd4j.matrices().squares(sums), within(1e-3));
    assertThat(host.matrices().squares(products))
        .isCloseTo(products.array().mul(products.array()).sumNumber().doubleValue(), within(1e-3));
  }

  @Test
  void features_agree() {
    Composition composition =
        new Composition(
            new int[][] {{0}, {}, {2, 1}, {1}}, new float[][] {{1}, {}, {0.5f, 1}, {0.25f}});
    Matrix features = matrix(SIZE, 3, 1);
    Matrix vectors = matrix(SIZE, 4, 1);
    Matrix vectorsToo = copy(vectors);
    double expected =
        vectors.array().getDouble(1, 2)
            + 0.5 * features.array().getDouble(1, 2)
            + features.array().getDouble(1, 1);

    nd4j.songs().addFeatures(features, composition, 1, 4, vectors);
    host.songs().addFeatures(features, composition, 1, 4, vectorsToo);
    assertThat(vectorsToo.array().getDouble(1, 2)).isCloseTo(expected, within(1e-6));
    assertClose(vectorsToo, vectors, 1e-6);

    Matrix gradients = matrix(SIZE, 3, 1);
    Matrix gradientsToo = copy(gradients);
    double slope =
        gradients.array().getDouble(1, 1)
            + vectors.array().getDouble(1, 2)
            + 0.25 * vectors.array().getDouble(1, 3);
    nd4j.songs().addFeatureGradients(vectors, composition, 1, 4, gradients);
    host.songs().addFeatureGradients(vectors, composition, 1, 4, gradientsToo);
    assertThat(gradientsToo.array().getDouble(1, 1)).isCloseTo(slope, within(1e-6));
    assertClose(gradientsToo, gradients, 1e-6);
  }

  @Test
  void recency_agrees() {
    int[] recent = {-1, -1, 1, -1, 0, 1, 2, 2, 3, 0}; // a window of 2; the first is skipped
    int[][] members = {{0, 3}, {4}, {7}, {}};
    Matrix weights = matrix(1, 2, 1);
    Matrix logits = matrix(SIZE, 4, 1);
    Matrix logitsToo = copy(logits);
    double twice =
        logits.array().getDouble(7, 2)
            + weights.array().getDouble(0, 0)
            + weights.array().getDouble(0, 1);

    nd4j.songs().addRecency(weights, recent, members, 1, logits);
    host.songs().addRecency(weights, recent, members, 1, logitsToo);
    assertThat(logitsToo.array().getDouble(7, 2)).isCloseTo(twice, within(1e-6));
    assertClose(logitsToo, logits, 1e-6);

    Matrix gradient = matrix(1, 2, 1);
    Matrix gradientToo = copy(gradient);
    nd4j.songs().addRecencyGradients(logits, recent, members, 1, gradient);
    host.songs().addRecencyGradients(logits, recent, members, 1, gradientToo);
    assertClose(gradientToo, gradient, 1e-5);
  }

  @Test
  void adam_agrees() {
    AdamStep step = AdamStep.of(new Adam(0.01), new UpdateStep(0.5, 1, 0.1, 3, 0));
    Matrix[] expected = {
      matrix(SIZE, COLUMNS, 1), matrix(SIZE, COLUMNS, 1), matrix(SIZE, COLUMNS, 1)
    };
    expected[2].array().addi(1.1); // a variance is not negative
    Matrix[] actual = {copy(expected[0]), copy(expected[1]), copy(expected[2])};
    Matrix gradient = matrix(SIZE, COLUMNS, 1);
    double mean = 0.9 * expected[1].array().getDouble(1, 2);
    double slope = 0.5 * gradient.array().getDouble(1, 2);

    nd4j.matrices().adam(step, expected[0], expected[1], expected[2], gradient);
    host.matrices().adam(step, actual[0], actual[1], actual[2], gradient);

    assertThat(actual[1].array().getDouble(1, 2)).isCloseTo(mean + 0.1 * slope, within(1e-6));
    for (int i = 0; i < 3; i++) {
      assertClose(actual[i], expected[i], 1e-5);
    }
  }

  @Test
  void sampledSoftmax_agrees() {
    int negatives = 101;
    Matrix logits = matrix(negatives, COLUMNS, 10);
    Matrix bias = matrix(1, negatives, 1);
    Matrix target = matrix(1, COLUMNS, 10);
    Matrix biasGradient = matrix(1, negatives, 1);
    Matrix logitsToo = copy(logits);
    Matrix targetToo = copy(target);
    Matrix biasGradientToo = copy(biasGradient);
    int[] targets = {300, 0, 100, 101, 17};

    double expected = nd4j.softmax().sampled(logits, bias, target, targets, 0.5, biasGradient);
    double actual =
        host.softmax().sampled(logitsToo, bias, targetToo, targets, 0.5, biasGradientToo);

    assertThat(actual).isCloseTo(expected, within(5e-5));
    assertThat(logitsToo.array().getDouble(100, 2))
        .as("a negative that is the target")
        .isCloseTo(0, within(1e-30));
    assertClose(logitsToo, logits, 1e-6);
    assertClose(targetToo, target, 1e-6);
    assertClose(biasGradientToo, biasGradient, 2e-6);
  }

  /** Uniform in -range..range, as a view that begins inside a larger array. */
  private Matrix matrix(int rows, int columns, double range) {
    Matrix matrix = view(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        matrix.array().putScalar(row, column, range * (2 * random.nextDouble() - 1));
      }
    }
    return matrix;
  }

  private static Matrix view(int rows, int columns) {
    return Matrix.zeros(DataType.FLOAT, rows, columns + 3).columns(2, columns + 2);
  }

  private static Matrix copy(Matrix matrix) {
    return Matrix.of(matrix.array().dup('f'));
  }

  private static void assertClose(Matrix actual, Matrix expected, double tolerance) {
    assertThat(actual.array().shape()).isEqualTo(expected.array().shape());
    for (int row = 0; row < expected.rows(); row++) {
      for (int column = 0; column < expected.columns(); column++) {
        assertThat(actual.array().getDouble(row, column))
            .as("at %d, %d", row, column)
            .isCloseTo(expected.array().getDouble(row, column), within(tolerance));
      }
    }
  }
}
