package dev.segue.server.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was used last, by name; what was not used for longest is dropped. One thread at a time.
 *
 * @param <V> what is known by name
 */
final class RecentlyUsed<V> extends LinkedHashMap<String, V> {

  private static final long serialVersionUID = 1;

  private static final int ENTRIES = 20_000;

  /** Longer texts are looked up each time, so that they do not fill the memory. */
  private static final int MAX_CHARACTERS = 1_000;

  RecentlyUsed() {
    super(16, 0.75f, true);
  }

  /** Keeps a value, unless its texts are long. */
  void keep(String name, V value, int characters) {
    if (characters <= MAX_CHARACTERS) {
      put(name, value);
    } else {
      remove(name);
    }
  }

  @Override
  protected boolean removeEldestEntry(Map.@Nullable Entry<String, V> eldest) {
    return size() > ENTRIES;
  }
}
