package dev.segue.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.segue.Song;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A store does what the same calls do to maps in memory. */
class ListenerStorePropertyTest {

  private static final Limits LIMITS = new Limits(3, 4);
  private static final List<String> LISTENERS = List.of("ann", "bob", "cyd", "dan", "eve");

  /** One call, to the store or to the maps. */
  private record Call(int kind, String listener, Event event, Ban ban, Optional<String> rules) {}

  private static final class Listener {
    private final TreeMap<Event, Event> events =
        new TreeMap<>(
            Comparator.comparing(Event::time)
                .thenComparing(event -> event.song().id())
                .thenComparing(Event::kind));
    private final Set<Ban> bans =
        new TreeSet<>(Comparator.comparing(Ban::kind).thenComparing(Ban::name));
    private Optional<String> rules = Optional.empty();
    private Instant seen = Instant.MIN;
  }

  /** The maps. */
  private static final class Model {
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, Song> songs = new HashMap<>();

    boolean isRefused(Call call) {
      boolean makes = call.kind <= 5 || call.kind == 7 && call.rules.isPresent();
      return makes
          && !listeners.containsKey(call.listener)
          && listeners.size() == LIMITS.listeners();
    }

    private Listener seen(String name, boolean makes, Instant now) {
      Listener listener =
          makes
              ? listeners.computeIfAbsent(name, n -> new Listener())
              : listeners.getOrDefault(name, new Listener());
      listener.seen = now;
      return listener;
    }

    void call(Call call, Instant now) {
      switch (call.kind) {
        case 0, 1, 2, 3, 4 -> {
          Listener listener = seen(call.listener, true, now);
          listener.events.remove(call.event);
          listener.events.put(call.event, call.event);
          if (listener.events.size() > LIMITS.eventsOfListener()) {
            listener.events.pollFirstEntry();
          }
          songs.merge(call.event.song().id(), call.event.song(), Model::merge);
        }
        case 5 -> seen(call.listener, true, now).bans.add(call.ban);
        case 6 -> seen(call.listener, false, now).bans.remove(call.ban);
        case 7 -> seen(call.listener, call.rules.isPresent(), now).rules = call.rules;
        case 8 -> listeners.remove(call.listener);
        default -> listeners.values().removeIf(known -> known.seen.isBefore(now.minusSeconds(9)));
      }
    }

    private static Song merge(Song old, Song told) {
      return new Song(
          old.id(),
          told.title().isEmpty() ? old.title() : told.title(),
          told.artist().isEmpty() ? old.artist() : told.artist(),
          told.tags().isEmpty() ? old.tags() : told.tags());
    }

    List<Event> events(String name) {
      return listeners.getOrDefault(name, new Listener()).events.values().stream()
          .map(e -> new Event(e.time(), e.kind(), songs.get(e.song().id()), e.heard()))
          .toList();
    }
  }

  @Provide
  Arbitrary<List<Call>> calls() {
    Arbitrary<Song> songs =
        Combinators.combine(
                Arbitraries.of("a", "b", "c", "d"),
                Arbitraries.of("", "T", "U"),
                Arbitraries.of("", "A"),
                Arbitraries.of(List.<String>of(), List.of("x", "y"), List.of("")))
            .as(Song::new);
    Arbitrary<Event> events =
        Combinators.combine(
                Arbitraries.longs().between(-2, 5),
                Arbitraries.of(Event.Kind.class),
                songs,
                Arbitraries.integers().between(0, 2))
            .as(
                (t, kind, song, heard) ->
                    new Event(Instant.ofEpochMilli(t), kind, song, Duration.ofMillis(heard)));
    Arbitrary<Ban> bans =
        Combinators.combine(Arbitraries.of(Ban.Kind.class), Arbitraries.of("a", "b")).as(Ban::new);
    Arbitrary<Integer> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.integers().between(0, 7)),
            Tuple.of(1, Arbitraries.integers().between(8, 9)));
    return Combinators.combine(
            kinds,
            Arbitraries.of(LISTENERS),
            events,
            bans,
            Arbitraries.of("", "noRepeats").optional())
        .as(Call::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 40)
  void store_isLikeMapsInMemory(@ForAll("calls") List<Call> calls) throws IOException {
    Path folder = Files.createTempDirectory("segue-store");
    Instant[] now = {Instant.EPOCH};
    Model model = new Model();
    try {
      try (ListenerStore store = ListenerStore.open(folder, LIMITS, () -> now[0])) {
        for (Call call : calls) {
          now[0] = now[0].plusSeconds(1);
          if (model.isRefused(call)) {
            assertThat(catchThrowable(() -> make(store, call, now[0])))
                .isInstanceOf(TooManyListenersException.class);
          } else {
            make(store, call, now[0]);
            model.call(call, now[0]);
          }
        }
        assertSame(store, model);
      }
      try (ListenerStore store = ListenerStore.open(folder, LIMITS, () -> now[0])) {
        assertSame(store, model);
      }
    } finally {
      delete(folder);
    }
  }

  private static void make(ListenerStore store, Call call, Instant now) throws IOException {
    switch (call.kind) {
      case 0, 1, 2, 3, 4 -> store.add(call.listener, call.event);
      case 5 -> store.ban(call.listener, call.ban);
      case 6 -> store.unban(call.listener, call.ban);
      case 7 -> store.rules(call.listener, call.rules);
      case 8 -> store.forget(call.listener);
      default -> store.forgetUnseen(now.minusSeconds(9));
    }
  }

  private static void assertSame(ListenerStore store, Model model) throws IOException {
    long events = 0;
    for (String name : LISTENERS) {
      Listener expected = model.listeners.getOrDefault(name, new Listener());
      assertThat(store.events(name)).isEqualTo(model.events(name));
      assertThat(store.bans(name)).containsExactlyElementsOf(expected.bans);
      assertThat(store.rules(name)).isEqualTo(expected.rules);
      events += expected.events.size();
    }
    assertThat(store.listeners()).isEqualTo(model.listeners.size());
    assertThat(store.events()).isEqualTo(events);
    assertThat(store.allEvents())
        .containsExactlyInAnyOrderElementsOf(
            model.listeners.keySet().stream()
                .flatMap(name -> model.events(name).stream().map(e -> new ListenerEvent(name, e)))
                .toList());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
