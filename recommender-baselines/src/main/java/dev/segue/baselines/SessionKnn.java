package dev.segue.baselines;

import dev.segue.Catalogue;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.Trainer;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Nearest neighbours of a session: the playlists most like what was heard say what comes next. The
 * playlists stay as they are, with an index from songs to playlists; nothing is trained. Immutable;
 * may be shared by threads.
 *
 * <p>A playlist's similarity is the sum of the weights of the songs heard that it shares, and a
 * song's score the sum of the similarities of the nearest playlists that hold it, each times a
 * weight; see {@link Weighting}. Songs that no neighbour holds are ranked by popularity behind the
 * others.
 */
public final class SessionKnn extends HistoryRecommender {

  static final String KIND = "session_knn";
  private static final String PROBABILITIES = "probabilities";

  /** How much the popularity of a song counts: only where nothing else does. */
  private static final float TIE = 1e-6f;

  /** How songs heard and songs of neighbours are weighed. */
  public enum Weighting {
    /**
     * All alike: S-KNN (Jannach and Ludewig, "When Recurrent Neural Networks meet the
     * Neighborhood", RecSys 2017, <a
     * href="https://doi.org/10.1145/3109859.3109872">doi:10.1145/3109859.3109872</a>).
     */
    S_KNN {
      @Override
      double ofHeard(int position, int length) {
        return 1;
      }

      @Override
      double similarity(double weights, int heard, int neighbour) {
        return weights / Math.sqrt((double) heard * neighbour);
      }

      @Override
      double ofCandidate(int ago, int distance) {
        return 1;
      }
    },
    /**
     * Songs heard count the square of their place, and neighbours by how long ago the last song
     * that they share was heard: V-SKNN (Ludewig and Jannach, "Evaluation of Session-based
     * Recommendation Algorithms", UMUAI 28, 2018, <a
     * href="https://doi.org/10.1007/s11257-018-9209-6">doi:10.1007/s11257-018-9209-6</a>).
     */
    V_SKNN {
      @Override
      double ofHeard(int position, int length) {
        double place = (double) position / length;
        return place * place;
      }

      @Override
      double similarity(double weights, int heard, int neighbour) {
        return weights / heard;
      }

      @Override
      double ofCandidate(int ago, int distance) {
        return 1.0 / ago;
      }
    },
    /**
     * Songs heard fade with every song since, to 1/e after 10, and so do the neighbours' songs with
     * their distance from the last one shared, after 20: STAN without its time between sessions,
     * which playlists have not (Garg et al., "Sequence and Time Aware Neighborhood for
     * Session-based Recommendations", SIGIR 2019, <a
     * href="https://doi.org/10.1145/3331184.3331322">doi:10.1145/3331184.3331322</a>).
     */
    STAN {
      @Override
      double ofHeard(int position, int length) {
        return Math.exp((position - length) / 10.0);
      }

      @Override
      double similarity(double weights, int heard, int neighbour) {
        return weights / Math.sqrt((double) heard * neighbour);
      }

      @Override
      double ofCandidate(int ago, int distance) {
        return Math.exp(-distance / 20.0);
      }
    };

    /** The weight of the song heard at a position, from 1 to the length. */
    abstract double ofHeard(int position, int length);

    /**
     * The similarity, by the weights of the songs shared, and how many different songs there are.
     */
    abstract double similarity(double weights, int heard, int neighbour);

    /**
     * The weight of a neighbour's song.
     *
     * @param ago how many songs ago the last song shared was heard, 1 for the last one
     * @param distance how many songs it is away from that in the neighbour
     */
    abstract double ofCandidate(int ago, int distance);
  }

  private final Settings settings;
  private final PackedPlaylists playlists;

  /** {@code [songs]}: probabilities. */
  private final float[] popularity;

  private final ThreadLocal<Scratch> scratch;

  private SessionKnn(
      Catalogue catalogue, Settings settings, PackedPlaylists playlists, float[] popularity) {
    super(catalogue);
    this.settings = settings;
    this.playlists = playlists;
    this.popularity = popularity;
    this.scratch = ThreadLocal.withInitial(() -> new Scratch(playlists.size(), catalogue.size()));
  }

  /** What is chosen. */
  private record Settings(Weighting weighting, int neighbours, int leaveOutLast) {}

  /**
   * Keeps the training playlists; validation playlists are not looked at.
   *
   * @param weighting how songs are weighed
   * @param neighbours how many playlists count, at least 1; 100 is usual
   * @param leaveOutLast how many of the songs heard last are ranked behind all others, 0 or more: a
   *     station does not repeat them
   * @return the trainer
   * @throws IllegalArgumentException if a number is less than that
   */
  public static Trainer<SessionKnn> trainer(Weighting weighting, int neighbours, int leaveOutLast) {
    Objects.requireNonNull(weighting, "weighting");
    if (neighbours < 1) {
      throw new IllegalArgumentException("neighbours must be > 0, was " + neighbours);
    }
    if (leaveOutLast < 0) {
      throw new IllegalArgumentException("leaveOutLast must be >= 0, was " + leaveOutLast);
    }
    Settings settings = new Settings(weighting, neighbours, leaveOutLast);
    return ValidatingTrainer.counting(dataset -> of(dataset, settings));
  }

