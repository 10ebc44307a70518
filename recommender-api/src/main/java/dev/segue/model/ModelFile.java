package dev.segue.model;

/** Placeholder. */
public final class ModelFile {
  private ModelFile() {}
}
