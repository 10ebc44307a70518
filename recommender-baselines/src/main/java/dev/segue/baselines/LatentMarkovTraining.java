package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.checkpoint.CheckpointText;
import dev.segue.checkpoint.DataDigest;
import dev.segue.interruption.Interruption;
import dev.segue.model.ModelFile;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Trains a {@link LatentMarkovEmbedding}. Each step takes all transitions from some songs, so that
 * the probabilities after each of them are computed once: over all songs, or in a large catalogue
 * over those that a {@link FollowerSampler} draws for the step. One thread at a time.
 */
final class LatentMarkovTraining implements EpochTraining<LatentMarkovEmbedding> {

  private static final String CHECKPOINT = LatentMarkovEmbedding.KIND + ".checkpoint";

  /** The final learning rate as a fraction of the initial one. */
  private static final double FINAL_LEARNING_RATE_FACTOR = 0.02;

  /** The number of songs whose followers a step learns from. */
  private static final int SONGS_PER_STEP = 96;

  private final Interruption interruption = Interruption.of("training");
  private final Catalogue catalogue;

  /** {@code [songs]}: the probabilities of the first song. */
  private final float[] probabilities;

  private final int songs;
  private final int dimensions;
  private final double initialLearningRate;
  private final Transitions transitions;

  /** The factor of the squared offsets in the mean loss. */
  private final double penalty;

  private final SongPoints entries;

  /** The exit points; the same object as the entry points if each song has one point. */
  private final SongPoints exits;

  private final Adam popularitySteps;
  private final float[] popularity;
  private final float[] entryPoints;
  private final float[] exitPoints;

  /**
   * Returns the softmax of a step, given the songs whose followers it learns from, and a random
   * source of its own.
   */
  private final BiFunction<int[], SplittableRandom, StepSoftmax> softmaxes;

  /** Draws the order of the songs in each epoch. */
  private final SplittableRandom orders;

  /** Draws the songs that are compared, which leaves the orders as they are. */
  private final SplittableRandom samples;

  /** The number of transitions done of the epoch under way. */
  private long done;

  /** The sum of their losses. */
  private double loss;

  private LatentMarkovTraining(
      Catalogue catalogue,
      Transitions transitions,
      float[] probabilities,
      SongGroups groups,
      LatentMarkovEmbedding.Settings settings,
      SongsCompared compared) {
    this.catalogue = catalogue;
    this.probabilities = probabilities;
    this.songs = probabilities.length;
    this.dimensions = settings.dimensions();
    this.initialLearningRate = settings.descent().learningRate();
    this.transitions = transitions;
    this.orders = new SplittableRandom(settings.descent().seed());
    this.samples = new SplittableRandom(settings.descent().seed()).split();
    this.penalty = settings.regularisation() / transitions.total();
    this.entries = new SongPoints(groups, dimensions, orders);
    this.entryPoints = new float[songs * dimensions];
    this.exits = settings.dualPoint() ? new SongPoints(groups, dimensions, orders) : entries;
    this.exitPoints = settings.dualPoint() ? new float[songs * dimensions] : entryPoints;
    this.popularity = new float[songs];
    for (int song = 0; song < songs; song++) {
      popularity[song] = (float) Math.log(probabilities[song]);
    }
    this.popularitySteps = new Adam(popularity);
    this.softmaxes = compared.areAll(songs) ? exact() : sampled(compared.sampleSize());
    updatePoints();
  }

  private BiFunction<int[], SplittableRandom, StepSoftmax> exact() {
    StepSoftmax all = new StepSoftmax(FollowerSampler.all(songs), dimensions, SONGS_PER_STEP);
    return (batch, random) -> all;
  }

  private BiFunction<int[], SplittableRandom, StepSoftmax> sampled(int size) {
    FollowerSampler sampler = new FollowerSampler(transitions, probabilities, size);
    return (batch, random) ->
        new StepSoftmax(sampler.draw(batch, random), dimensions, batch.length);
  }

  /**
   * Which songs the probabilities of a step are over.
   *
   * @param maxSongs the size of the largest catalogue of which it is all
   * @param sampleSize the number of songs drawn for a step in larger catalogues, about
   */
  record SongsCompared(int maxSongs, int sampleSize) {

    static final SongsCompared DEFAULTS = new SongsCompared(20_000, 4096);

    boolean areAll(int songs) {
      return songs <= maxSongs;
    }

    String describe(int songs) {
      return areAll(songs) ? "all" : Integer.toString(sampleSize);
    }
  }

  /**
   * Trains all epochs, and returns the best one on the validation playlists, or the last one if
   * there are none.
   */
  static LatentMarkovEmbedding run(
      PlaylistDataset dataset,
      Optional<PlaylistDataset> validation,
      LatentMarkovEmbedding.Settings settings,
      TrainingHooks hooks,
      SongsCompared compared) {
    float[] probabilities = Popularity.count(dataset).probabilities();
    Transitions transitions = Transitions.count(dataset, 1, 1, false);
    SongGroups groups =
        settings.tags()
            ? SongGroups.of(dataset.catalogue())
            : SongGroups.none(probabilities.length);
    return new BestEpoch<LatentMarkovEmbedding>(
            settings.descent().epochs(),
            settings.descent().remedy() + " or regularisation than " + settings.regularisation(),
            transitions.total(),
            validation,
            hooks.listeners())
        .train(
            new LatentMarkovTraining(
                dataset.catalogue(), transitions, probabilities, groups, settings, compared),
            hooks.file(
                CHECKPOINT, () -> describe(settings, groups, compared), dataset, validation));
  }

