package dev.segue.baselines;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.SessionHistory;
import dev.segue.Song;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A session of a {@link Blend}: one of each part. All of them share one memory, which counts a play
 * or a skip once although each part reports it.
 */
final class BlendSession implements ListeningSession {

  private final Blend blend;
  private final SessionHistory history;

  /** Shared by all views; they have other memories once this session is told a time. */
  private final List<ListeningSession> parts;

  private BlendSession(Blend blend, SessionHistory history, List<ListeningSession> parts) {
    this.blend = blend;
    this.history = history;
    this.parts = parts;
  }

  static BlendSession withoutTime(Blend blend) {
    return new BlendSession(
        blend,
        SessionHistory.of(blend.catalogue()),
        new ArrayList<>(blend.parts().stream().map(SequenceRecommender::newSession).toList()));
  }

  static BlendSession withMemory(Blend blend, ListenerMemory memory) {
    return new BlendSession(
        blend,
        SessionHistory.of(memory),
        new ArrayList<>(blend.parts().stream().map(part -> part.newSession(memory)).toList()));
  }

  @Override
  public SequenceRecommender recommender() {
    return blend;
  }

  @Override
  public SessionHistory history() {
    return history;
  }

  @Override
  public BlendSession at(Instant now) {
    Objects.requireNonNull(now, "now");
    boolean hadNone = memory().isEmpty();
    SessionHistory then = history.at(now);
    if (hadNone) {
      ListenerMemory memory = then.memory().orElseThrow();
      parts.replaceAll(part -> part.copy(memory));
    }
    return new BlendSession(blend, then, parts);
  }

  @Override
  public BlendSession copy() {
    return history.memory().isPresent()
        ? copy(history.memory().get().copy())
        : copyWith(history.copy(), ListeningSession::copy);
  }

  @Override
  public BlendSession copy(ListenerMemory memory) {
    return copyWith(history.copy(memory), part -> part.copy(memory));
  }

  private BlendSession copyWith(SessionHistory copy, UnaryOperator<ListeningSession> part) {
    return new BlendSession(blend, copy, new ArrayList<>(parts.stream().map(part).toList()));
  }

  @Override
  public ListeningSession play(String songId) {
    Objects.requireNonNull(songId, "songId");
    Song song = song(songId);
    BlendSession now = atOneTime();
    now.parts().forEach(part -> part.play(songId));
    now.history.play(song);
    return this;
  }

  @Override
  public ListeningSession skip(String songId, Duration heard) {
    Objects.requireNonNull(songId, "songId");
    Objects.requireNonNull(heard, "heard");
    Song song = song(songId);
    BlendSession now = atOneTime();
    now.history.skip(song, heard);
    now.parts().forEach(part -> part.skip(songId, heard));
    return this;
  }

  /** The memory knows what several parts report by its time. */
  private BlendSession atOneTime() {
    return now().map(this::at).orElse(this);
  }

  private Song song(String songId) {
    return blend.catalogue().song(blend.catalogue().playlist(List.of(songId)).song(0));
  }

  /** A session of each part, all as of the same time. */
  List<ListeningSession> parts() {
    return now().map(now -> parts.stream().map(part -> part.at(now)).toList()).orElse(parts);
  }

  @Override
  public Scores scores() {
    double[] weights = blend.weights();
    List<ListeningSession> timed = parts();
    float[] sum = new float[blend.catalogue().size()];
    for (int part = 0; part < weights.length; part++) {
      if (weights[part] > 0) {
        add((float) weights[part], timed.get(part), sum);
      }
    }
    for (int song = 0; song < sum.length && !blend.isLogLinear(); song++) {
      sum[song] = (float) Math.log(sum[song]);
    }
    return Scores.of(sum);
  }

  private void add(float weight, ListeningSession part, float[] sum) {
    float[] scores = blend.isLogLinear() ? PartScores.logs(part) : PartScores.probabilities(part);
    for (int song = 0; song < sum.length; song++) {
      sum[song] += weight * scores[song];
    }
  }

  @Override
  public String toString() {
    return ListeningSession.describe(this);
  }
}
