package dev.segue.pages;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The templates of pages, each read once. They escape what they are given. Any number of threads.
 */
final class Templates {

  private static final Mustache.Compiler COMPILER = Mustache.compiler().emptyStringIsFalse(true);
  private static final Map<String, Template> BY_NAME = new ConcurrentHashMap<>();

  private Templates() {}

  /** Fills a template. */
  static String fill(String name, Object with) {
    return BY_NAME
        .computeIfAbsent(name, any -> COMPILER.compile(Resources.text(name + ".mustache")))
        .execute(with);
  }
}
