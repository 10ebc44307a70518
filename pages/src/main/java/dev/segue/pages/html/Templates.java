package dev.segue.pages.html;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The templates of pages, each read once. They escape what they are given. Any number of threads.
 */
final class Templates {

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().emptyStringIsFalse(true).withCollector(new OptionalCollector());
  private static final Map<String, Template> BY_NAME = new ConcurrentHashMap<>();

  private Templates() {}

  /** Takes what is optional for a list of one, or of none. */
  private static final class OptionalCollector extends DefaultCollector {

    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
      return value instanceof Optional<?> optional
          ? optional.stream().iterator()
          : super.toIterator(value);
    }
  }

  /** Fills a template. */
  static String fill(String name, Object with) {
    return BY_NAME
        .computeIfAbsent(name, any -> COMPILER.compile(Resources.text(name + ".mustache")))
        .execute(with);
  }
}
