package dev.segue.server;

import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.server.store.Ban;
import dev.segue.server.store.Event;
import dev.segue.server.store.ListenerStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A listener's session, as far as it follows from what the store has: so it may be forgotten at any
 * time, and made again, for another model, too. One thread at a time.
 */
final class Listener {

  /**
   * How many songs of a session a network hears again: each costs a step. Beyond that a state
   * hardly knows what came first, and the memory does.
   */
  static final int HEARD_AGAIN = 200;

  private final ServedModel model;
  private final Optional<RecommendationRules> rules;
  private ListeningSession session;
  private @Nullable Event last;
  private int told;

  private Listener(
      ServedModel model, Optional<RecommendationRules> rules, ListeningSession session) {
    this.model = model;
    this.rules = rules;
    this.session = session;
  }

  /** Makes the session of a listener of what the store has. */
  static Listener of(String name, ListenerStore store, ServedModel model, InstantSource clock)
      throws IOException {
    ListenerMemory memory = ListenerMemory.of(model.catalogue(), clock);
    List<Event> events = store.events(name);
    int begin = lastSession(events, model.sessionGap());
    for (int i = 0; i < begin; i++) {
      boolean heard = i > 0 && events.get(i - 1).song().id().equals(events.get(i).song().id());
      remember(memory, events.get(i), heard);
    }
    for (Ban ban : store.bans(name)) {
      if (!isOfNobody(ban, model)) {
        ban(memory, ban);
      }
    }
    Listener listener =
        new Listener(
            model,
            store.rules(name).map(RecommendationRules::parse),
            model.recommender().newSession(memory));
    events.subList(begin, events.size()).forEach(listener::tell);
    return listener;
  }

  private static void ban(ListenerMemory memory, Ban ban) {
    switch (ban.kind()) {
      case SONG -> memory.ban(ban.name());
      case ARTIST -> memory.banArtist(ban.name());
    }
  }

  /** Whether a ban is of an artist who was one, and whom this model takes for unknown. */
  private static boolean isOfNobody(Ban ban, ServedModel model) {
    return ban.kind() == Ban.Kind.ARTIST
        && model.catalogue().leadArtist(Song.of("any", "", ban.name())).isEmpty();
  }

  /**
   * Refuses what no session can ban, before the store keeps it for all sessions to come.
   *
   * @throws IllegalArgumentException if the artist is none
   */
  void check(Ban ban) {
    ban(ListenerMemory.of(model.catalogue()), ban);
  }

  /** The first of the events that the session hears again. */
  private static int lastSession(List<Event> events, Duration gap) {
    int begin = events.size();
    int earliest = Math.max(0, events.size() - HEARD_AGAIN);
    while (begin > earliest
        && (begin == events.size() || !isPause(events.get(begin - 1), events.get(begin), gap))) {
      begin--;
    }
    return begin;
  }

  private static boolean isPause(Event before, Event after, Duration gap) {
    return Duration.between(before.time(), after.time()).compareTo(gap) > 0;
  }

  /**
   * As {@link ListeningSession#like} does, a like plays the song, unless it has just been heard.
   *
   * @param heard whether the event before was of the same song
   */
  private static void remember(ListenerMemory memory, Event event, boolean heard) {
    switch (event.kind()) {
      case PLAY -> memory.play(event.song(), event.time());
      case SKIP -> memory.skip(event.song(), event.time());
      case LIKE -> {
        if (!heard) {
          memory.play(event.song(), event.time());
        }
        memory.like(event.song(), event.time());
      }
    }
  }

  private void tell(Event event) {
    ListeningSession then = session.at(event.time());
    switch (event.kind()) {
      case PLAY -> then.play(event.song(), ListeningSession.UnknownSong.IGNORE);
      case SKIP -> then.skip(event.song(), event.heard());
      case LIKE -> {
        if (model.catalogue().index(event.song().id()).isPresent()) {
          then.like(event.song());
        }
      }
    }
    last = event;
    told++;
  }

  /**
   * Tells the session what the store has been told.
   *
   * @return whether it could: if not, the listener must be made anew
   */
  boolean add(Event event) {
    if (last != null && (told == 2 * HEARD_AGAIN || !event.time().isAfter(last.time()))) {
      return false;
    }
    if (last != null && isPause(last, event, model.sessionGap())) {
      session = afterAPause();
      told = 0;
    }
    tell(event);
    return true;
  }

  /** A session that has heard nothing, with the same memory. */
  private ListeningSession afterAPause() {
    return session.memory().map(model.recommender()::newSession).orElseThrow();
  }

  ServedModel model() {
    return model;
  }

  /** The session as it is at a time: a new one, if the pause was long. */
  ListeningSession session(Instant now) {
    ListeningSession current =
        last != null && Duration.between(last.time(), now).compareTo(model.sessionGap()) > 0
            ? afterAPause()
            : session;
    return current.at(now);
  }

  ListeningSession session() {
    return session;
  }

  Optional<RecommendationRules> rules() {
    return rules;
  }
}
