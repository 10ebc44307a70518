/** Contract tests for recommenders and datasets of your own. */
module dev.segue.testing {
  requires transitive dev.segue;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports dev.segue.testing;

  // JUnit calls test methods that are not public.
  opens dev.segue.testing to
      org.junit.platform.commons;
}
