package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.checkpoint.CheckpointText;
import dev.segue.interruption.Interruption;
import dev.segue.model.ModelFile;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * Skip-gram with negative sampling over playlists (Mikolov, Sutskever, Chen, Corrado and Dean,
 * "Distributed Representations of Words and Phrases and their Compositionality", NIPS 2013, <a
 * href="https://arxiv.org/abs/1310.4546">arXiv:1310.4546</a>): a song's vector learns to predict
 * which songs are played near it. One thread at a time.
 *
 * <p>Each loop stores to one array, and reads all arrays at the same index, so that the compiler
 * vectorises it.
 */
final class SkipGram implements EpochTraining<Item2Vec> {

  /** How many plays there are at most from one report of progress to the next. */
  private static final int PLAYS_PER_REPORT = 1000;

  private static final String CHECKPOINT = Item2Vec.KIND + ".checkpoint";

  private final Catalogue catalogue;
  private final Item2Vec.Settings settings;
  private final Interruption interruption = Interruption.of("training");
  private final int[][] playlists;

  /** {@code [songs][dimensions]}: song vectors. */
  private final float[][] vectors;

  /** {@code [songs][dimensions]}: context vectors. */
  private final float[][] neighbours;

  /** Songs, repeated in proportion to their probability as negatives. */
  private final int[] negatives;

  /** Gives each epoch a random source of its own. */
  private final SplittableRandom epochs;

  private final float[] change;

  /** The number of plays done of the epoch under way. */
  private long done;

  /** The sum of the losses of their pairs. */
  private double loss;

  /** The number of those pairs. */
  private long pairs;

  private SkipGram(PlaylistDataset dataset, Item2Vec.Settings settings) {
    this.catalogue = dataset.catalogue();
    this.settings = settings;
    this.epochs = new SplittableRandom(settings.descent().seed());
    try (Stream<Playlist> all = dataset.playlists()) {
      this.playlists =
          all.filter(playlist -> playlist.transitions() > 0)
              .map(playlist -> playlist.songs().toArray())
              .toArray(int[][]::new);
    }
    int songs = catalogue.size();
    this.vectors = new float[songs][settings.dimensions()];
    this.neighbours = new float[songs][settings.dimensions()];
    for (float[] vector : vectors) {
      for (int k = 0; k < vector.length; k++) {
        vector[k] = (float) ((epochs.nextDouble() - 0.5) / settings.dimensions());
      }
    }
    this.negatives = negatives(songs);
    this.change = new float[settings.dimensions()];
  }

  /** Trains all epochs, and returns the last one. */
  static Item2Vec run(
      PlaylistDataset dataset,
      Optional<PlaylistDataset> validation,
      Item2Vec.Settings settings,
      TrainingHooks hooks) {
    SkipGram training = new SkipGram(dataset, settings);
    return new BestEpoch<Item2Vec>(
            settings.descent().epochs(),
            settings.descent().remedy(),
            training.plays(),
            validation,
            hooks.listeners())
        .train(training, hooks.file(CHECKPOINT, settings::describe, dataset, validation));
  }

  private int[] negatives(int songs) {
    double[] cumulative = new double[songs];
    for (int[] playlist : playlists) {
      for (int song : playlist) {
        cumulative[song]++;
      }
    }
    for (int song = 0; song < songs; song++) {
      double plays = cumulative[song];
      cumulative[song] =
          (song == 0 ? 0 : cumulative[song - 1])
              + (plays == 0 ? 0 : Math.pow(plays, settings.sampling().negativePower()));
    }
    int[] table = new int[1 << 20];
    int song = 0;
    for (int i = 0; i < table.length; i++) {
      while (cumulative[song] < (i + 0.5) / table.length * cumulative[songs - 1]) {
        song++;
      }
      table[i] = song;
    }
    return table;
  }

  private long plays() {
    return Arrays.stream(playlists).mapToLong(playlist -> playlist.length).sum();
  }

  @Override
  public double epoch(DoubleUnaryOperator progress, LongPredicate mayGoOn) {
    SplittableRandom ofEpoch = epochs.split();
    int[] order = new int[playlists.length];
    Arrays.setAll(order, i -> i);
    Shuffle.of(order, ofEpoch);
    double trained = progress.applyAsDouble(0);
    double plays = plays();
    long end = 0;
    for (int number : order) {
      int[] playlist = playlists[number];
      double left = 1 - trained - end / plays / settings.descent().epochs();
      float learningRate = (float) (settings.descent().learningRate() * Math.max(1e-3, left));
      for (int from = 0; from < playlist.length; ) {
        int to = (int) Math.min(playlist.length, from + PLAYS_PER_REPORT - end % PLAYS_PER_REPORT);
        SplittableRandom ofBlock = ofEpoch.split();
        end += to - from;
        if (end > done) { // those before are in the checkpoint
          learn(playlist, from, to, learningRate, ofBlock);
          done = end;
          if (!Double.isFinite(loss) || !mayGoOn.test(done)) {
            return loss / pairs;
          }
        }
        from = to;
      }
    }
    return loss / pairs;
  }

