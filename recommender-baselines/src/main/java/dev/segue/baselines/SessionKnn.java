package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import dev.segue.quotation.Quotation;
import dev.segue.scratch.ScratchPool;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Session-based k-nearest neighbours: recommends songs of the playlists most similar to the songs
 * heard. It stores the playlists with an index from songs to playlists; nothing is trained.
 * Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.BaselineExamplesTest" region="sessionKnn"}
 *
 * <p>The similarity of a playlist is the sum of the weights of the songs heard that it contains,
 * normalised as {@link Weighting} says; with a {@linkplain Builder#halfLife half-life}, older
 * playlists are less similar. The score of a song is the weighted sum of the similarities of the
 * nearest playlists that contain it. It ranks songs in none of them behind the others, by
 * popularity.
 */
public final class SessionKnn extends HistoryRecommender {

  static final String KIND = "session_knn";
  private static final String PROBABILITIES = "probabilities";

  /** The weight of the popularity: so small that it only breaks ties. */
  private static final float POPULARITY_WEIGHT = 1e-6f;

  /** How the songs heard and the songs of neighbours are weighted. */
  public enum Weighting {
    /**
     * All songs equally: S-KNN (Jannach and Ludewig, "When Recurrent Neural Networks meet the
     * Neighborhood", RecSys 2017, <a
     * href="https://doi.org/10.1145/3109859.3109872">doi:10.1145/3109859.3109872</a>).
     */
    S_KNN {
      @Override
      double heardWeight(int position, int length) {
        return 1;
      }

      @Override
      double similarity(double weights, int heard, int neighbour) {
        return weights / Math.sqrt((double) heard * neighbour);
      }

      @Override
      double candidateWeight(int ago, int distance) {
        return 1;
      }
    },
    /**
     * Weights the songs heard by the square of their relative position, and neighbours by how
     * recently the last shared song was heard: V-SKNN (Ludewig and Jannach, "Evaluation of
     * Session-based Recommendation Algorithms", UMUAI 28, 2018, <a
     * href="https://doi.org/10.1007/s11257-018-9209-6">doi:10.1007/s11257-018-9209-6</a>).
     */
    V_SKNN {
      @Override
      double heardWeight(int position, int length) {
        double relativePosition = (double) position / length;
        return relativePosition * relativePosition;
      }

      @Override
      double similarity(double weights, int heard, int neighbour) {
        return weights / heard;
      }

      @Override
      double candidateWeight(int ago, int distance) {
        return 1.0 / ago;
      }
    },
    /**
     * Weights decay exponentially: those of the songs heard with every later song, to 1/e after 10,
     * and those of a neighbour's songs with the distance from the last shared song, to 1/e after
     * 20. With a {@linkplain Builder#halfLife half-life} of neighbours this is STAN (Garg et al.,
     * "Sequence and Time Aware Neighborhood for Session-based Recommendations", SIGIR 2019, <a
     * href="https://doi.org/10.1145/3331184.3331322">doi:10.1145/3331184.3331322</a>).
     */
    STAN {
      @Override
      double heardWeight(int position, int length) {
        return Math.exp((position - length) / 10.0);
      }

      @Override
      double similarity(double weights, int heard, int neighbour) {
        return weights / Math.sqrt((double) heard * neighbour);
      }

      @Override
      double candidateWeight(int ago, int distance) {
        return Math.exp(-distance / 20.0);
      }
    };

    /** Returns the weight of the song heard at a position, from 1 to the length. */
    abstract double heardWeight(int position, int length);

    /**
     * Returns the similarity, given the sum of the weights of the shared songs and the numbers of
     * distinct songs heard and in the neighbour.
     */
    abstract double similarity(double weights, int heard, int neighbour);

    /**
     * Returns the weight of a neighbour's song.
     *
     * @param ago how many songs ago the last shared song was heard, 1 for the last song
     * @param distance the distance from the last shared song in the neighbour, in songs
     */
    abstract double candidateWeight(int ago, int distance);
  }

  private final Settings settings;
  private final PackedPlaylists playlists;

  private final PlaylistFreshness freshness;

  /** {@code [songs]}: probabilities. */
  private final float[] popularity;

  private final ScratchPool<NeighbourScratch> scratch;

  private SessionKnn(
      Catalogue catalogue,
      Settings settings,
      PackedPlaylists playlists,
      PlaylistFreshness freshness,
      float[] popularity) {
    super(catalogue);
    this.settings = settings;
    this.playlists = playlists;
    this.freshness = freshness;
    this.popularity = popularity;
    this.scratch =
        new ScratchPool<>(() -> new NeighbourScratch(playlists.size(), catalogue.size()));
  }

  /**
   * The settings of a recommender.
   *
   * @param weighting how songs are weighted
   * @param neighbours the number of nearest playlists used
   * @param leaveOutLast how many of the songs heard last are ranked behind all others
   * @param halfLife after which a playlist's similarity halves, if it does
   */
  record Settings(
      Weighting weighting, int neighbours, int leaveOutLast, Optional<Duration> halfLife) {

    static Settings ofDefaults(Weighting weighting) {
      return new Settings(weighting, 100, 0, Optional.empty());
    }
  }

  /**
   * Returns a builder of a trainer.
   *
   * @param weighting how songs are weighted
   * @return a builder with the default settings
   * @throws NullPointerException if it is null
   */
  public static Builder builder(Weighting weighting) {
    return new Builder(Objects.requireNonNull(weighting, "weighting"));
  }

  private static SessionKnn of(PlaylistDataset dataset, Settings settings) {
    return new SessionKnn(
        dataset.catalogue(),
        settings,
        PackedPlaylists.of(dataset),
        PlaylistFreshness.of(dataset, settings.halfLife()),
        Popularity.count(dataset).probabilities());
  }

  /** Reads what {@link #save} wrote. */
  static SessionKnn load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    PackedPlaylists playlists = PackedPlaylists.read(model);
    PlaylistFreshness freshness = PlaylistFreshness.read(model, playlists.size());
    return new SessionKnn(
        catalogue,
        settings(model, freshness.halfLife()),
        playlists,
        freshness,
        Probabilities.read(model, PROBABILITIES, catalogue.size()));
  }

  private static Settings settings(ModelFile model, Optional<Duration> halfLife)
      throws FileFormatException {
    String weighting = model.text("weighting");
    Settings settings =
        new Settings(
            Arrays.stream(Weighting.values())
                .filter(each -> each.name().equals(weighting))
                .findFirst()
                .orElseThrow(
                    () ->
                        model.problem(
                            "weighting must be one of %s, was %s"
                                .formatted(
                                    Arrays.toString(Weighting.values()),
                                    Quotation.quote(weighting)))),
            model.integer("neighbours"),
            model.integer("leave_out_last"),
            halfLife);
    if (settings.neighbours() < 1 || settings.leaveOutLast() < 0) {
      throw model.problem("settings out of range: " + settings);
    }
    return settings;
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.Builder model =
        ModelFile.builder(KIND)
            .catalogue(catalogue())
            .text("weighting", settings.weighting().name())
            .text("neighbours", Integer.toString(settings.neighbours()))
            .text("leave_out_last", Integer.toString(settings.leaveOutLast()))
            .floats(PROBABILITIES, popularity, popularity.length);
    freshness.write(model);
    playlists.write(model);
    model.write(out);
  }

  /** {@inheritDoc} False: similarities are not probabilities. */
  @Override
  public boolean probabilistic() {
    return false;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    for (int song = 0; song < scores.length; song++) {
      scores[song] = POPULARITY_WEIGHT * popularity[song];
    }
    scratch.use(space -> addNeighbours(space, heard, count, scores));
    for (int ago = Math.min(settings.leaveOutLast(), count); ago > 0; ago--) {
      scores[heard[count - ago]] = -1f / ago; // behind all others, the last one last
    }
  }

  /** Adds the songs of the nearest playlists; returns how many playlists share songs. */
  private int addNeighbours(NeighbourScratch space, int[] heard, int count, float[] scores) {
    int distinct = space.hear(heard, count);
    int found = findPlaylists(space, heard, count, distinct);
    double smallest = space.smallestOfNearest(found, settings.neighbours());
    int left = settings.neighbours();
    for (int i = 0; i < found; i++) {
      if (space.similarities[space.found[i]] > smallest) {
        addSongs(space, space.found[i], count, scores);
        left--;
      }
    }
    for (int i = found - 1; i >= 0 && left > 0; i--) { // ties: those that share later songs
      if (space.similarities[space.found[i]] == smallest) {
        addSongs(space, space.found[i], count, scores);
        left--;
      }
    }
    space.clear(heard, count, found);
    return found;
  }

  /** Finds the playlists that share songs, and computes their similarities. */
  private int findPlaylists(NeighbourScratch space, int[] heard, int count, int distinct) {
    int found = 0;
    for (int position = 1; position <= count; position++) {
      int song = heard[position - 1];
      double weight = settings.weighting().heardWeight(position, count);
      // Otherwise the song is heard again later, or its weight is too small for a double.
      if (space.positions[song] == position && weight > 0) {
        for (int i = playlists.indexStarts()[song]; i < playlists.indexStarts()[song + 1]; i++) {
          int playlist = playlists.index()[i];
          if (space.similarities[playlist] == 0) {
            space.found[found++] = playlist;
          }
          space.similarities[playlist] += weight;
        }
      }
    }
    for (int i = 0; i < found; i++) {
      int playlist = space.found[i];
      space.similarities[playlist] =
          freshness.weights()[playlist]
              * settings
                  .weighting()
                  .similarity(
                      space.similarities[playlist], distinct, playlists.distinct()[playlist]);
    }
    return found;
  }

  /** Adds the weighted similarity of a playlist to the scores of its distinct songs. */
  private void addSongs(NeighbourScratch space, int playlist, int count, float[] scores) {
    int from = playlists.starts()[playlist];
    int to = playlists.starts()[playlist + 1];
    int[] songs = playlists.songs();
    int shared = from; // where the most recently heard song is
    for (int at = from; at < to; at++) {
      if (space.positions[songs[at]] > space.positions[songs[shared]]) {
        shared = at;
      }
    }
    int ago = count + 1 - space.positions[songs[shared]];
    for (int at = from; at < to; at++) {
      if (space.addedBy[songs[at]] != playlist + 1) {
        space.addedBy[songs[at]] = playlist + 1;
        double weight = settings.weighting().candidateWeight(ago, Math.abs(at - shared));
        scores[songs[at]] += (float) (space.similarities[playlist] * weight);
      }
    }
    for (int at = from; at < to; at++) {
      space.addedBy[songs[at]] = 0;
    }
  }

  /** Describes the model. */
  @Override
  public String toString() {
    return "%s over %d playlists".formatted(settings.weighting(), playlists.size());
  }

  /** Builds a trainer. Each setting can be made at most once. One thread at a time. */
  public static final class Builder {

    private final Checks checks = new Checks();
    private final Weighting weighting;
    private int neighbours;
    private int leaveOutLast;
    private Optional<Duration> halfLife;

    private Builder(Weighting weighting) {
      this.weighting = weighting;
      this.neighbours = Settings.ofDefaults(weighting).neighbours();
      this.leaveOutLast = Settings.ofDefaults(weighting).leaveOutLast();
      this.halfLife = Settings.ofDefaults(weighting).halfLife();
    }

    /**
     * Sets the number of nearest playlists used.
     *
     * @param neighbours at least 1; default 100
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException if it is set already
     */
    public Builder neighbours(int neighbours) {
      this.neighbours = checks.atLeastOne("neighbours", neighbours);
      return this;
    }

    /**
     * Sets how many of the songs heard last are ranked behind all others. A station does not repeat
     * them.
     *
     * @param songs at least 0; default 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it is set already
     */
    public Builder leaveOutLast(int songs) {
      this.leaveOutLast = checks.notNegative("leaveOutLast", songs);
      return this;
    }

    /**
     * Makes a playlist the less similar the longer it was before the end of the training playlists.
     * One without times is as similar as without a half-life.
     *
     * @param halfLife after which a playlist is half as similar, from a second to 68 years; default
     *     none
     * @return this builder
     * @throws IllegalArgumentException if it is shorter or longer
     * @throws IllegalStateException if it is set already
     */
    public Builder halfLife(Duration halfLife) {
      this.halfLife = Optional.of(checks.once("halfLife", PlayDecay.checked(halfLife)));
      return this;
    }

    /**
     * Builds the trainer.
     *
     * @return a trainer that stores the training playlists; it ignores validation playlists
     */
    public Trainer<SessionKnn> build() {
      Settings settings = new Settings(weighting, neighbours, leaveOutLast, halfLife);
      return ValidatingTrainer.counting(dataset -> of(dataset, settings));
    }
  }
}
