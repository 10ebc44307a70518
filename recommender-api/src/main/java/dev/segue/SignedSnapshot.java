package dev.segue;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Signs snapshots, so that nobody without the key can make or change one: what signed ones begin
 * with, the snapshot, and the HMAC-SHA256 of both (RFC 2104).
 */
final class SignedSnapshot {

  private static final int MAGIC = 0x53675369; // "SgSi"
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 32;

  private SignedSnapshot() {}

  static byte[] sign(byte[] snapshot, SecretKey key) {
    byte[] content =
        ByteBuffer.allocate(Integer.BYTES + snapshot.length).putInt(MAGIC).put(snapshot).array();
    byte[] signature = signature(content, key);
    byte[] signed = Arrays.copyOf(content, content.length + SIGNATURE_BYTES);
    System.arraycopy(signature, 0, signed, content.length, SIGNATURE_BYTES);
    return signed;
  }

  /**
   * Returns the snapshot that was signed.
   *
   * @throws IllegalArgumentException if it is not signed, or not with this key
   */
  static byte[] verified(byte[] signed, SecretKey key) {
    if (!isSigned(signed)) {
      throw new IllegalArgumentException(
          "snapshot must be signed, because a key is given, but is not: restore it without a key,"
              + " if nobody else can have changed it");
    }
    int end = Math.max(Integer.BYTES, signed.length - SIGNATURE_BYTES);
    byte[] signature = Arrays.copyOfRange(signed, end, signed.length);
    // Compares in constant time, so that nobody learns a signature byte by byte.
    if (!MessageDigest.isEqual(signature, signature(Arrays.copyOf(signed, end), key))) {
      throw new IllegalArgumentException(
          "snapshot must be signed with this key, but its signature is another: it was changed, cut"
              + " off, or signed with another key");
    }
    return Arrays.copyOfRange(signed, Integer.BYTES, end);
  }

  /** Refuses a signed snapshot where no key is given. */
  static void checkNotSigned(byte[] snapshot) {
    if (isSigned(snapshot)) {
      throw new IllegalArgumentException(
          "snapshot must not be signed, because no key is given, but is: restore it with its key");
    }
  }

  private static boolean isSigned(byte[] snapshot) {
    return snapshot.length >= Integer.BYTES && ByteBuffer.wrap(snapshot).getInt() == MAGIC;
  }

  private static byte[] signature(byte[] content, SecretKey key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(content);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("key must be one for " + ALGORITHM, e);
    }
  }
}