  @Override
  public void nextEpoch() {
    done = 0;
    loss = 0;
    pairs = 0;
  }

  @Override
  public void requireFinite(BestEpoch<Item2Vec> training) {
    for (float[] vector : vectors) {
      training.requireFinite("a number of a vector", vector);
    }
    for (float[] neighbour : neighbours) {
      training.requireFinite("a number of a context vector", neighbour);
    }
  }

  @Override
  public Item2Vec recommender() {
    return Item2Vec.of(catalogue, vectors, neighbours);
  }

  /** Learns from the plays of a playlist from one position to before another. */
  private void learn(
      int[] playlist, int from, int to, float learningRate, SplittableRandom random) {
    for (int at = from; at < to; at++) {
      interruption.check();
      learn(playlist, at, learningRate, random);
    }
  }

  private void learn(int[] playlist, int at, float learningRate, SplittableRandom random) {
    int window = 1 + random.nextInt(settings.sampling().window()); // so that near songs count more
    int end = Math.min(playlist.length - 1, at + window);
    for (int near = Math.max(0, at - window); near <= end; near++) {
      if (near != at) {
        loss += learnPair(playlist[at], playlist[near], learningRate, random);
        pairs++;
      }
    }
  }

  private double learnPair(int song, int neighbour, float learningRate, SplittableRandom random) {
    Arrays.fill(change, 0);
    float[] vector = vectors[song];
    double sum = update(vector, neighbours[neighbour], 1, learningRate);
    for (int i = 0; i < settings.sampling().negatives(); i++) {
      int other = negatives[random.nextInt(negatives.length)];
      if (other != neighbour) {
        sum += update(vector, neighbours[other], 0, learningRate);
      }
    }
    for (int k = 0; k < change.length; k++) {
      vector[k] += change[k];
    }
    return sum;
  }

  private double update(float[] vector, float[] neighbour, int label, float learningRate) {
    double probability = 1 / (1 + Math.exp(-product(vector, neighbour)));
    float step = (float) (learningRate * (label - probability));
    for (int k = 0; k < change.length; k++) {
      change[k] += step * neighbour[k];
    }
    for (int k = 0; k < change.length; k++) {
      neighbour[k] += step * vector[k];
    }
    return -Math.log(Math.max(1e-12, label == 1 ? probability : 1 - probability));
  }

  /** Sums in four parts, so that no addition waits for the one before. */
  private static float product(float[] one, float[] other) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int k = 0;
    for (; k + 4 <= one.length; k += 4) {
      a += one[k] * other[k];
      b += one[k + 1] * other[k + 1];
      c += one[k + 2] * other[k + 2];
      d += one[k + 3] * other[k + 3];
    }
    for (; k < one.length; k++) {
      a += one[k] * other[k];
    }
    return a + b + (c + d);
  }

  @Override
  public void write(ModelFile.Builder checkpoint) {
    checkpoint
        .text("plays", Long.toString(done))
        .text("loss", Double.toString(loss))
        .text("pairs", Long.toString(pairs))
        .floats("vectors", flat(vectors), vectors.length, settings.dimensions())
        .floats("neighbours", flat(neighbours), neighbours.length, settings.dimensions());
  }

  private float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * settings.dimensions()];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, flat, row * settings.dimensions(), settings.dimensions());
    }
    return flat;
  }

  @Override
  public void read(ModelFile checkpoint, int epochsDone) throws FileFormatException {
    done = CheckpointText.wholeNumber(checkpoint, "plays", plays());
    loss = CheckpointText.number(checkpoint, "loss");
    pairs = CheckpointText.wholeNumber(checkpoint, "pairs", Long.MAX_VALUE);
    read(checkpoint, "vectors", vectors);
    read(checkpoint, "neighbours", neighbours);
    for (int epoch = 0; epoch < epochsDone; epoch++) {
      epochs.split(); // was that epoch's
    }
  }

  private void read(ModelFile checkpoint, String tensor, float[][] rows)
      throws FileFormatException {
    float[] flat = checkpoint.floats(tensor, rows.length, settings.dimensions());
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(flat, row * settings.dimensions(), rows[row], 0, settings.dimensions());
    }
  }

  @Override
  public Item2Vec load(ModelFile saved) throws FileFormatException {
    return Item2Vec.load(saved);
  }
}