  private static Map<String, String> describe(
      LatentMarkovEmbedding.Settings settings, SongGroups groups, SongsCompared compared) {
    Map<String, String> texts = settings.describe();
    texts.put("songs_compared", compared.describe(groups.bySong().length));
    DataDigest digest = new DataDigest();
    Arrays.stream(groups.bySong()).forEach(digest::add);
    texts.put("song_groups", digest.value());
    return texts;
  }

  @Override
  public void requireFinite(BestEpoch<LatentMarkovEmbedding> epochs) {
    epochs.requireFinite("the largest score", largestScore());
  }

  /** An upper bound of the size of all scores; Infinity if a score could overflow. */
  private float largestScore() {
    double largest = 0;
    for (float term : popularity) {
      largest = Math.max(largest, Math.abs(term));
    }
    return (float) (largest + 2 * largestSquare(entryPoints) + largestSquare(exitPoints));
  }

  private double largestSquare(float[] points) {
    double largest = 0;
    for (int at = 0; at < points.length; at += dimensions) {
      double square = 0;
      for (int k = 0; k < dimensions; k++) {
        square += points[at + k] * (double) points[at + k];
      }
      largest = Math.max(largest, square);
    }
    return largest;
  }

  private static double annealed(double progress) {
    return Math.max(FINAL_LEARNING_RATE_FACTOR, 0.5 * (1 + Math.cos(Math.PI * progress)));
  }

  @Override
  public LatentMarkovEmbedding recommender() {
    float[] to = entryPoints.clone();
    return new LatentMarkovEmbedding(
        catalogue,
        probabilities,
        popularity.clone(),
        to,
        exits == entries ? to : exitPoints.clone());
  }

  /** {@inheritDoc} Each transition is measured before the step that learns from it. */
  @Override
  public double epoch(DoubleUnaryOperator progress, LongPredicate mayGoOn) {
    int[] order = order();
    SplittableRandom ofEpoch = samples.split();
    long end = 0;
    for (int first = 0; first < order.length; first += SONGS_PER_STEP) {
      int[] batch =
          Arrays.copyOfRange(order, first, Math.min(order.length, first + SONGS_PER_STEP));
      SplittableRandom ofStep = ofEpoch.split();
      long count = Arrays.stream(batch).mapToLong(transitions::total).sum();
      end += count;
      if (end > done) { // those before are in the checkpoint
        double trained = progress.applyAsDouble(first / (double) order.length);
        loss += count * step(batch, ofStep, count, initialLearningRate * annealed(trained));
        done = end;
        if (!Double.isFinite(loss) || !mayGoOn.test(done)) {
          break;
        }
      }
    }
    return loss / done;
  }

  /** Draws the order of an epoch. */
  private int[] order() {
    int[] order = IntStream.range(0, songs).filter(song -> transitions.total(song) > 0).toArray();
    Shuffle.of(order, orders);
    return order;
  }

  @Override
  public void nextEpoch() {
    done = 0;
    loss = 0;
  }

  private double step(int[] batch, SplittableRandom random, long total, double learningRate) {
    interruption.check();
    StepSoftmax softmax = softmaxes.apply(batch, random);
    double meanLoss =
        softmax.computeGradients(
            batch,
            transitions,
            exitPoints,
            entryPoints,
            LatentMarkovEmbedding.offsets(entryPoints, popularity),
            1f / total,
            interruption);
    update(batch, softmax, learningRate);
    return meanLoss;
  }

  private void update(int[] batch, StepSoftmax softmax, double learningRate) {
    float[] ofPopularity = new float[songs];
    float[] ofEntries = new float[songs * dimensions];
    int[] compared = softmax.compared();
    for (int j = 0; j < compared.length; j++) {
      float ofOffset = softmax.offsetGradient()[j];
      ofPopularity[compared[j]] = ofOffset;
      for (int k = 0; k < dimensions; k++) {
        int at = compared[j] * dimensions + k;
        ofEntries[at] = softmax.entryGradient()[k][j] - 2 * entryPoints[at] * ofOffset;
      }
    }
    float[] ofExits = exits == entries ? ofEntries : new float[songs * dimensions];
    for (int i = 0; i < batch.length; i++) {
      float[] ofSong = softmax.exitGradient(i);
      for (int k = 0; k < dimensions; k++) {
        ofExits[batch[i] * dimensions + k] += ofSong[k];
      }
    }
    entries.step(ofEntries, learningRate, penalty);
    if (exits != entries) {
      exits.step(ofExits, learningRate, penalty);
    }
    popularitySteps.step(ofPopularity, learningRate);
    updatePoints();
  }

  private void updatePoints() {
    entries.copyTo(entryPoints);
    if (exits != entries) {
      exits.copyTo(exitPoints);
    }
  }

  @Override
  public void write(ModelFile.Builder checkpoint) {
    checkpoint.text("transitions", Long.toString(done)).text("loss", Double.toString(loss));
    popularitySteps.write(checkpoint, "popularity.");
    entries.write(checkpoint, "entries.");
    if (exits != entries) {
      exits.write(checkpoint, "exits.");
    }
  }

  @Override
  public void read(ModelFile checkpoint, int epochs) throws FileFormatException {
    done = CheckpointText.wholeNumber(checkpoint, "transitions", transitions.total());
    loss = CheckpointText.number(checkpoint, "loss");
    popularitySteps.read(checkpoint, "popularity.");
    entries.read(checkpoint, "entries.");
    if (exits != entries) {
      exits.read(checkpoint, "exits.");
    }
    updatePoints();
    for (int epoch = 0; epoch < epochs; epoch++) { // what they have drawn
      order();
      samples.split();
    }
  }

  @Override
  public LatentMarkovEmbedding load(ModelFile saved) throws FileFormatException {
    return LatentMarkovEmbedding.load(saved);
  }
}
