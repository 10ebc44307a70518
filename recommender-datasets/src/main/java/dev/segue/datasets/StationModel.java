package dev.segue.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The probabilities behind a {@link SyntheticStation}. Genre {@code g} of {@code n} holds the songs
 * {@code g, g + n, g + 2n, ...}, the most popular first. Immutable; may be shared by threads.
 */
final class StationModel {

  private static final int SHOWS = 4;
  private static final int MAX_GENRES = 12;
  private static final int SONGS_PER_GENRE = 25;
  private static final double GENRE_DECAY = 0.5;
  private static final double SEGUE_PROBABILITY = 0.9;
  private static final double ROTATION_OFFSET = 10;

  private final int songs;
  private final double[][] mixes;
  private final double segue;

  /** By rank in the genre: the sum of the weights of all more popular songs. */
  private final double[] rotation;

  /**
   * A distribution with all its parameters.
   *
   * @param songs at least 4 per genre
   * @param mixes {@code [shows, genres]}, the probability of each genre in each show
   * @param segue the probability of moving on to the following genre instead of drawing from the
   *     mix
   * @param rotationOffset the song of rank {@code r}, from 1, in its genre has the weight {@code 1
   *     / (r + rotationOffset - 1)}
   */
  StationModel(int songs, double[][] mixes, double segue, double rotationOffset) {
    this.songs = songs;
    this.mixes = mixes;
    this.segue = segue;
    this.rotation = new double[songs / mixes[0].length + 2];
    for (int rank = 1; rank < rotation.length; rank++) {
      rotation[rank] = rotation[rank - 1] + 1 / (rank + rotationOffset - 1);
    }
  }

  /** Returns the distribution of the public station, which depends only on the number of songs. */
  static StationModel of(int songs) {
    int genres = Math.max(2, Math.min(MAX_GENRES, songs / SONGS_PER_GENRE));
    double[][] mixes =
        IntStream.range(0, SHOWS).mapToObj(show -> mix(show, genres)).toArray(double[][]::new);
    return new StationModel(songs, mixes, SEGUE_PROBABILITY, ROTATION_OFFSET);
  }

  int songs() {
    return songs;
  }

  int shows() {
    return mixes.length;
  }

  int genres() {
    return mixes[0].length;
  }

  int genre(int song) {
    return song % genres();
  }

  /** The artist of a song, identified by the index of their most popular song. */
  int artist(int song) {
    int genre = genre(song);
    return genre + genres() * (rank(song) % artists(genre));
  }

  boolean mayFollow(int song, OptionalInt previous) {
    return previous.isEmpty() || artist(song) != artist(previous.getAsInt());
  }

  /** The probability of a song within its genre. */
  double withinGenre(int song) {
    int rank = rank(song);
    return (rotation[rank + 1] - rotation[rank]) / rotation[size(genre(song))];
  }

  /**
   * Returns a song's probability divided by {@link #withinGenre}, for each show and genre.
   *
   * @param previous the previous song, empty at the start of a playlist
   * @return {@code [shows, genres]}, normalised so that each show's probabilities sum to 1 over all
   *     songs that {@linkplain #mayFollow may follow}
   */
  double[][] genresAfter(OptionalInt previous) {
    double[][] result = new double[shows()][];
    for (int show = 0; show < shows(); show++) {
      double[] mix = mixes[show].clone();
      if (previous.isPresent()) {
        int genre = genre(previous.getAsInt());
        Arrays.setAll(mix, next -> (1 - segue) * mix[next]);
        mix[following(genre)] += segue;
        double allowed = 1 - mix[genre] * artistWithinGenre(previous.getAsInt());
        Arrays.setAll(mix, next -> mix[next] / allowed);
      }
      result[show] = mix;
    }
    return result;
  }

  /** The probability, within a genre, of the songs that {@linkplain #mayFollow may follow}. */
  double mayFollowWithinGenre(int genre, OptionalInt previous) {
    return previous.isPresent() && genre(previous.getAsInt()) == genre
        ? 1 - artistWithinGenre(previous.getAsInt())
        : 1;
  }

  /** Draws the next song of a show; redraws a song that may not follow. */
  int draw(int show, OptionalInt previous, Random random) {
    int song;
    do {
      boolean follows = previous.isPresent() && random.nextDouble() < segue;
      int genre = follows ? following(genre(previous.getAsInt())) : drawGenre(show, random);
      song = genre + genres() * drawRank(genre, random);
    } while (!mayFollow(song, previous));
    return song;
  }

  private int following(int genre) {
    return (genre + 1) % genres();
  }

  private int drawGenre(int show, Random random) {
    double left = random.nextDouble();
    int genre = 0;
    while (genre < genres() - 1 && left >= mixes[show][genre]) {
      left -= mixes[show][genre++];
    }
    return genre;
  }

  private int drawRank(int genre, Random random) {
    int size = size(genre);
    int found = Arrays.binarySearch(rotation, 0, size, random.nextDouble() * rotation[size]);
    return found >= 0 ? found : -found - 2;
  }

  private int rank(int song) {
    return song / genres();
  }

  private int size(int genre) {
    return (songs - genre + genres() - 1) / genres();
  }

  private int artists(int genre) {
    return size(genre) / 2;
  }

  /** The probability of all songs of a song's artist within its genre. */
  private double artistWithinGenre(int song) {
    double sum = 0;
    int step = genres() * artists(genre(song));
    for (int other = artist(song); other < songs; other += step) {
      sum += withinGenre(other);
    }
    return sum;
  }

  /** Returns the genre mix of a show; each show ranks the genres differently. */
  private static double[] mix(int show, int genres) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, genres).boxed().toList());
    Collections.shuffle(order, new Random(show));
    double sum = (1 - Math.pow(GENRE_DECAY, genres)) / (1 - GENRE_DECAY);
    double[] mix = new double[genres];
    for (int place = 0; place < genres; place++) {
      mix[order.get(place)] = Math.pow(GENRE_DECAY, place) / sum;
    }
    return mix;
  }
}
