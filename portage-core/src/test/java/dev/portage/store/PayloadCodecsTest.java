package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PayloadCodecsTest {
  private static final PayloadPlace PLACE =
      new PayloadPlace("order-1", "atom charge", "output", "json", 100_000);
  private static final Payload LONG =
      new Payload(
          Payload.JSON,
          ("{\"text\":\"" + "s3cret ".repeat(1000) + "\"}").getBytes(StandardCharsets.UTF_8));

  private final AesGcm aes = AesGcm.with("k1", AesGcm.newKey());

  private static PayloadCodecs codecs(PayloadCodec... inOrder) {
    return new PayloadCodecs(List.of(inOrder));
  }

  /** Turns bits over, or throws. */
  private record Odd(String name, String parameter, @Nullable RuntimeException thrown)
      implements PayloadCodec {
    @Override
    public Encoded encode(byte[] bytes, PayloadPlace place) {
      return new Encoded(parameter, turned(bytes));
    }

    @Override
    public byte[] decode(Encoded encoded, PayloadPlace place) {
      if (thrown != null) {
        throw thrown;
      }
      assertThat(encoded.parameter()).isEqualTo(parameter);
      return turned(encoded.bytes());
    }

    private static byte[] turned(byte[] bytes) {
      byte[] turned = bytes.clone();
      for (int i = 0; i < turned.length; i++) {
        turned[i] ^= (byte) 0xff;
      }
      return turned;
    }
  }

  @Test
  void theStoredIdSaysWhatAValueWentThrough() {
    Odd odd = new Odd("odd", "", null);
    Payload stored = codecs(odd, Compression.gzip(), aes).encode(LONG, PLACE);

    assertThat(stored.codec()).isEqualTo("json+odd+gzip+aes:k1");
    assertThat(stored.size()).isLessThan(LONG.size() / 10);
    assertThat(codecs(Compression.gzip(), aes, odd).decode(stored, PLACE)).isEqualTo(LONG);
  }

  @Test
  void whatWasWrittenInAnotherOrderOrByFewerIsRead() {
    PayloadCodecs all = codecs(Compression.gzip(), aes);
    for (PayloadCodecs before :
        List.of(
            PayloadCodecs.NONE,
            codecs(Compression.gzip()),
            codecs(aes),
            codecs(aes, Compression.gzip().from(0)),
            codecs(aes.onlyReading()))) {
      assertThat(all.decode(before.encode(LONG, PLACE), PLACE)).isEqualTo(LONG);
    }
  }

  @Test
  void compressedValuesAreReadWithoutAnyCodec() {
    Payload stored = codecs(Compression.gzip()).encode(LONG, PLACE);

    assertThat(stored.codec()).isEqualTo("json+gzip");
    assertThat(PayloadCodecs.NONE.decode(stored, PLACE)).isEqualTo(LONG);
  }

  @Test
  void aCodecThatIsNotKnownIsNamedWithTheWholeId() {
    Payload stored = codecs(new Odd("odd", "v1", null)).encode(LONG, PLACE);

    assertThatThrownBy(() -> codecs(aes).decode(stored, PLACE))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("codec 'json+odd:v1': the store was opened without a codec 'odd'")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void whatACodecThrowsIsNotQuoted() {
    Odd odd = new Odd("odd", "", new IllegalStateException("s3cret"));
    Payload stored = codecs(odd).encode(LONG, PLACE);

    assertThatThrownBy(() -> codecs(odd).decode(stored, PLACE))
        .isInstanceOf(PayloadException.class)
        .hasMessage("codec 'json+odd': 'odd' failed with java.lang.IllegalStateException");
  }

  @Test
  void aServiceOfKeysThatIsAwayIsNoDamage() {
    Odd odd = new Odd("odd", "", new StoreUnavailableException("no keys just now"));
    Payload stored = codecs(odd).encode(LONG, PLACE);

    assertThatThrownBy(() -> codecs(odd).decode(stored, PLACE))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void namesAndParametersThatCouldNotBeStoredAreRefused() {
    for (String name : new String[] {"", "A", "a+b", "a:b", "1", "x".repeat(17)}) {
      assertThatThrownBy(() -> codecs(new Odd(name, "", null)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> codecs(aes, aes)).isInstanceOf(IllegalArgumentException.class);
    for (String parameter : new String[] {"a+b", "a:b", "ü", "x".repeat(33)}) {
      assertThatThrownBy(() -> codecs(new Odd("odd", parameter, null)).encode(LONG, PLACE))
          .isInstanceOf(PayloadException.class);
    }
    Payload longId = new Payload("x".repeat(61), new byte[0]);
    assertThatThrownBy(() -> codecs(new Odd("odd", "", null)).encode(longId, PLACE))
        .hasMessageContaining("at most 64");
  }

  @Test
  void smallValuesAndThoseThatWouldGrowAreNotCompressed() {
    Payload small = new Payload("raw", new byte[2047]);
    Payload dense = codecs(aes).encode(LONG, PLACE);

    assertThat(codecs(Compression.gzip()).encode(small, PLACE)).isSameAs(small);
    assertThat(codecs(Compression.gzip()).encode(dense, PLACE)).isSameAs(dense);
    assertThat(codecs(Compression.gzip().from(2047)).encode(small, PLACE).codec())
        .isEqualTo("raw+gzip");
  }

  @Test
  void whatGrowsOverTheLimitIsNotDecompressed() {
    Payload bomb = codecs(Compression.gzip()).encode(new Payload("raw", new byte[100_001]), PLACE);

    assertThat(bomb.size()).isLessThan(500);
    assertThatThrownBy(() -> PayloadCodecs.NONE.decode(bomb, PLACE))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("codec 'raw+gzip'")
        .hasMessageContaining("more than the 100000 bytes");
  }

  @Test
  void damagedCompressionIsNoticed() {
    byte[] good = codecs(Compression.gzip()).encode(LONG, PLACE).bytes();
    for (int length = 0; length < good.length; length++) {
      isDamaged(java.util.Arrays.copyOf(good, length));
    }
    byte[] changed = good.clone();
    changed[good.length - 5] ^= 1; // of the checksum
    isDamaged(changed);
    isDamaged("{}".getBytes(StandardCharsets.UTF_8));
  }

  private static void isDamaged(byte[] bytes) {
    assertThatThrownBy(() -> PayloadCodecs.NONE.decode(new Payload("json+gzip", bytes), PLACE))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("damaged or truncated");
  }
}
