package dev.portage.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The codecs of a store, in the order in which they encode. The codec id that is stored says which
 * of them a value went through, such as {@code json+gzip+aes:KEY}; reading goes by it and not by
 * the order. What {@link Compression} wrote can always be read. For those who write stores.
 * Thread-safe.
 *
 * @param inOrder no two of one name
 */
public record PayloadCodecs(List<PayloadCodec> inOrder) {
  /** Values are stored as they are. */
  public static final PayloadCodecs NONE = new PayloadCodecs(List.of());

  /** Begins what a codec adds to an id. */
  static final char MARK = '+';

  private static final char PARAMETER = ':';
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,15}");
  private static final Pattern PARAMETERS = Pattern.compile("[A-Za-z0-9._-]{0,32}");

  /** What the columns of ids have room for. */
  private static final int LONGEST_ID = 64;

  private static final PayloadCodec ALWAYS_KNOWN = Compression.gzip();

  /** Copies the list and refuses names that could not be told apart. */
  public PayloadCodecs {
    inOrder = List.copyOf(inOrder);
    Set<String> names = new HashSet<>();
    for (PayloadCodec codec : inOrder) {
      if (!NAME.matcher(codec.name()).matches() || !names.add(codec.name())) {
        throw new IllegalArgumentException(
            "the codec "
                + codec.getClass().getName()
                + " has the name '"
                + codec.name()
                + "'\n  expected: small letters, digits and hyphens, at most 16, and no two of one"
                + " name");
      }
    }
  }

  /** Whether values are stored as they are. */
  public boolean areNone() {
    return inOrder.isEmpty();
  }

  /** Whether a value under this codec id went through codecs. */
  public static boolean isEncoded(String codec) {
    return codec.indexOf(MARK) >= 0;
  }

  /** What is to be stored in place of the value. */
  public Payload encode(Payload value, PayloadPlace place) {
    Payload now = value;
    for (PayloadCodec codec : inOrder) {
      PayloadCodec.Encoded encoded = codec.encode(now.bytes(), place.of(now.codec()));
      if (encoded != null) {
        now = new Payload(id(now.codec(), codec, encoded.parameter()), encoded.bytes());
      }
    }
    return now;
  }

  private static String id(String before, PayloadCodec codec, String parameter) {
    String id = before + MARK + codec.name() + (parameter.isEmpty() ? "" : PARAMETER + parameter);
    if (!PARAMETERS.matcher(parameter).matches() || id.length() > LONGEST_ID) {
      throw new PayloadException(
          "the codec '"
              + codec.name()
              + "' makes the codec id '"
              + id
              + "', which cannot be stored: it has at most "
              + LONGEST_ID
              + " characters, and a parameter at most 32 letters, digits, '.', '_' and '-'",
          null);
    }
    return id;
  }

  /**
   * The value that was encoded.
   *
   * @throws PayloadException with the codec id and the reason if it cannot be read
   */
  public Payload decode(Payload stored, PayloadPlace place) {
    Payload now = stored;
    for (int mark = last(now); mark >= 0; mark = last(now)) {
      String before = now.codec().substring(0, mark);
      String[] parts = now.codec().substring(mark + 1).split(String.valueOf(PARAMETER), 2);
      PayloadCodec.Encoded encoded =
          new PayloadCodec.Encoded(parts.length > 1 ? parts[1] : "", now.bytes());
      now = new Payload(before, decode(parts[0], encoded, place.of(before), stored.codec()));
    }
    return now;
  }

  private static int last(Payload payload) {
    return payload.codec().lastIndexOf(MARK);
  }

  private byte[] decode(
      String name, PayloadCodec.Encoded encoded, PayloadPlace place, String stored) {
    try {
      return named(name).decode(encoded, place);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (PayloadException e) {
      throw new PayloadException("codec '" + stored + "': " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // somebody else's code: its message may quote the value
      throw new PayloadException(
          "codec '" + stored + "': '" + name + "' failed with " + e.getClass().getName(), e);
    }
  }

  private PayloadCodec named(String name) {
    for (PayloadCodec codec : inOrder) {
      if (codec.name().equals(name)) {
        return codec;
      }
    }
    if (name.equals(ALWAYS_KNOWN.name())) {
      return ALWAYS_KNOWN;
    }
    throw new PayloadException(
        "the store was opened without a codec '"
            + name
            + "'; open it with the StoreOptions of the application",
        null);
  }
}
