package dev.segue.dl4j;

import dev.segue.lstm.network.MemoryFeatures;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.TensorNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The output layer of a network with so many songs that {@link FullSoftmax} takes too long: it
 * compares the target of a position with a sample of negatives, which all positions of a step
 * share. They estimate the sum of exponentials over all songs, each weighted by the inverse of the
 * probability that it is drawn:
 *
 * <pre>
 * loss = log(exp(o_target) + sum over the other negatives of exp(o_n - log probability_n)) - o_target
 * </pre>
 *
 * <p>After Bengio and Senecal, "Adaptive Importance Sampling to Accelerate Training of a Neural
 * Probabilistic Language Model" (IEEE Transactions on Neural Networks 19(4), 2008); sharing the
 * negatives within a step is from Jean et al., "On Using Very Large Target Vocabulary for Neural
 * Machine Translation" (ACL 2015, <a href="https://arxiv.org/abs/1412.2007">arXiv:1412.2007</a>).
 * The layer sees only the songs that the step touches, negatives first: see {@link SongTables}.
 */
final class SampledSoftmax extends OutputLayer {

  private static final long serialVersionUID = 1;

  private final transient Matrix targetLogits;
  private final transient Matrix vectors;
  private transient Matrix logits;

  /** {@code [1, negatives]}: the logarithm of their probability to be drawn. */
  private transient Matrix logProbability;

  /** {@code [1, negatives]}: their bias minus {@link #logProbability}. */
  private transient Matrix negativeBias;

  private transient List<Recency> sampled = List.of();

  /** The songs that the step scores, negatives first. */
  private transient IndexMap scored = new IndexMap(0);

  /** {@code [recency][groups][negatives]}. */
  private transient List<int[][]> members = List.of();

  /** {@code [recency][1][1]}: a position has one target. */
  private final transient List<int[][]> ownMembers;

  SampledSoftmax(NeuralNetConfiguration conf, INDArray paramsView, DataType dataType) {
    super(conf, paramsView, dataType);
    targetLogits = Matrix.zeros(dataType, 1, POSITIONS_PER_BLOCK);
    vectors = Matrix.zeros(dataType, ((Conf) conf.getLayer()).size(), POSITIONS_PER_BLOCK);
    logits = Matrix.zeros(dataType, 1, POSITIONS_PER_BLOCK);
    logProbability = logits;
    negativeBias = logits;
    ownMembers = Collections.nCopies(recency().size(), new int[][] {{0}});
  }

  /**
   * Sets the step's negatives.
   *
   * @param logProbabilities {@code [negatives]}: of the probability that each is drawn
   * @param songs the songs that the step scores, negatives first
   * @param touched the recency of these songs
   */
  void negatives(double[] logProbabilities, IndexMap songs, List<Recency> touched) {
    INDArray row = Nd4j.create(new double[][] {logProbabilities});
    logProbability = Matrix.of(row.castTo(logits.dataType()));
    scored = songs;
    sampled = touched;
    members = touched.stream().map(each -> each.members(logProbabilities.length)).toList();
    if (logits.rows() != logProbabilities.length) {
      logits = Matrix.zeros(logits.dataType(), logProbabilities.length, POSITIONS_PER_BLOCK);
    }
  }

  @Override
  double lossAndGradient(int first, Matrix input, Matrix inputGradient) {
    int positions = input.columns();
    int negatives = logProbability.columns();
    Matrix bias = biases().values();
    if (first == 0) {
      INDArray drawn = bias.columns(0, negatives).array();
      negativeBias = Matrix.of(drawn.sub(logProbability.array()));
    }
    int[] targets = Arrays.copyOfRange(chunk().targets(), first, first + positions);
    Matrix block = logits.columns(0, positions);
    Matrix negativeWeights = param(TensorNames.OUTPUT_WEIGHTS).columns(0, negatives);
    matrices.multiply(true, negativeWeights, false, input, 0, block);
    Matrix own = targetLogits.columns(0, positions);
    Matrix ownVectors = vectors.columns(0, positions);
    kernels.songs().gather(bias, targets, own);
    kernels.songs().gather(param(TensorNames.OUTPUT_WEIGHTS), targets, ownVectors);
    matrices.addProducts(input, ownVectors, own);
    List<int[]> ownRecent = recentTargets(first, targets);
    addRecency(members, chunk().recent(), first, block);
    addRecency(ownMembers, ownRecent, 0, own);
    MemoryTerms memory = memory();
    if (memory != null) {
      memory.forward(input);
      memory.add(negativeRows(memory.features(), negatives), block);
      memory.add(targetRows(memory.features(), targets), own);
    }

    double loss =
        kernels
            .softmax()
            .sampled(
                block,
                negativeBias,
                own,
                targets,
                gradientScale(),
                gradient(TensorNames.OUTPUT_BIAS).columns(0, negatives));

    addRecencyGradients(members, chunk().recent(), first, block);
    addRecencyGradients(ownMembers, ownRecent, 0, own);
    if (first == 0) {
      matrices.clear(gradient(TensorNames.OUTPUT_WEIGHTS));
    }
    matrices.multiply(
        false, input, true, block, 1, gradient(TensorNames.OUTPUT_WEIGHTS).columns(0, negatives));
    matrices.multiply(false, negativeWeights, false, block, 0, inputGradient);
    matrices.addScaled(own, ownVectors, inputGradient);
    Matrix ownGradients = ownVectors;
    matrices.clear(ownGradients);
    matrices.addScaled(own, input, ownGradients);
    kernels.songs().scatter(ownGradients, targets, gradient(TensorNames.OUTPUT_WEIGHTS));
    kernels.songs().scatter(own, targets, gradient(TensorNames.OUTPUT_BIAS));
    if (memory != null) {
      memory.addGradients(negativeRows(memory.features(), negatives), block);
      memory.addGradients(targetRows(memory.features(), targets), own);
      memory.backward(input, inputGradient);
    }
    return loss;
  }

  /** {@code [positions][songs in memory]}: the number of each as a negative, or -1. */
  private int[][] negativeRows(MemoryFeatures[] features, int negatives) {
    return rows(features, (position, song) -> song < negatives ? song : -1);
  }

  /** {@code [positions][songs in memory]}: 0 for the target, -1 for other songs. */
  private int[][] targetRows(MemoryFeatures[] features, int[] targets) {
    return rows(
        features,
        (position, song) -> position < targets.length && song == targets[position] ? 0 : -1);
  }

  private int[][] rows(MemoryFeatures[] features, IntBinaryOperator row) {
    int[][] rows = new int[features.length][];
    for (int position = 0; position < rows.length; position++) {
      int[] songs = scored.find(features[position].songs());
      for (int i = 0; i < songs.length; i++) {
        songs[i] = songs[i] < 0 ? -1 : row.applyAsInt(position, songs[i]);
      }
      rows[position] = songs;
    }
    return rows;
  }

  /**
   * {@code [recency][positions * window]}: 0 where a song played recently changes the target's
   * score, otherwise -1.
   */
  private List<int[]> recentTargets(int first, int[] targets) {
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < sampled.size(); i++) {
      int window = sampled.get(i).window();
      int[] groupOf = sampled.get(i).groupOf();
      int[] groups = chunk().recent().get(i);
      int[] recent = new int[targets.length * window];
      for (int j = 0; j < recent.length; j++) {
        int group = groups[first * window + j];
        recent[j] = group >= 0 && group == groupOf[targets[j / window]] ? 0 : -1;
      }
      all.add(recent);
    }
    return all;
  }
}
