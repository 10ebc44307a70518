package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.TrainingListener;
import dev.segue.interruption.Interruption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Trains a {@link LatentMarkovEmbedding}. Each step takes all transitions from some songs, so that
 * the probabilities after each of them are computed once. One thread at a time; each step runs on
 * all cores, and sums are the same on any number of them.
 */
final class LatentMarkovTraining {

  /** The final learning rate as a fraction of the initial one. */
  private static final double FINAL_LEARNING_RATE_FACTOR = 0.02;

  /** The number of songs whose followers a step learns from. */
  private static final int SONGS_PER_STEP = 96;

  /**
   * The number of those songs per task: independent of the number of cores, for equal sums on all
   * machines.
   */
  private static final int SONGS_PER_TASK = 12;

  private final Interruption interruption = Interruption.of("training");
  private final int songs;
  private final int dimensions;
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

  /** {@code [dimensions][songs]}: the entry points, transposed. */
  private final float[][] entryColumns;

  private final FollowerSoftmax[] tasks;
  private final SplittableRandom random;

  private LatentMarkovTraining(
      Transitions transitions,
      float[] probabilities,
      SongGroups groups,
      LatentMarkovEmbedding.Settings settings) {
    this.songs = probabilities.length;
    this.dimensions = settings.dimensions();
    this.transitions = transitions;
    this.random = new SplittableRandom(settings.descent().seed());
    this.penalty = settings.regularisation() / transitions.total();
    this.entries = new SongPoints(groups, dimensions, random);
    this.entryPoints = new float[songs * dimensions];
    this.exits = settings.dualPoint() ? new SongPoints(groups, dimensions, random) : entries;
    this.exitPoints = settings.dualPoint() ? new float[songs * dimensions] : entryPoints;
    this.entryColumns = new float[dimensions][songs];
    this.popularity = new float[songs];
    for (int song = 0; song < songs; song++) {
      popularity[song] = (float) Math.log(probabilities[song]);
    }
    this.popularitySteps = new Adam(popularity);
    this.tasks = new FollowerSoftmax[SONGS_PER_STEP / SONGS_PER_TASK];
    Arrays.setAll(tasks, task -> new FollowerSoftmax(songs, dimensions, SONGS_PER_TASK));
    updatePoints();
  }

  /**
   * Trains all epochs, and returns the best one on the validation playlists, or the last one if
   * there are none.
   */
  static LatentMarkovEmbedding run(
      PlaylistDataset dataset,
      Optional<PlaylistDataset> validation,
      LatentMarkovEmbedding.Settings settings,
      List<TrainingListener> listeners) {
    float[] probabilities = Popularity.count(dataset).probabilities();
    Transitions transitions = Transitions.count(dataset, 1, 1, false);
    SongGroups groups =
        settings.tags()
            ? SongGroups.of(dataset.catalogue())
            : SongGroups.none(probabilities.length);
    LatentMarkovTraining training =
        new LatentMarkovTraining(transitions, probabilities, groups, settings);
    BestEpoch<LatentMarkovEmbedding> best =
        new BestEpoch<>(
            settings.descent().epochs(),
            settings.descent().remedy() + " or regularisation than " + settings.regularisation(),
            transitions.total(),
            validation,
            listeners);
    do {
      double loss =
          training.epoch(
              done -> settings.descent().learningRate() * annealed(best.progress(done)),
              best::mayGoOn);
      best.requireFinite("the loss", loss);
      best.requireFinite("the largest score", training.largestScore());
      best.add(training.embedding(dataset.catalogue(), probabilities), loss);
    } while (best.hasNextEpoch());
    return best.recommender();
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

  private LatentMarkovEmbedding embedding(Catalogue catalogue, float[] probabilities) {
    float[] to = entryPoints.clone();
    return new LatentMarkovEmbedding(
        catalogue,
        probabilities,
        popularity.clone(),
        to,
        exits == entries ? to : exitPoints.clone());
  }

  /**
   * Trains one epoch.
   *
   * @param learningRate returns the learning rate, given the fraction of the epoch done
   * @param mayGoOn told the number of transitions done; ends the epoch where it returns false or
   *     the loss is not finite
   * @return the mean loss in nats, each transition measured before the step that learns from it
   */
  private double epoch(DoubleUnaryOperator learningRate, LongPredicate mayGoOn) {
    int[] order = IntStream.range(0, songs).filter(song -> transitions.total(song) > 0).toArray();
    Shuffle.of(order, random);
    double loss = 0;
    long done = 0;
    for (int first = 0; first < order.length; first += SONGS_PER_STEP) {
      int[] batch =
          Arrays.copyOfRange(order, first, Math.min(order.length, first + SONGS_PER_STEP));
      long count = Arrays.stream(batch).mapToLong(transitions::total).sum();
      loss += count * step(batch, count, learningRate.applyAsDouble(first / (double) order.length));
      done += count;
      if (!Double.isFinite(loss) || !mayGoOn.test(done)) {
        break;
      }
    }
    return loss / done;
  }

  private double step(int[] batch, long total, double learningRate) {
    interruption.check();
    float[] offsets = LatentMarkovEmbedding.offsets(entryPoints, popularity);
    int used = (batch.length + SONGS_PER_TASK - 1) / SONGS_PER_TASK;
    IntStream.range(0, used)
        .parallel()
        .peek(task -> interruption.check())
        .forEach(
            task ->
                tasks[task].computeGradients(
                    Arrays.copyOfRange(
                        batch,
                        task * SONGS_PER_TASK,
                        Math.min(batch.length, (task + 1) * SONGS_PER_TASK)),
                    transitions,
                    exitPoints,
                    entryPoints,
                    entryColumns,
                    offsets,
                    1f / total));
    update(batch, used, learningRate);
    return Arrays.stream(tasks, 0, used).mapToDouble(FollowerSoftmax::loss).sum();
  }

  private void update(int[] batch, int used, double learningRate) {
    float[] ofPopularity = new float[songs];
    for (int task = 0; task < used; task++) {
      add(ofPopularity, tasks[task].offsetGradient());
    }
    IntStream.range(0, dimensions)
        .parallel()
        .forEach(
            k -> {
              for (int task = 1; task < used; task++) {
                add(tasks[0].entryGradient()[k], tasks[task].entryGradient()[k]);
              }
            });
    float[] ofEntries = new float[songs * dimensions];
    for (int song = 0; song < songs; song++) {
      for (int k = 0; k < dimensions; k++) {
        int at = song * dimensions + k;
        ofEntries[at] =
            tasks[0].entryGradient()[k][song] - 2 * entryPoints[at] * ofPopularity[song];
      }
    }
    float[] ofExits = exits == entries ? ofEntries : new float[songs * dimensions];
    for (int i = 0; i < batch.length; i++) {
      float[] ofSong = tasks[i / SONGS_PER_TASK].exitGradient(i % SONGS_PER_TASK);
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
    for (int song = 0; song < songs; song++) {
      for (int k = 0; k < dimensions; k++) {
        entryColumns[k][song] = entryPoints[song * dimensions + k];
      }
    }
  }

  private static void add(float[] sums, float[] values) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i];
    }
  }
}
