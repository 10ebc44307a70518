package dev.segue.dl4j;

import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.TensorNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A network that learns the biases of songs alone, how often each is played, in plain Java. Like a
 * device, it says what a step has found when it is some steps ahead.
 */
final class BiasNetwork implements TrainingNetwork {

  private final TrainingArchitecture architecture;
  private final Hyperparameters.Optimisation optimisation;
  private final WeightAveraging averaging;
  private final int ahead;
  private final Map<String, float[]> parameters = new LinkedHashMap<>();
  private final float[] mean;
  private final float[] variance;
  private float @Nullable [] average;
  private int[] unscored = {};
  private int steps;

  BiasNetwork(
      TrainingArchitecture architecture, Hyperparameters.Optimisation optimisation, int ahead) {
    this.architecture = architecture;
    this.optimisation = optimisation;
    this.averaging = WeightAveraging.of(architecture);
    this.ahead = ahead;
    for (LayerParameter each : NetworkParameters.of(architecture)) {
      parameters.put(each.tensor(), new float[(int) each.length()]);
    }
    this.mean = new float[architecture.network().songs()];
    this.variance = new float[architecture.network().songs()];
  }

  /**
   * The device of such networks.
   *
   * @param parts how many chunks a step has
   * @param ahead how many steps a network is ahead of what it says
   * @param atOnce how many networks are trained at once
   */
  record Device(int parts, int ahead, int atOnce) implements TrainingDevice {

    /** A device that trains one network after another. */
    Device(int parts, int ahead) {
      this(parts, ahead, 1);
    }

    @Override
    public int networksAtOnce(TrainingArchitecture architecture) {
      return atOnce;
    }

    @Override
    public dev.segue.dl4j.Device kind() {
      return dev.segue.dl4j.Device.CPU;
    }

    @Override
    public String description() {
      return "biases";
    }

    @Override
    public TrainingNetwork network(
        TrainingArchitecture architecture,
        Hyperparameters.Optimisation optimisation,
        @Nullable NegativeSampler sampler,
        ColdSongs newSongs) {
      return new BiasNetwork(architecture, optimisation, ahead);
    }

    @Override
    public void close() {}
  }

  private float[] bias() {
    return parameters.get(TensorNames.OUTPUT_BIAS);
  }

  @Override
  public void initialise(double range, Random random) {
    for (LayerParameter each : NetworkParameters.of(architecture)) {
      parameters.put(each.tensor(), each.initialValues(range, random));
    }
  }

  @Override
  public void start(LstmNetwork trained) {
    trained.forEachTensor((name, values, shape) -> parameters.put(name, values.clone()));
  }

  @Override
  public void random(SplittableRandom random) {}

  @Override
  public void unscored(int[] songs) {
    unscored = songs;
  }

  @Override
  public Learnt learn(
      List<PackedChunk> parts, double divisor, int epoch, double learningRateFactor) {
    double[] probabilities = probabilities();
    double loss = 0;
    double[] sum = new double[probabilities.length];
    for (PackedChunk part : parts) {
      for (int target : part.targets()) {
        loss -= Math.log(probabilities[target]);
        sum[target]--;
      }
    }
    int positions = parts.stream().mapToInt(PackedChunk::positions).sum();
    float[] gradient = new float[sum.length];
    for (int song = 0; song < sum.length; song++) {
      gradient[song] = (float) ((sum[song] + positions * probabilities[song]) / divisor);
    }
    double squares = 0;
    for (float each : gradient) {
      squares += each * each;
    }
    Late learnt = new Late(steps, loss, Math.sqrt(squares));
    if (learnt.isFinite()) {
      update(gradient, learnt.gradientNorm, epoch, learningRateFactor);
    }
    steps++;
    if (averaging.isDue(steps)) {
      average();
    }
    return learnt;
  }

  private double[] probabilities() {
    double[] exponentials = new double[bias().length];
    Arrays.setAll(exponentials, song -> Math.exp(bias()[song]));
    for (int song : unscored) {
      exponentials[song] = 0;
    }
    double sum = Arrays.stream(exponentials).sum();
    return Arrays.stream(exponentials).map(each -> each / sum).toArray();
  }

  private void update(float[] gradient, double norm, int epoch, double learningRateFactor) {
    UpdateStep step =
        new UpdateStep(
            UpdateStep.clip(optimisation.gradientClip(), norm),
            learningRateFactor,
            architecture.regularisation().weightDecay(),
            steps,
            epoch);
    AdamStep.of((Adam) optimisation.optimiser(), step)
        .apply(bias(), mean, variance, gradient, gradient.length);
  }

  private void average() {
    if (average == null) {
      average = bias().clone();
    } else {
      for (int song = 0; song < average.length; song++) {
        average[song] += (float) (averaging.share(steps) * (bias()[song] - average[song]));
      }
    }
  }

  /** What a step has found. */
  private final class Late implements Learnt {

    private final int number;
    private final double loss;
    private final double gradientNorm;

    private Late(int number, double loss, double gradientNorm) {
      this.number = number;
      this.loss = loss;
      this.gradientNorm = gradientNorm;
    }

    @Override
    public boolean isKnown() {
      return steps > number + ahead;
    }

    @Override
    public double loss() {
      return loss;
    }

    @Override
    public double gradientNorm() {
      return gradientNorm;
    }
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public Map<String, float[]> weights() {
    Map<String, float[]> weights = copies();
    if (average != null) {
      weights.put(TensorNames.OUTPUT_BIAS, average.clone());
    }
    return weights;
  }

  private Map<String, float[]> copies() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    parameters.forEach((name, values) -> copies.put(name, values.clone()));
    return copies;
  }

  @Override
  public Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    copies().forEach((name, values) -> state.put(WEIGHTS + name, values));
    state.put(TrainingNetwork.moment(0) + TensorNames.OUTPUT_BIAS, mean.clone());
    state.put(TrainingNetwork.moment(1) + TensorNames.OUTPUT_BIAS, variance.clone());
    if (average != null) {
      state.put(AVERAGE + TensorNames.OUTPUT_BIAS, average.clone());
    }
    return state;
  }

  @Override
  public <E extends Exception> void restore(int before, LstmNetwork.TensorSource<E> tensors)
      throws E {
    steps = before;
    for (LayerParameter each : NetworkParameters.of(architecture)) {
      String name = each.tensor();
      parameters.put(name, tensors.get(WEIGHTS + name, (int) each.length()));
    }
    copy(tensors, TrainingNetwork.moment(0), mean);
    copy(tensors, TrainingNetwork.moment(1), variance);
    if (averaging.hasBegun(steps)) {
      average = new float[bias().length];
      copy(tensors, AVERAGE, average);
    }
  }

  private static <E extends Exception> void copy(
      LstmNetwork.TensorSource<E> tensors, String prefix, float[] to) throws E {
    float[] from = tensors.get(prefix + TensorNames.OUTPUT_BIAS, to.length);
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
