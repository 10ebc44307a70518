package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.io.OutputStream;
import java.util.ArrayList;
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
    return new Session();
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
    private final double[] logPosterior = new double[model.shows()];

    private final List<Song> heard = new ArrayList<>();
    private OptionalInt previous = OptionalInt.empty();
    private double[][] genres = model.genresAfter(previous);

    @Override
    public SequenceRecommender recommender() {
      return BayesOptimal.this;
    }

    @Override
    public ListeningSession play(String songId) {
      Objects.requireNonNull(songId, "songId");
      int song = catalogue.playlist(List.of(songId)).song(0);
      for (int show = 0; show < logPosterior.length; show++) {
        logPosterior[show] += Math.log(genres[show][model.genre(song)]);
      }
      previous = OptionalInt.of(song);
      genres = model.genresAfter(previous);
      heard.add(catalogue.song(song));
      return this;
    }

    @Override
    public List<Song> heard() {
      return List.copyOf(heard);
    }

    @Override
    public Scores scores() {
      double[] logGenres = logGenres();
      float[] scores = new float[model.songs()];
      for (int song = 0; song < scores.length; song++) {
        scores[song] =
            model.mayFollow(song, previous)
                ? (float) (logGenres[model.genre(song)] + Math.log(model.withinGenre(song)))
                : IMPOSSIBLE;
      }
      return Scores.of(scores);
    }

    private double[] logGenres() {
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
