package dev.segue.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4jBackend.NoAvailableBackendException;

/** What loading ND4J ended with, on JDK 17 and 25, and what is said of it. */
class NativesProblemTest {

  @Test
  void fullDisk_namesTheFolder() {
    assertThat(describe(new IOException("No space left on device")))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "training needs ND4J's native libraries, but they cannot be unpacked into ")
                    .endsWith(
                        ": No space left on device; make room for 400 MB there, or name another"
                            + " folder by -Dorg.bytedeco.javacpp.cachedir"));
  }

  @Test
  void nativeAccessDenied_namesTheOption() {
    assertThat(describe(new IllegalCallerException("Illegal native access from an unnamed module")))
        .hasValue(
            "training needs ND4J's native libraries, but this JVM denies native access: start it"
                + " with --enable-native-access=ALL-UNNAMED");
  }

  @Test
  void noExecution_namesTheFolder() {
    assertThat(
            describe(
                new UnsatisfiedLinkError(
                    "/cache/libjniopenblas.so: failed to map segment from shared object")))
        .hasValueSatisfying(
            text -> assertThat(text).contains("system loads none from", "cachedir"));
  }

  @Test
  void limitOutsideTheHeap_namesTheOption() {
    assertThat(
            describe(
                new OutOfMemoryError(
                    "Physical memory usage is too high: physicalBytes (266M) > maxPhysicalBytes"
                        + " (230M)")))
        .hasValue(
            "training needs more memory, because ND4J did not load: Physical memory usage is too"
                + " high: physicalBytes (266M) > maxPhysicalBytes (230M); raise this limit by"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes (-Dorg.bytedeco.javacpp.maxbytes for"
                + " totalBytes), or -Xmx, on which both depend, and start the JVM anew");
  }

  @Test
  void heap_namesTheOption() {
    assertThat(describe(new OutOfMemoryError("Java heap space")))
        .hasValue(
            "training needs more memory, because ND4J did not load: Java heap space; raise -Xmx,"
                + " and start the JVM anew");
  }

  @Test
  void otherLinkage_isSaid() {
    assertThat(
            describe(
                new UnsatisfiedLinkError("libgomp.so.1: cannot open shared object file: No such")))
        .hasValue(
            "training needs ND4J's native libraries, which are on the class path but do not load:"
                + " libgomp.so.1: cannot open shared object file: No such");
  }

  @Test
  void missingFromTheClassPath_isForOthersToSay() {
    assertThat(
            describe(
                new UnsatisfiedLinkError(
                    "Could not find jnind4jcpu in class, module, and library paths.")))
        .isEmpty();
    assertThat(
            describe(
                new NoAvailableBackendException(
                    "Please ensure that you have an nd4j backend on your classpath.")))
        .isEmpty();
  }

  private static Optional<String> describe(Throwable first) {
    Throwable ofNd4j = new RuntimeException("ND4J is probably missing dependencies.", first);
    return NativesProblem.describe(new ExceptionInInitializerError(ofNd4j));
  }
}
