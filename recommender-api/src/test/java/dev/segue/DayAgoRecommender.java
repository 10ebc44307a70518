package dev.segue;

import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A recommender that knows the time, small enough to work out by hand: a song scores -|h - 24| if
 * its listener last played it h hours ago, and -1000 if never.
 */
public final class DayAgoRecommender implements SequenceRecommender {

  private final Catalogue catalogue;

  /**
   * Makes a recommender.
   *
   * @param catalogue its songs
   */
  public DayAgoRecommender(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public ListeningSession newSession() {
    return newSession(ListenerMemory.of(catalogue));
  }

  @Override
  public ListeningSession newSession(ListenerMemory memory) {
    catalogue.requireSame("the recommender", memory.catalogue(), "the memory");
    return new Session(memory, new ArrayList<>(), memory.clock().instant());
  }

  @Override
  public void save(OutputStream out) {
    throw new UnsupportedOperationException("made for tests");
  }

  private final class Session implements ListeningSession {

    private final ListenerMemory memory;
    private final List<Song> heard;
    private final Instant now;

    Session(ListenerMemory memory, List<Song> heard, Instant now) {
      this.memory = memory;
      this.heard = heard;
      this.now = now;
    }

    @Override
    public SequenceRecommender recommender() {
      return DayAgoRecommender.this;
    }

    @Override
    public ListeningSession at(Instant time) {
      return new Session(memory, heard, time);
    }

    @Override
    public Optional<Instant> now() {
      return Optional.of(now);
    }

    @Override
    public Optional<ListenerMemory> memory() {
      return Optional.of(memory);
    }

    @Override
    public ListeningSession play(String songId) {
      Song song = catalogue.song(catalogue.index(songId).orElseThrow());
      memory.play(song, now);
      heard.add(song);
      return this;
    }

    @Override
    public List<Song> heard() {
      return List.copyOf(heard);
    }

    @Override
    public Scores scores() {
      float[] scores = new float[catalogue.size()];
      Arrays.fill(scores, -1000);
      Traces traces = new Traces();
      memory.read(now, traces);
      for (int i = 0; i < traces.size(); i++) {
        scores[traces.song(i)] = -Math.abs(traces.hours()[i] - 24);
      }
      return Scores.of(scores);
    }
  }
}
