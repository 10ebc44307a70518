package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.PlaylistDataset;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.Traces;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Recommends what this listener, or station, has played most of late, except for the songs just
 * played: what is in rotation. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.BaselineExamplesTest" region="recentPlays"}
 *
 * <p>The score of a song is a trace of the listener's {@link ListenerMemory}: the number of its
 * plays, each of which counts half after each half-life. Nothing else is learnt of a listener, so
 * whoever was not in training is served alike. Songs that the listener never played come after the
 * others, by the popularity in training, and the songs played last behind all, as many as training
 * shows that nobody repeats so soon. A session that knows no time counts what it has heard as if
 * all had just been played.
 *
 * <p>With a long half-life, and no song left out, this is {@linkplain #personalPopularity personal
 * popularity}.
 */
public final class RecentPlays implements SequenceRecommender {

  static final String KIND = "recent_plays";
  private static final String PROBABILITIES = "probabilities";

  /** The weight of the popularity: so small that it only breaks ties. */
  private static final float POPULARITY_WEIGHT = 1e-6f;

  private final Catalogue catalogue;
  private final Duration halfLife;
  private final int leaveOutLast;

  /** {@code [songs]}: probabilities. */
  private final float[] popularity;

  private RecentPlays(
      Catalogue catalogue, Duration halfLife, int leaveOutLast, float[] popularity) {
    this.catalogue = catalogue;
    this.halfLife = halfLife;
    this.leaveOutLast = leaveOutLast;
    this.popularity = popularity;
  }

  /**
   * The settings of a trainer.
   *
   * @param halfLife after which a play counts half, one of those of a memory
   * @param leaveOutLast how many of the songs played last are ranked behind all others; empty to
   *     learn it
   */
  record Settings(Duration halfLife, OptionalInt leaveOutLast) {

    static final Settings DEFAULTS = new Settings(Duration.ofDays(5), OptionalInt.empty());
  }

  /**
   * Returns a builder of a trainer.
   *
   * @return a builder with the default settings
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a trainer of personal popularity: recommends what this listener has played most, the
   * songs just played included. In music it is hard to beat (Abbattista et al., "Enhancing
   * Sequential Music Recommendation with Personalized Popularity Awareness", RecSys 2024, <a
   * href="https://arxiv.org/abs/2409.04329">arXiv:2409.04329</a>). Unlike there, a play counts half
   * after half a year, the longest half-life of a memory.
   *
   * @return the trainer; it ignores validation playlists
   */
  public static Trainer<RecentPlays> personalPopularity() {
    int longest = ListenerMemory.HALF_LIVES.size() - 1;
    return trainer(new Settings(ListenerMemory.HALF_LIVES.get(longest), OptionalInt.of(0)));
  }

  private static Trainer<RecentPlays> trainer(Settings settings) {
    return ValidatingTrainer.counting(dataset -> of(dataset, settings));
  }

  private static RecentPlays of(PlaylistDataset dataset, Settings settings) {
    return new RecentPlays(
        dataset.catalogue(),
        settings.halfLife(),
        settings.leaveOutLast().orElseGet(() -> RepeatGap.of(dataset)),
        Popularity.count(dataset).probabilities());
  }

