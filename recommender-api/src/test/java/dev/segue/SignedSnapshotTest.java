package dev.segue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SignedSnapshotTest {

  private static final SecretKey KEY = key(1);
  private static final BigramRecommender RECOMMENDER =
      BigramRecommender.of(Catalogue.of(List.of(Song.of("a"))), true, new float[2][1]);
  private static final byte[] UNSIGNED = RECOMMENDER.newSession().play("a").snapshot();
  private static final byte[] SIGNED = SignedSnapshot.sign(UNSIGNED, KEY);

  private static SecretKey key(int first) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) first;
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  @Test
  void signed_isRestoredWithItsKey() {
    byte[] signed = RECOMMENDER.newSession().play("a").snapshot(KEY);

    assertThat(signed).hasSize(UNSIGNED.length + 36);
    assertThat(RECOMMENDER.restore(signed, KEY).heard()).containsExactly(Song.of("a"));
  }

  @Test
  void signed_isRestoredWithItsKeyAndAClock() {
    Instant time = Instant.ofEpochSecond(1_700_000_000);
    byte[] signed = RECOMMENDER.newSession().at(time).play("a").snapshot(KEY);

    ListeningSession restored = RECOMMENDER.restore(signed, KEY, InstantSource.fixed(time));

    assertThat(restored.heard()).containsExactly(Song.of("a"));
    assertThat(restored.now()).contains(time);
  }

  @Test
  void hmac_isThatOfTheBytesBefore() {
    // printf 'SgSi' | openssl dgst -sha256 -hmac key, over no snapshot
    SecretKey key = new SecretKeySpec("key".getBytes(), "HmacSHA256");
    byte[] signed = SignedSnapshot.sign(new byte[0], key);

    assertThat(HexFormat.of().formatHex(signed))
        .isEqualTo("53675369" + "2ea08fa9845ebc52d65a3700c3c76f19648b96d77c35a70f3c1a9175df182cbb");
  }

  @Test
  void withAnotherKey_isRefused() {
    refused(SIGNED, key(2), "snapshot must be signed with this key, but its signature is another");
  }

  @Test
  void changedOrCutAnywhere_isRefused() {
    for (int i = 0; i < SIGNED.length; i++) {
      byte[] changed = SIGNED.clone();
      changed[i] ^= 1;
      refused(changed, KEY, "snapshot must be signed");
      refused(Arrays.copyOf(SIGNED, i), KEY, "snapshot must be signed");
    }
    refused(Arrays.copyOf(SIGNED, SIGNED.length + 1), KEY, "snapshot must be signed with this key");
  }

  @Test
  void unsigned_isRefusedWhereAKeyIsGiven() {
    refused(UNSIGNED, KEY, "snapshot must be signed, because a key is given, but is not: ");
  }

  @Test
  void signed_isRefusedWhereNoKeyIsGiven() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.restore(SIGNED))
        .withMessage(
            "snapshot must not be signed, because no key is given, but is: restore it with its"
                + " key");
  }

  private static void refused(byte[] snapshot, SecretKey key, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RECOMMENDER.restore(snapshot, key))
        .withMessageStartingWith(problem);
  }
}
