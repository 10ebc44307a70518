package dev.segue.evaluation;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One playlist, whose songs after the context are predicted, with the rank of each. One thread uses
 * it between {@link #heard} and {@link #report}.
 */
final class PlaylistPrediction {

  private final long number;
  private final Playlist playlist;

  /** The recommender's index of the song at each position, or -1 if it does not know the song. */
  private final int[] known;

  /** How many known songs come before each position. */
  private final int[] heardBefore;

  private final int[] knownSongs;
  private final Scores.Ties ties;

  /** {@code [positions][list]}: the first songs recommended, by the recommender's indices. */
  private final int[][] recommended;

  private final int listLength;
  private final double[] ranks;
  private final double[] logProbabilities;

  /** The probability of the song recommended first; NaN without probabilities or a list. */
  private final double[] confidences;

  PlaylistPrediction(
      long number, Playlist playlist, int[] knownSongs, int listLength, Scores.Ties ties) {
    this.number = number;
    this.knownSongs = knownSongs;
    this.listLength = listLength;
    this.ties = ties;
    this.playlist = playlist;
    this.known = playlist.songs().map(song -> knownSongs[song]).toArray();
    this.heardBefore = new int[known.length];
    for (int position = 1; position < known.length; position++) {
      heardBefore[position] = heardBefore[position - 1] + (known[position - 1] < 0 ? 0 : 1);
    }
    this.recommended = new int[known.length][];
    this.ranks = new double[known.length];
    this.logProbabilities = new double[known.length];
    this.confidences = new double[known.length];
  }

  /** Whether the playlist knows its listener and times. */
  boolean timed() {
    return playlist.listener().isPresent();
  }

  /**
   * The songs that the recommender hears: all it knows except the last of the playlist; with times
   * also that one, since its time says when its list is asked for.
   */
  Playlist heard() {
    return (timed() ? playlist : playlist.first(known.length - 1))
        .withSongs(song -> knownSongs[song]);
  }

  /** Ranks the targets that follow {@code heard} known songs. */
  void predict(int heard, Scores scores, boolean probabilistic) {
    if (heard > heardBefore[known.length - 1]) {
      return;
    }
    int from = firstTarget(heard);
    if (heardBefore[from] != heard) {
      return; // the songs that follow are all context
    }
    int[] list = listLength == 0 ? new int[0] : scores.best(listLength).toArray();
    for (int p = from; p < known.length && heardBefore[p] == heard; p++) {
      recommended[p] = list;
      if (known[p] >= 0) {
        ranks[p] = scores.rank(known[p], ties);
        logProbabilities[p] = probabilistic ? scores.logProbability(known[p]) : Double.NaN;
      }
      confidences[p] =
          probabilistic && list.length > 0 ? confidence(scores, list[0], p) : Double.NaN;
    }
  }

  /**
   * The probability of a song; from that of the target, if there is one, without another softmax.
   */
  private double confidence(Scores scores, int song, int position) {
    int target = known[position];
    return Math.exp(
        target >= 0 && logProbabilities[position] > Double.NEGATIVE_INFINITY
            ? Math.min(0, logProbabilities[position] + scores.get(song) - scores.get(target))
            : scores.logProbability(song));
  }

  /** The first target that at least this many known songs precede. */
  private int firstTarget(int heard) {
    int first = Arrays.binarySearch(heardBefore, heard);
    while (first > 0 && heardBefore[first - 1] == heard) {
      first--;
    }
    return Math.max(first, playlist.context());
  }

  /** Reports every predicted transition, in order. */
  void report(
      SequenceRecommender recommender,
      PlayHistory history,
      Catalogue dataset,
      Consumer<ScoredTransition> each) {
    if (heardBefore[playlist.context()] == 0) {
      predict(0, start(recommender, history).scores(), recommender.probabilistic());
    }
    Catalogue catalogue = recommender.catalogue();
    Playlist hears = heard();
    List<Song> heard = songs(catalogue, hears.songs());
    List<Instant> times =
        timed() ? IntStream.range(0, hears.size()).mapToObj(hears::time).toList() : List.of();
    for (int p = playlist.context(); p < known.length; p++) {
      boolean isKnown = known[p] >= 0;
      each.accept(
          new ScoredTransition(
              number,
              p,
              playlist.song(p),
              dataset.song(playlist.song(p)),
              timed() ? Optional.of(playlist.time(p)) : Optional.empty(),
              isKnown,
              isKnown ? ranks[p] : catalogue.size(),
              isKnown && recommender.probabilistic()
                  ? OptionalDouble.of(logProbabilities[p])
                  : OptionalDouble.empty(),
              Double.isNaN(confidences[p])
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(confidences[p]),
              heard.subList(0, heardBefore[p]),
              times.subList(0, timed() ? heardBefore[p] : 0),
              songs(catalogue, Arrays.stream(recommended[p])),
              catalogue));
    }
  }

  /** A session that has heard none of the songs, at the time of the first that it will hear. */
  private ListeningSession start(SequenceRecommender recommender, PlayHistory history) {
    if (!timed()) {
      return recommender.newSession();
    }
    Playlist heard = heard();
    Instant now = heard.size() == 0 ? playlist.chosen(playlist.context()) : heard.time(0);
    return recommender.newSession(history.before(playlist)).at(now);
  }

  private static List<Song> songs(Catalogue catalogue, IntStream indices) {
    return indices.mapToObj(catalogue::song).toList();
  }
}
