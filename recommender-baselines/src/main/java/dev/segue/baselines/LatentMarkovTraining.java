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
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * Trains a {@link LatentMarkovEmbedding}. Each step takes all transitions from some songs, so that
 * the probabilities after each of them are computed once: over all songs, or in a large catalogue
 * over those that a {@link FollowerSampler} draws for the step. One thread at a time.
 */
final class LatentMarkovTraining {

  /** The size of the largest catalogue whose probabilities are over all songs. */
  static final int MAX_SONGS_COMPARED = 20_000;

  /** The number of songs drawn for a step in larger catalogues, about. */
  static final int SAMPLE_SIZE = 4096;

  /** The final learning rate as a fraction of the initial one. */
  private static final double FINAL_LEARNING_RATE_FACTOR = 0.02;

  /** The number of songs whose followers a step learns from. */
  private static final int SONGS_PER_STEP = 96;

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

  /** Returns the softmax of a step, given the songs whose followers it learns from. */
  private final Function<int[], StepSoftmax> softmaxes;

  private final SplittableRandom random;

  private LatentMarkovTraining(
      Transitions transitions,
      float[] probabilities,
      SongGroups groups,
      LatentMarkovEmbedding.Settings settings,
      int maxSongsCompared,
      int sampleSize) {
    this.songs = probabilities.length;
    this.dimensions = settings.dimensions();
    this.transitions = transitions;
    this.random = new SplittableRandom(settings.descent().seed());
    this.penalty = settings.regularisation() / transitions.total();
    this.entries = new SongPoints(groups, dimensions, random);
    this.entryPoints = new float[songs * dimensions];
    this.exits = settings.dualPoint() ? new SongPoints(groups, dimensions, random) : entries;
    this.exitPoints = settings.dualPoint() ? new float[songs * dimensions] : entryPoints;
    this.popularity = new float[songs];
    for (int song = 0; song < songs; song++) {
      popularity[song] = (float) Math.log(probabilities[song]);
    }
    this.popularitySteps = new Adam(popularity);
    this.softmaxes = songs > maxSongsCompared ? sampled(probabilities, sampleSize) : exact();
    updatePoints();
  }

  private Function<int[], StepSoftmax> exact() {
    StepSoftmax all = new StepSoftmax(FollowerSampler.all(songs), dimensions, SONGS_PER_STEP);
    return batch -> all;
  }

  private Function<int[], StepSoftmax> sampled(float[] probabilities, int sampleSize) {
    FollowerSampler sampler =
        new FollowerSampler(transitions, probabilities, sampleSize, random.split());
    return batch -> new StepSoftmax(sampler.draw(batch), dimensions, batch.length);
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
    return run(dataset, validation, settings, listeners, MAX_SONGS_COMPARED, SAMPLE_SIZE);
  }

  /**
   * Trains as {@link #run(PlaylistDataset, Optional, LatentMarkovEmbedding.Settings, List)} does.
   *
   * @param maxSongsCompared the size of the largest catalogue whose probabilities are over all
   *     songs
   * @param sampleSize the number of songs drawn for a step in larger catalogues, about
   */
  static LatentMarkovEmbedding run(
      PlaylistDataset dataset,
      Optional<PlaylistDataset> validation,
      LatentMarkovEmbedding.Settings settings,
      List<TrainingListener> listeners,
      int maxSongsCompared,
      int sampleSize) {
    float[] probabilities = Popularity.count(dataset).probabilities();
    Transitions transitions = Transitions.count(dataset, 1, 1, false);
    SongGroups groups =
        settings.tags()
            ? SongGroups.of(dataset.catalogue())
            : SongGroups.none(probabilities.length);
    LatentMarkovTraining training =
        new LatentMarkovTraining(
            transitions, probabilities, groups, settings, maxSongsCompared, sampleSize);
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
    StepSoftmax softmax = softmaxes.apply(batch);
    double loss =
        softmax.computeGradients(
            batch,
            transitions,
            exitPoints,
            entryPoints,
            LatentMarkovEmbedding.offsets(entryPoints, popularity),
            1f / total,
            interruption);
    update(batch, softmax, learningRate);
    return loss;
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
}