  private static SessionKnn of(PlaylistDataset dataset, Settings settings) {
    return new SessionKnn(
        dataset.catalogue(),
        settings,
        PackedPlaylists.of(dataset),
        Popularity.count(dataset).probabilities());
  }

  /** Reads what {@link #save} wrote. */
  static SessionKnn load(ModelFile model) throws FileFormatException {
    Catalogue catalogue = model.catalogue();
    String weighting = model.text("weighting");
    Settings settings =
        new Settings(
            Arrays.stream(Weighting.values())
                .filter(each -> each.name().equals(weighting))
                .findFirst()
                .orElseThrow(
                    () ->
                        model.problem(
                            "weighting must be one of %s, was '%s'"
                                .formatted(Arrays.toString(Weighting.values()), weighting))),
            model.integer("neighbours"),
            model.integer("leave_out_last"));
    if (settings.neighbours() < 1 || settings.leaveOutLast() < 0) {
      throw model.problem("settings out of range: " + settings);
    }
    return new SessionKnn(
        catalogue,
        settings,
        PackedPlaylists.read(model),
        model.floats(PROBABILITIES, catalogue.size()));
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
    playlists.write(model);
    model.write(out);
  }

  /** {@inheritDoc} Similarities are no probabilities. */
  @Override
  public boolean probabilistic() {
    return false;
  }

  @Override
  void score(int[] heard, int count, float[] scores) {
    for (int song = 0; song < scores.length; song++) {
      scores[song] = TIE * popularity[song];
    }
    Scratch space = scratch.get();
    int different = space.hear(heard, count);
    int found = findPlaylists(space, heard, count, different);
    double least = space.leastOfNearest(found, settings.neighbours());
    int left = settings.neighbours();
    for (int i = 0; i < found; i++) {
      if (space.similarities[space.found[i]] > least) {
        addSongs(space, space.found[i], count, scores);
        left--;
      }
    }
    for (int i = found - 1; i >= 0 && left > 0; i--) { // of equal ones those that share later songs
      if (space.similarities[space.found[i]] == least) {
        addSongs(space, space.found[i], count, scores);
        left--;
      }
    }
    for (int ago = Math.min(settings.leaveOutLast(), count); ago > 0; ago--) {
      scores[heard[count - ago]] = -1f / ago; // behind all others, the last one last
    }
    space.clear(heard, count, found);
  }

  /** Finds the playlists that share songs, and their similarities. */
  private int findPlaylists(Scratch space, int[] heard, int count, int different) {
    int found = 0;
    for (int position = 1; position <= count; position++) {
      int song = heard[position - 1];
      double weight = settings.weighting().ofHeard(position, count);
      // Else it is heard again later, or so long ago that a double holds its weight no more.
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
          settings
              .weighting()
              .similarity(space.similarities[playlist], different, playlists.different()[playlist]);
    }
    return found;
  }

  /** Adds the similarity of a playlist to the scores of its songs, each once. */
  private void addSongs(Scratch space, int playlist, int count, float[] scores) {
    int from = playlists.starts()[playlist];
    int to = playlists.starts()[playlist + 1];
    int[] songs = playlists.songs();
    int shared = from; // where the song is that was heard last
    for (int at = from; at < to; at++) {
      if (space.positions[songs[at]] > space.positions[songs[shared]]) {
        shared = at;
      }
    }
    int ago = count + 1 - space.positions[songs[shared]];
    for (int at = from; at < to; at++) {
      if (space.addedBy[songs[at]] != playlist + 1) {
        space.addedBy[songs[at]] = playlist + 1;
        double weight = settings.weighting().ofCandidate(ago, Math.abs(at - shared));
        scores[songs[at]] += (float) (space.similarities[playlist] * weight);
      }
    }
    for (int at = from; at < to; at++) {
      space.addedBy[songs[at]] = 0;
    }
  }

  /** Says what it is. */
  @Override
  public String toString() {
    return "%s over %d playlists".formatted(settings.weighting(), playlists.size());
  }

  /** Working space of a thread; all zeros between two calls. */
  private static final class Scratch {

    /** {@code [playlists]}. */
    private final double[] similarities;

    /** Playlists of a similarity above 0. */
    private final int[] found;

    /** {@code [songs]}: when a song was heard last, from 1; 0 for never. */
    private final int[] positions;

    /** {@code [songs]}: the playlist that a song was added for, from 1. */
    private final int[] addedBy;

    Scratch(int playlists, int songs) {
      similarities = new double[playlists];
      found = new int[playlists];
      positions = new int[songs];
      addedBy = new int[songs];
    }

    /** Puts down when songs were heard, and says how many different ones there are. */
    int hear(int[] heard, int count) {
      int different = 0;
      for (int i = 0; i < count; i++) {
        different += positions[heard[i]] == 0 ? 1 : 0;
        positions[heard[i]] = i + 1;
      }
      return different;
    }

    /** The similarity that the nearest playlists have at the least. */
    double leastOfNearest(int count, int neighbours) {
      double[] sorted = new double[count];
      for (int i = 0; i < count; i++) {
        sorted[i] = similarities[found[i]];
      }
      Arrays.sort(sorted);
      return count <= neighbours ? 0 : sorted[count - neighbours];
    }

    void clear(int[] heard, int count, int playlists) {
      for (int i = 0; i < count; i++) {
        positions[heard[i]] = 0;
      }
      for (int i = 0; i < playlists; i++) {
        similarities[found[i]] = 0;
      }
    }
  }
}
