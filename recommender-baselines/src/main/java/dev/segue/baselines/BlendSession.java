package dev.segue.baselines;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Scores;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session of a {@link Blend}: one of each part. All of them share one memory, which counts a play
 * once although each part reports it.
 */
final class BlendSession extends MemorySession<BlendSession> {

  private final Blend blend;
  private final Listener listener;

  private BlendSession(Blend blend, Listener listener, @Nullable Instant time) {
    super(blend, time);
    this.blend = blend;
    this.listener = listener;
  }

  static BlendSession withoutTime(Blend blend) {
    List<ListeningSession> parts =
        blend.parts().stream().map(SequenceRecommender::newSession).toList();
    return new BlendSession(blend, new Listener(parts, null), null);
  }

  static BlendSession withMemory(Blend blend, ListenerMemory memory) {
    List<ListeningSession> parts =
        blend.parts().stream().map(part -> part.newSession(memory)).toList();
    return new BlendSession(blend, new Listener(parts, blend.knowsTime() ? memory : null), null);
  }

  /** What all views of a session share. */
  private static final class Listener {

    private List<ListeningSession> parts;
    private @Nullable ListenerMemory memory;

    Listener(List<ListeningSession> parts, @Nullable ListenerMemory memory) {
      this.parts = parts;
      this.memory = memory;
    }
  }

  @Override
  public BlendSession at(Instant now) {
    Objects.requireNonNull(now, "now");
    return blend.knowsTime() ? super.at(now) : this;
  }

  @Override
  BlendSession view(Instant now) {
    return new BlendSession(blend, listener, now);
  }

  @Override
  void join(ListenerMemory memory) {
    listener.parts = partsWith(memory);
    listener.memory = memory;
  }

  private List<ListeningSession> partsWith(@Nullable ListenerMemory memory) {
    return listener.parts.stream()
        .map(part -> memory == null ? part.copy() : part.copy(memory))
        .toList();
  }

  @Override
  public Optional<ListenerMemory> memory() {
    return Optional.ofNullable(listener.memory);
  }

  @Override
  public ListeningSession play(String songId) {
    Objects.requireNonNull(songId, "songId");
    parts().forEach(part -> part.play(songId));
    return this;
  }

  /** A session of each part, all as of the same time. */
  List<ListeningSession> parts() {
    return now()
        .map(now -> listener.parts.stream().map(part -> part.at(now)).toList())
        .orElse(listener.parts);
  }

  @Override
  public List<Song> heard() {
    return listener.parts.get(0).heard();
  }

  @Override
  BlendSession copyWith(@Nullable ListenerMemory memory, @Nullable Instant now) {
    ListenerMemory shared = blend.knowsTime() ? memory : null;
    return new BlendSession(blend, new Listener(partsWith(memory), shared), now);
  }

  @Override
  public Scores scores() {
    double[] weights = blend.weights();
    List<ListeningSession> parts = parts();
    float[] sum = new float[blend.catalogue().size()];
    for (int part = 0; part < weights.length; part++) {
      if (weights[part] > 0) {
        add((float) weights[part], parts.get(part), sum);
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
}
