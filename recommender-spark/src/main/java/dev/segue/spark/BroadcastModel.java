package dev.segue.spark;

import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A model file that executors fetch: in chunks, since an array of bytes ends at 2 GiB, and from
 * each other, as Spark's broadcasts do. Immutable.
 *
 * @param fingerprint the SHA-256 of the file, by which each JVM opens it once
 * @param chunks the file
 */
record BroadcastModel(String fingerprint, List<Broadcast<byte[]>> chunks) implements Serializable {

  /** The models that this JVM has opened. */
  static final OncePerJvm<SequenceRecommender> OPENED = new OncePerJvm<>();

  private static final int CHUNK_BYTES = 64 << 20;

  /**
   * Broadcasts what {@link SequenceRecommender#save} writes; no more of it is in memory at once.
   */
  static BroadcastModel of(SequenceRecommender recommender, SparkContext context)
      throws IOException {
    return of(recommender, context, CHUNK_BYTES);
  }

  static BroadcastModel of(SequenceRecommender recommender, SparkContext context, int chunkBytes)
      throws IOException {
    MessageDigest digest = sha256();
    BroadcastOutput chunks = new BroadcastOutput(context, chunkBytes);
    try (OutputStream out = new DigestOutputStream(chunks, digest)) {
      recommender.save(out);
    }
    return new BroadcastModel(HexFormat.of().formatHex(digest.digest()), chunks.written());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the recommender, opened by the first task of this JVM that asks for it. */
  SequenceRecommender recommender() throws IOException {
    return OPENED.get(fingerprint, this::open);
  }

  private SequenceRecommender open() throws IOException {
    Path file = Files.createTempFile("segue", ".model");
    try {
      MessageDigest digest = sha256();
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        for (Broadcast<byte[]> chunk : chunks) {
          out.write(chunk.value());
        }
      }
      String received = HexFormat.of().formatHex(digest.digest());
      if (!received.equals(fingerprint)) {
        throw new IOException(
            "the model must arrive as it was sent, with SHA-256 %s, but has %s"
                .formatted(fingerprint, received));
      }
      return ModelFile.read(file).recommender();
    } finally {
      Files.delete(file);
    }
  }
}
