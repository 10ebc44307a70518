package dev.segue.pages.map;

import dev.segue.interruption.Interruption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealVector;
import tagbio.umap.Umap;

/**
 * Lays out vectors in two dimensions, so that those of like direction lie together: the principal
 * components of all, then UMAP (McInnes, Healy and Melville, 2018, <a
 * href="https://arxiv.org/abs/1802.03426">arXiv:1802.03426</a>). Any number of threads.
 */
public final class SongPlane {

  private static final int COMPONENTS = 50;
  private static final int NEIGHBOURS = 15;
  private static final long SEED = 42;

  private SongPlane() {}

  /**
   * Where a vector lies.
   *
   * @param across from left to right
   * @param up from bottom to top
   */
  public record Place(float across, float up) {}

  /**
   * Lays out vectors.
   *
   * @param directions vectors of length 1, or 0
   * @return the place of each, the same for the same vectors
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static List<Place> layOut(float[][] directions) {
    return Arrays.stream(coordinates(directions))
        .map(each -> Arrays.copyOf(each, 2)) // of vectors of one dimension
        .map(each -> new Place(each[0], each[1]))
        .toList();
  }

  private static float[][] coordinates(float[][] directions) {
    int size = directions[0].length;
    if (directions.length <= NEIGHBOURS) { // too few to have neighbours apart from the others
      return components(directions, 2);
    }
    float[][] components = size > COMPONENTS ? components(directions, COMPONENTS) : directions;
    return new Umap()
        .setNumberNearestNeighbours(NEIGHBOURS)
        .setMetric("euclidean") // of vectors of length 1 it orders as the cosine does
        .setRandom(new Draws())
        .setThreads(1) // more would take turns in what they change
        .fitTransform(components);
  }

  /** Draws until its thread is interrupted: of nothing else there is so much. */
  private static final class Draws extends Random {

    private static final long serialVersionUID = 1;

    private final transient Interruption interruption = Interruption.of("laying out songs");

    Draws() {
      super(SEED);
    }

    @Override
    protected int next(int bits) {
      interruption.check();
      return super.next(bits);
    }
  }

  /** The first principal components, about the origin, from where cosines are measured. */
  private static float[][] components(float[][] vectors, int count) {
    RealVector[] axes = axes(vectors, count);
    return Arrays.stream(vectors).map(vector -> projected(vector, axes)).toArray(float[][]::new);
  }

  private static RealVector[] axes(float[][] vectors, int count) {
    EigenDecomposition eigen =
        new EigenDecomposition(new Array2DRowRealMatrix(products(vectors), false));
    double[] values = eigen.getRealEigenvalues();
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble(place -> -values[place]))
        .limit(count)
        .map(eigen::getEigenvector)
        .toArray(RealVector[]::new);
  }

  /** {@code [size][size]}: the sums of the products of every two dimensions. */
  private static double[][] products(float[][] vectors) {
    double[][] products = new double[vectors[0].length][vectors[0].length];
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        for (int j = 0; j <= i; j++) {
          products[i][j] += (double) vector[i] * vector[j];
        }
      }
    }
    for (int i = 0; i < products.length; i++) {
      for (int j = 0; j < i; j++) {
        products[j][i] = products[i][j];
      }
    }
    return products;
  }

  private static float[] projected(float[] vector, RealVector[] axes) {
    float[] projected = new float[axes.length];
    for (int axis = 0; axis < axes.length; axis++) {
      for (int i = 0; i < vector.length; i++) {
        projected[axis] += (float) (vector[i] * axes[axis].getEntry(i));
      }
    }
    return projected;
  }
}
