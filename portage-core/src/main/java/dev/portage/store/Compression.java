package dev.portage.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses large values by gzip, where that makes them smaller. What would become larger than the
 * store takes is not decompressed. Thread-safe.
 */
public final class Compression implements PayloadCodec {
  private static final int USUAL_THRESHOLD = 2048;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final int threshold;

  private Compression(int threshold) {
    this.threshold = threshold;
  }

  /** Compresses values of 2 KiB and more. */
  public static Compression gzip() {
    return new Compression(USUAL_THRESHOLD);
  }

  /** A copy that compresses values of so many bytes and more. */
  public Compression from(int bytes) {
    return new Compression(bytes);
  }

  @Override
  public String name() {
    return "gzip";
  }

  @Override
  public @Nullable Encoded encode(byte[] bytes, PayloadPlace place) {
    if (bytes.length < threshold) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return out.size() < bytes.length ? new Encoded("", out.toByteArray()) : null;
  }

  @Override
  public byte[] decode(Encoded encoded, PayloadPlace place) {
    int most = Math.min(place.maxBytes(), LARGEST_ARRAY - 1);
    try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(encoded.bytes()))) {
      byte[] bytes = gzip.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new PayloadException(
            "decompressed it has more than the "
                + most
                + " bytes that the store takes there; if that is right, open the store with a"
                + " higher limit (StoreOptions)",
            null);
      }
      return bytes;
    } catch (IOException e) {
      throw new PayloadException("the bytes are not gzip, or damaged or truncated", e);
    }
  }

  @Override
  public String toString() {
    return "gzip(from " + threshold + " bytes)";
  }
}
