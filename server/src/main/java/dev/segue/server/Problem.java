package dev.segue.server;

/** A request that is refused, with the status and the reason that its sender is told. */
final class Problem extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  Problem(int status, String detail) {
    super(detail);
    this.status = status;
  }

  static Problem badRequest(String detail) {
    return new Problem(400, detail);
  }

  static Problem notFound(String detail) {
    return new Problem(404, detail);
  }

  int status() {
    return status;
  }
}
