package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.Song;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** The recommender that knows the true distribution of a station and infers only the show. */
record BayesOptimal(StationModel model, Catalogue catalogue) implements SequenceRecommender {

  /** The score of a song that may not come next: e<sup>-50</sup> is negligible. */
  static final float IMPOSSIBLE = -50;

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public ListeningSession newSession() {
    return new Session(SessionHistory.of(catalogue), new double[model.shows()]);
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

  /** Updates the posterior probability of each show by Bayes' rule after each song. */
  private final class Session implements ListeningSession {

    /** Logarithms up to a constant, because products of many probabilities underflow. */
    private final double[] logPosterior;

    private final SessionHistory history;

    Session(SessionHistory history, double[] logPosterior) {
      this.history = history;
      this.logPosterior = logPosterior;
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
      Objects.requireNonNull(songId, "songId");
      int song = catalogue.playlist(List.of(songId)).song(0);
      double[][] genres = model.genresAfter(previous());
      for (int show = 0; show < logPosterior.length; show++) {
        logPosterior[show] += Math.log(genres[show][model.genre(song)]);
      }
      history.play(catalogue.song(song));
      return this;
    }

    @Override
    public Scores scores() {
      OptionalInt previous = previous();
      double[] logGenres = logGenres(model.genresAfter(previous));
      float[] scores = new float[model.songs()];
      for (int song = 0; song < scores.length; song++) {
        scores[song] =
            model.mayFollow(song, previous)
                ? (float) (logGenres[model.genre(song)] + Math.log(model.withinGenre(song)))
                : IMPOSSIBLE;
      }
      return Scores.of(scores);
    }

    private double[] logGenres(double[][] genres) {
      double max = Arrays.stream(logPosterior).max().orElseThrow();
      double sum = 0;
      double[] mixture = new double[model.genres()];
      for (int show = 0; show < logPosterior.length; show++) {
        double weight = Math.exp(logPosterior[show] - max);
        sum += weight;
        for (int genre = 0; genre < mixture.length; genre++) {
          mixture[genre] += weight * genres[show][genre];
        }
      }
      double total = sum;
      return Arrays.stream(mixture).map(weight -> Math.log(weight / total)).toArray();
    }

    @Override
    public String toString() {
      return ListeningSession.describe(this);
    }
  }
}
