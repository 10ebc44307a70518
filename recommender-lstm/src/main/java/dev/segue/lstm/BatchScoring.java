package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.ScoreVisitor;
import dev.segue.Scores;
import dev.segue.interruption.Interruption;
import dev.segue.lstm.network.HeardSong;
import dev.segue.lstm.network.LstmEnsemble;
import dev.segue.lstm.network.LstmState;
import dev.segue.lstm.network.MemoryFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scores many playlists on all cores. Playlists are read in blocks of a few tasks per core; a task
 * multiplies several positions at once with the output weights, so that these are read from memory
 * once for all of them.
 */
final class BatchScoring {

  private static final int POSITIONS_PER_TASK = 256;
  private static final int POSITIONS_PER_PRODUCT = 16;
  private static final int TASKS_PER_CORE = 8;

  private BatchScoring() {}

  static void score(
      Catalogue catalogue,
      LstmEnsemble networks,
      Stream<Playlist> playlists,
      PlayHistory history,
      ScoreVisitor visitor) {
    Interruption interruption = Interruption.of("scoring playlists");
    int tasksPerBlock = TASKS_PER_CORE * Runtime.getRuntime().availableProcessors();
    List<Task> block = new ArrayList<>();
    Task task = new Task(catalogue, networks, history, visitor, interruption, 0);
    long number = 0;
    for (Iterator<Playlist> all = playlists.iterator(); all.hasNext(); number++) {
      task.add(all.next());
      if (task.positions >= POSITIONS_PER_TASK) {
        block.add(task);
        task = new Task(catalogue, networks, history, visitor, interruption, number + 1);
      }
      if (block.size() >= tasksPerBlock) {
        block.parallelStream().forEach(Task::run);
        block.clear();
      }
    }
    block.add(task);
    block.parallelStream().forEach(Task::run);
  }

  /** Some consecutive playlists, scored by one thread. */
  private static final class Task {

    private final Catalogue catalogue;
    private final LstmEnsemble networks;
    private final PlayHistory history;
    private final ScoreVisitor visitor;
    private final Interruption interruption;
    private final long first;
    private final List<Playlist> playlists = new ArrayList<>();
    private int positions;

    Task(
        Catalogue catalogue,
        LstmEnsemble networks,
        PlayHistory history,
        ScoreVisitor visitor,
        Interruption interruption,
        long first) {
      this.catalogue = catalogue;
      this.history = history;
      this.networks = networks;
      this.visitor = visitor;
      this.interruption = interruption;
      this.first = first;
    }

    void add(Playlist playlist) {
      catalogue.check(playlist, first + playlists.size());
      playlists.add(playlist);
      positions += playlist.size();
    }

    void run() {
      Product product = new Product(networks, visitor, Math.min(positions, POSITIONS_PER_PRODUCT));
      List<LstmState> states = networks.start();
      for (int i = 0; i < playlists.size(); i++) {
        Playlist playlist = playlists.get(i);
        states.forEach(LstmState::clear);
        boolean timed =
            networks.networks().get(0).architecture().memory() && playlist.listener().isPresent();
        @Nullable ListenerMemory memory = timed ? history.before(playlist) : null;
        List<Playlist.Skip> skips = playlist.skips();
        int skipped = skip(skips, 0, 0, states, memory);
        for (int heard = 1; heard <= playlist.size(); heard++) {
          interruption.check();
          networks.step(HeardSong.of(playlist.song(heard - 1), false), states);
          if (memory != null) {
            memory.play(playlist.song(heard - 1), playlist.time(heard - 1));
          }
          skipped = skip(skips, skipped, heard, states, memory);
          product.add(first + i, playlist, heard, states, memory);
        }
      }
      product.flush();
    }

    /** Tells the skips before the song at a position; returns how many skips are told then. */
    private int skip(
        List<Playlist.Skip> skips,
        int told,
        int position,
        List<LstmState> states,
        @Nullable ListenerMemory memory) {
      int next = told;
      for (; next < skips.size() && skips.get(next).position() == position; next++) {
        Playlist.Skip skip = skips.get(next);
        networks.step(HeardSong.of(skip.song(), true), states);
        if (memory != null) {
          memory.skip(skip.song(), skip.time().orElseThrow());
        }
      }
      return next;
    }
  }

  /** Collects positions until there are enough of them for a product. */
  private static final class Product {

    private final LstmEnsemble networks;
    private final ScoreVisitor visitor;
    private final long[] playlists;
    private final int[] heard;
    private final LstmState[][] listeners;
    private final float[][] scores;
    private final MemoryFeatures[] memories;
    private int waiting;

    Product(LstmEnsemble networks, ScoreVisitor visitor, int positions) {
      this.networks = networks;
      this.visitor = visitor;
      this.playlists = new long[positions];
      this.heard = new int[positions];
      this.listeners = new LstmState[networks.networks().size()][positions];
      this.scores = new float[positions][networks.songs()];
      this.memories = new MemoryFeatures[positions];
      Arrays.setAll(memories, i -> networks.newFeatures());
    }

    void add(
        long number,
        Playlist playlist,
        int songsHeard,
        List<LstmState> states,
        @Nullable ListenerMemory memory) {
      memories[waiting].clear();
      if (memory != null) {
        memories[waiting].read(memory, playlist.chosen(songsHeard), networks.clock());
      }
      playlists[waiting] = number;
      heard[waiting] = songsHeard;
      for (int i = 0; i < listeners.length; i++) {
        listeners[i][waiting] = states.get(i).forScoring();
      }
      waiting++;
      if (waiting == scores.length) {
        flush();
      }
    }

    void flush() {
      networks.scores(listeners, memories, waiting, scores);
      for (int i = 0; i < waiting; i++) {
        visitor.visit(playlists[i], heard[i], Scores.of(scores[i]));
      }
      waiting = 0;
    }
  }
}