  /** Reads what {@link #save} wrote. */
  static RecentPlays load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    Duration halfLife = Duration.ofSeconds(model.integer("half_life_seconds"));
    int leaveOutLast = model.integer("leave_out_last");
    if (!ListenerMemory.HALF_LIVES.contains(halfLife) || leaveOutLast < 0) {
      throw model.problem(
          "settings out of range: half-life %s, less the last %d"
              .formatted(halfLife, leaveOutLast));
    }
    return new RecentPlays(
        catalogue,
        halfLife,
        leaveOutLast,
        Probabilities.read(model, PROBABILITIES, catalogue.size()));
  }

  @Override
  public void save(OutputStream out) throws IOException {
    ModelFile.builder(KIND)
        .catalogue(catalogue)
        .text("half_life_seconds", Long.toString(halfLife.toSeconds()))
        .text("leave_out_last", Integer.toString(leaveOutLast))
        .floats(PROBABILITIES, popularity, popularity.length)
        .write(out);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  /** {@inheritDoc} False: counts of plays are not probabilities. */
  @Override
  public boolean probabilistic() {
    return false;
  }

  @Override
  public boolean knowsTime() {
    return true;
  }

  @Override
  public ListeningSession newSession() {
    return new RecentPlaysSession(this, SessionHistory.of(catalogue));
  }

  @Override
  public ListeningSession newSession(ListenerMemory memory) {
    Objects.requireNonNull(memory, "memory");
    catalogue.requireSame("the recommender", memory.catalogue(), "the memory");
    return new RecentPlaysSession(this, SessionHistory.of(memory));
  }

  /**
   * Scores all songs as candidates for the next one.
   *
   * @param traces scratch
   */
  Scores scores(ListenerMemory memory, Instant now, Traces traces) {
    memory.read(now, traces);
    float[] scores = new float[catalogue.size()];
    for (int song = 0; song < scores.length; song++) {
      scores[song] = POPULARITY_WEIGHT * popularity[song];
    }
    int trace = ListenerMemory.HALF_LIVES.indexOf(halfLife);
    for (int i = 0; i < traces.size(); i++) {
      scores[traces.song(i)] += (float) Math.expm1(traces.logs(trace)[i]);
    }
    int ago = 1;
    for (int song : last(traces, leaveOutLast)) {
      scores[song] = -1f / ago++; // behind all others, the last one last
    }
    return Scores.of(scores);
  }

  /** Returns the songs played last, the last one first. */
  private static int[] last(Traces traces, int count) {
    float[] hours = traces.hours();
    int[] places = new int[Math.min(count, traces.size())];
    for (int i = 0, found = 0; i < traces.size(); i++) {
      int at = found;
      while (at > 0 && hours[places[at - 1]] > hours[i]) {
        at--;
      }
      if (at < places.length) {
        found = Math.min(found + 1, places.length);
        System.arraycopy(places, at, places, at + 1, found - at - 1);
        places[at] = i;
      }
    }
    return Arrays.stream(places).map(traces::song).toArray();
  }

  /** Describes the model. */
  @Override
  public String toString() {
    return "recent plays (half-life %s, less the last %d) over %d songs"
        .formatted(halfLife, leaveOutLast, catalogue.size());
  }

  /** Builds a trainer. Each setting can be made at most once. One thread at a time. */
  public static final class Builder {

    private final Checks checks = new Checks();
    private Duration halfLife = Settings.DEFAULTS.halfLife();
    private OptionalInt leaveOutLast = Settings.DEFAULTS.leaveOutLast();

    private Builder() {}

    /**
     * Sets how fast plays fade.
     *
     * @param halfLife after which a play counts half, one of {@link ListenerMemory#HALF_LIVES};
     *     default 5 days
     * @return this builder
     * @throws IllegalArgumentException if it is none of them
     * @throws IllegalStateException if it is set already
     */
    public Builder halfLife(Duration halfLife) {
      Objects.requireNonNull(halfLife, "halfLife");
      if (!ListenerMemory.HALF_LIVES.contains(halfLife)) {
        throw new IllegalArgumentException(
            "halfLife must be one of %s, was %s".formatted(ListenerMemory.HALF_LIVES, halfLife));
      }
      this.halfLife = checks.once("halfLife", halfLife);
      return this;
    }

    /**
     * Sets how many of the different songs played last are ranked behind all others. Unless it is
     * set, it is learnt: at most one play in 20 of the training playlists was of a song that its
     * listener had played that recently. A station waits for hours, a listener may not wait at all.
     *
     * @param songs at least 0; default learnt
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it is set already
     */
    public Builder leaveOutLast(int songs) {
      this.leaveOutLast = OptionalInt.of(checks.notNegative("leaveOutLast", songs));
      return this;
    }

    /**
     * Builds the trainer.
     *
     * @return a trainer that counts training plays; it ignores validation playlists
     */
    public Trainer<RecentPlays> build() {
      return trainer(new Settings(halfLife, leaveOutLast));
    }
  }
}
