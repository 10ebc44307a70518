package dev.segue.spark;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What tasks of this JVM share, by its name: each is made once, by the task that asks for it first.
 * One that no task uses is let go when memory is short, so that those of a long pipeline do not
 * pile up, and made again if it is asked for. Any number of threads.
 */
final class OncePerJvm<T> {

  private final ConcurrentHashMap<String, Shared<T>> byName = new ConcurrentHashMap<>();

  /** How many were made, for tests. */
  final AtomicInteger made = new AtomicInteger();

  /** Makes what tasks share. */
  interface Source<T> {
    T make() throws IOException;
  }

  /** Returns what has a name; others wait only if they ask for the same. */
  T get(String name, Source<T> source) throws IOException {
    return byName.computeIfAbsent(name, any -> new Shared<>(made)).get(source);
  }

  private static final class Shared<T> {

    private final AtomicInteger made;
    private @Nullable SoftReference<T> reference;

    Shared(AtomicInteger made) {
      this.made = made;
    }

    synchronized T get(Source<T> source) throws IOException {
      @Nullable T shared = reference == null ? null : reference.get();
      if (shared == null) {
        shared = source.make();
        made.incrementAndGet();
        reference = new SoftReference<>(shared);
      }
      return shared;
    }
  }
}
