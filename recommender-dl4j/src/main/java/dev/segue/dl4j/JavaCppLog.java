package dev.segue.dl4j;

/**
 * Where JavaCPP logs: it writes to the error stream by default, that OpenBLAS was made for an older
 * version for example. Deeplearning4j and ND4J log through slf4j.
 */
final class JavaCppLog {

  private static final String OPTION = "org.bytedeco.javacpp.logger";

  private JavaCppLog() {}

  /** Makes it log through slf4j, unless it has begun or the user has chosen something else. */
  static void toSlf4j() {
    if (System.getProperty(OPTION) == null && isThere("org/slf4j/LoggerFactory.class")) {
      System.setProperty(OPTION, "slf4j");
    }
  }

  private static boolean isThere(String resource) {
    return JavaCppLog.class.getClassLoader().getResource(resource) != null;
  }
}
