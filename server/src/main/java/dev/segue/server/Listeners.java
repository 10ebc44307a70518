package dev.segue.server;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.Striped;
import dev.segue.RecommendationRules;
import dev.segue.server.store.Ban;
import dev.segue.server.store.Event;
import dev.segue.server.store.ListenerStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * All listeners: the store has them, and those of late are in memory. Any number of threads, one at
 * a time for each listener.
 */
final class Listeners {

  /** More than there are requests at once, so that few wait for another listener's. */
  private static final int LOCKS = 4096;

  private final ListenerStore store;
  private final Models models;
  private final InstantSource clock;
  private final Striped<Lock> locks = Striped.lock(LOCKS);
  private final Cache<String, Listener> inMemory;

  /**
   * Returns the listeners of a store.
   *
   * @param most how many are in memory at once
   */
  Listeners(ListenerStore store, Models models, InstantSource clock, int most) {
    this.store = store;
    this.models = models;
    this.clock = clock;
    this.inMemory = CacheBuilder.newBuilder().maximumSize(most).build();
  }

  /** What is asked of a listener. */
  interface Question<T> {
    T ask(Listener listener) throws Problem, IOException;
  }

  /** Asks a listener, who need not be known. */
  <T> T ask(String name, Question<T> question) throws Problem, IOException {
    Lock lock = locks.get(name);
    lock.lock();
    try {
      return question.ask(listener(name));
    } finally {
      lock.unlock();
    }
  }

  private Listener listener(String name) throws IOException {
    Listener listener = inMemory.getIfPresent(name);
    return listener == null ? makeAnew(name) : listener;
  }

  private Listener makeAnew(String name) throws IOException {
    Listener listener = Listener.of(name, store, models.current(), clock);
    inMemory.put(name, listener);
    return listener;
  }

  /** Keeps what a listener did, whom nobody asks just now. */
  void add(String name, Event event) throws IOException {
    Lock lock = locks.get(name);
    lock.lock();
    try {
      store.add(name, event);
      Listener listener = inMemory.asMap().remove(name);
      if (listener != null && listener.add(event)) { // else it is made anew when it is asked for
        inMemory.put(name, listener);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Keeps what a listener does, and then tells the session and asks it. */
  <T> T add(String name, Question<Event> what, Question<T> then) throws Problem, IOException {
    return ask(
        name,
        listener -> {
          Event event = what.ask(listener);
          store.add(name, event);
          return orForget(name, () -> then.ask(listener.add(event) ? listener : makeAnew(name)));
        });
  }

  void ban(String name, Ban ban) throws Problem, IOException {
    change(
        name,
        listener -> {
          listener.check(ban);
          store.ban(name, ban);
        });
  }

  void unban(String name, Ban ban) throws Problem, IOException {
    change(name, any -> store.unban(name, ban));
  }

  void rules(String name, Optional<RecommendationRules> rules) throws Problem, IOException {
    change(name, any -> store.rules(name, rules.map(RecommendationRules::toString)));
  }

  /** What the store does; it is done when this returns. */
  private interface Change {
    void make(Listener listener) throws IOException;
  }

  private void change(String name, Change change) throws Problem, IOException {
    ask(
        name,
        listener -> {
          change.make(listener);
          return orForget(name, () -> makeAnew(name));
        });
  }

  private interface Answer<T> {
    T give() throws Problem, IOException;
  }

  /** Has a listener made anew next time if it may not know what the store knows. */
  private <T> T orForget(String name, Answer<T> answer) throws Problem, IOException {
    try {
      return answer.give();
    } catch (RuntimeException | IOException e) {
      inMemory.invalidate(name);
      throw e;
    }
  }

  /** Forgets all that is known of a listener. */
  boolean forget(String name) throws Problem, IOException {
    return ask(
        name,
        listener -> {
          inMemory.invalidate(name);
          return store.forget(name);
        });
  }

  /**
   * Has the listeners in memory go on with the model that is served now. Each is asked as before
   * until it is there.
   */
  void move() throws IOException {
    for (String name : inMemory.asMap().keySet()) {
      Lock lock = locks.get(name);
      lock.lock();
      try {
        Listener listener = inMemory.getIfPresent(name);
        if (listener != null && listener.model().recommender() != models.current().recommender()) {
          makeAnew(name);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  long inMemory() {
    return inMemory.size();
  }
}
