package dev.segue.dl4j;

/** Ends the training of a network whose numbers are no longer finite; the message says when. */
final class Divergence extends RuntimeException {

  private static final long serialVersionUID = 1;

  Divergence(String message) {
    super(message);
  }
}
