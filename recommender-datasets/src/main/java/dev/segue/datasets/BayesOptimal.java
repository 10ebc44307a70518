package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.Song;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/**
 * The recommender that knows the true distribution of a station and infers only the show and the
 * type of listener.
 */
record BayesOptimal(StationModel model, StationListeners listeners, Catalogue catalogue)
    implements SequenceRecommender {

  /** The score of a song that may not come next: e<sup>-50</sup> is negligible. */
  static final float IMPOSSIBLE = -50;

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public ListeningSession newSession() {
    return new Session(SessionHistory.of(catalogue), new double[model.shows()][listeners.types()]);
  }

  /**
   * Starts the next session of a listener who stays of a type, which the sessions before tell more
   * and more of; the show is another.
   *
   * @param before a session of this recommender
   */
  ListeningSession nextSession(ListeningSession before) {
    double[] types = ((Session) before).logTypes();
    double[][] shows = new double[model.shows()][];
    Arrays.setAll(shows, show -> types.clone());
    return new Session(SessionHistory.of(catalogue), shows);
  }

  @Override
  public void save(OutputStream out) {
    Objects.requireNonNull(out, "out");
    throw new UnsupportedOperationException(
        "the Bayes-optimal recommender has nothing learnt to save: ask SyntheticStation for it again");
  }

  @Override
  public String toString() {
    return "Bayes-optimal recommender";
  }

  /**
   * Updates the posterior probability of each show and type by Bayes' rule after each song. The
   * station draws a song with the probability that it has in the show; a listener of the type then
   * skips it, or plays it and so becomes part of what the next song depends on.
   */
  private final class Session implements ListeningSession {

    /** By show and type: logarithms up to a constant, because products of many underflow. */
    private final double[][] logPosterior;

    private final SessionHistory history;

    Session(SessionHistory history, double[][] logPosterior) {
      this.history = history;
      this.logPosterior = logPosterior;
    }

    /** The posterior of each type, whatever the show. */
    private double[] logTypes() {
      double[] types = new double[listeners.types()];
      Arrays.setAll(
          types, type -> logSum(Arrays.stream(logPosterior).mapToDouble(show -> show[type])));
      return types;
    }

    private static double logSum(DoubleStream logs) {
      double[] all = logs.toArray();
      double max = Arrays.stream(all).max().orElseThrow();
      return max + Math.log(Arrays.stream(all).map(log -> Math.exp(log - max)).sum());
    }

    private OptionalInt previous() {
      List<Song> heard = history.heard();
      return heard.isEmpty()
          ? OptionalInt.empty()
          : catalogue.index(heard.get(heard.size() - 1).id());
    }

    @Override
    public SessionHistory history() {
      return history;
    }

    @Override
    public ListeningSession at(Instant now) {
      return new Session(history.at(now), logPosterior);
    }

    @Override
    public SequenceRecommender recommender() {
      return BayesOptimal.this;
    }

    @Override
    public ListeningSession play(String songId) {
      int song = song(songId);
      double[][] genres = model.genresAfter(previous());
      observe((show, type) -> played(genres, show, type, model.genre(song)));
      history.play(catalogue.song(song));
      return this;
    }

    /** A song skipped by listeners who never skip tells nothing. */
    @Override
    public ListeningSession skip(String songId, Duration heard) {
      Objects.requireNonNull(heard, "heard");
      int song = song(songId);
      history.skip(catalogue.song(song), heard);
      if (listeners.types() > 1) {
        int genre = model.genre(song);
        double[][] genres = model.genresAfter(previous());
        observe((show, type) -> genres[show][genre] * listeners.skip(type, genre));
      }
      return this;
    }

    private int song(String songId) {
      return catalogue.playlist(List.of(Objects.requireNonNull(songId, "songId"))).song(0);
    }

    private void observe(Likelihood likelihood) {
      for (int show = 0; show < model.shows(); show++) {
        for (int type = 0; type < listeners.types(); type++) {
          logPosterior[show][type] += Math.log(likelihood.of(show, type));
        }
      }
    }

    /** The probability that a song is drawn and played, divided by that within its genre. */
    private double played(double[][] genres, int show, int type, int genre) {
      return genres[show][genre] * (1 - listeners.skip(type, genre));
    }

    @Override
    public Scores scores() {
      OptionalInt previous = previous();
      double[] logGenres = logGenres(previous);
      float[] scores = new float[model.songs()];
      for (int song = 0; song < scores.length; song++) {
        scores[song] =
            model.mayFollow(song, previous)
                ? (float) (logGenres[model.genre(song)] + Math.log(model.withinGenre(song)))
                : IMPOSSIBLE;
      }
      return Scores.of(scores);
    }

    private double[] logGenres(OptionalInt previous) {
      double[][] genres = model.genresAfter(previous);
      double max = Arrays.stream(logPosterior).flatMapToDouble(Arrays::stream).max().orElseThrow();
      double[] mixture = new double[model.genres()];
      for (int show = 0; show < model.shows(); show++) {
        for (int type = 0; type < listeners.types(); type++) {
          double weight = Math.exp(logPosterior[show][type] - max);
          for (int genre = 0; genre < mixture.length; genre++) {
            mixture[genre] += weight * played(genres, show, type, genre);
          }
        }
      }
      double total = 0;
      for (int genre = 0; genre < mixture.length; genre++) {
        total += mixture[genre] * model.mayFollowWithinGenre(genre, previous);
      }
      double sum = total;
      return Arrays.stream(mixture).map(weight -> Math.log(weight / sum)).toArray();
    }

    @Override
    public String toString() {
      return ListeningSession.describe(this);
    }
  }

  /** How probable what was observed is in a show, for a type of listener. */
  private interface Likelihood {
    double of(int show, int type);
  }
}
