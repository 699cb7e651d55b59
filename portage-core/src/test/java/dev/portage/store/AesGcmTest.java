package dev.portage.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.store.PayloadCodec.Encoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AesGcmTest {
  private static final PayloadPlace PLACE =
      new PayloadPlace("order-1", "atom charge", "output", "json", 1000);
  private static final byte[] SECRET = "s3cret".getBytes(StandardCharsets.UTF_8);

  private final SecretKey old = AesGcm.newKey();
  private final SecretKey now = AesGcm.newKey();

  private static Encoded encrypted(AesGcm codec) {
    return requireNonNull(codec.encode(SECRET, PLACE));
  }

  private static void isRefused(AesGcm codec, Encoded encoded, PayloadPlace place, String said) {
    assertThatThrownBy(() -> codec.decode(encoded, place))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatIsEncryptedIsReadAgainAndNeverLooksTheSame() {
    AesGcm codec = AesGcm.with("k1", now);
    Encoded one = encrypted(codec);
    Encoded other = encrypted(codec);

    assertThat(one.parameter()).isEqualTo("k1");
    assertThat(one.bytes()).hasSize(12 + SECRET.length + 16).isNotEqualTo(other.bytes());
    assertThat(new String(one.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("s3c");
    assertThat(codec.decode(one, PLACE)).isEqualTo(SECRET);
    assertThat(codec.decode(other, PLACE)).isEqualTo(SECRET);
    assertThat(codec.decode(requireNonNull(codec.encode(new byte[0], PLACE)), PLACE)).isEmpty();
  }

  @Test
  void olderKeysAreRead() {
    Encoded before = encrypted(AesGcm.with("k1", old));
    AesGcm rotated = AesGcm.with("k2", now).alsoReading("k1", old);

    assertThat(encrypted(rotated).parameter()).isEqualTo("k2");
    assertThat(rotated.decode(before, PLACE)).isEqualTo(SECRET);
    isRefused(AesGcm.with("k2", now), before, PLACE, "the key 'k1' is not known here");
  }

  @Test
  void whoOnlyReadsStoresAsItIs() {
    AesGcm codec = AesGcm.with("k1", now);

    assertThat(codec.onlyReading().encode(SECRET, PLACE)).isNull();
    assertThat(codec.onlyReading().decode(encrypted(codec), PLACE)).isEqualTo(SECRET);
  }

  @Test
  void anotherKeyOfTheSameIdIsNoticed() {
    isRefused(AesGcm.with("k1", now), encrypted(AesGcm.with("k1", old)), PLACE, "'k1'");
  }

  @Test
  void everyChangedByteIsNoticed() {
    AesGcm codec = AesGcm.with("k1", now);
    Encoded encoded = encrypted(codec);
    for (int i = 0; i < encoded.bytes().length; i++) {
      byte[] changed = encoded.bytes().clone();
      changed[i] ^= 1;
      isRefused(codec, new Encoded("k1", changed), PLACE, "it was changed");
    }
  }

  @Test
  void everyOtherLengthIsNoticed() {
    AesGcm codec = AesGcm.with("k1", now);
    Encoded encoded = encrypted(codec);
    for (int length = 0; length < encoded.bytes().length; length++) {
      byte[] cut = Arrays.copyOf(encoded.bytes(), length);
      isRefused(codec, new Encoded("k1", cut), PLACE, length < 28 ? "truncated" : "it was changed");
    }
    byte[] longer = Arrays.copyOf(encoded.bytes(), encoded.bytes().length + 1);
    isRefused(codec, new Encoded("k1", longer), PLACE, "it was changed");
  }

  @Test
  void aValueIsBoundToItsPlace() {
    AesGcm codec = AesGcm.with("k1", now).alsoReading("k2", now);
    Encoded encoded = encrypted(codec);
    for (PayloadPlace elsewhere :
        List.of(
            new PayloadPlace("order-2", "atom charge", "output", "json", 1000),
            new PayloadPlace("order-1", "atom refund", "output", "json", 1000),
            new PayloadPlace("order-1", "atom charge", "reversal", "json", 1000),
            new PayloadPlace("order-1", "atom charge", "output", "json+gzip", 1000),
            new PayloadPlace("order-1atom", " charge", "output", "json", 1000))) {
      isRefused(codec, encoded, elsewhere, "moved here from another place");
    }
    isRefused(codec, new Encoded("k2", encoded.bytes()), PLACE, "'k2'");
    assertThat(
            codec.decode(encoded, new PayloadPlace("order-1", "atom charge", "output", "json", 1)))
        .isEqualTo(SECRET);
  }

  /** What is stored today must be readable by every later version. */
  @Test
  void theFormatStays() {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 7);
    byte[] stored =
        HexFormat.of()
            .parseHex("03030303030303030303030356cdc0713f5c981ffdccfb8e859650da868e5a8cf6f8");

    assertThat(AesGcm.with("k1", AesGcm.key(bytes)).decode(new Encoded("k1", stored), PLACE))
        .isEqualTo(SECRET);
  }

  @Test
  void keysAreNeverShown() {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 'K');
    AesGcm codec = AesGcm.with("k2", AesGcm.key(bytes)).alsoReading("k1", old);
    String options = StoreOptions.defaults().withCodecs(Compression.gzip(), codec).toString();

    assertThat(codec).hasToString("aes(k2 of [k1, k2])");
    assertThat(codec.onlyReading()).hasToString("aes(only reading of [k1, k2])");
    assertThat(options)
        .contains("aes(k2 of [k1, k2])")
        .doesNotContain("KKKK", "SecretKey", Base64.getEncoder().encodeToString(bytes));
    assertThat(encrypted(codec)).hasToString("Encoded(k2, 34 bytes)");
  }

  @Test
  void whatIsNoKeyIsRefused() {
    for (String id : new String[] {"", "a b", "a:b", "a+b", "ü", "x".repeat(33)}) {
      assertThatThrownBy(() -> AesGcm.with(id, now)).isInstanceOf(IllegalArgumentException.class);
    }
    for (SecretKey key :
        List.of(new SecretKeySpec(new byte[16], "AES"), new SecretKeySpec(new byte[32], "DES"))) {
      assertThatThrownBy(() -> AesGcm.with("k1", key))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the key 'k1' is no AES key of 256 bits");
    }
    assertThatThrownBy(() -> AesGcm.key(new byte[31])).hasMessageContaining("found 31");
    assertThatThrownBy(() -> AesGcm.with("k1", now).alsoReading("k1", old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two keys 'k1'");
  }
}
