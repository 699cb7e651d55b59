package dev.portage.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts values with AES-256 in Galois/Counter Mode, each with a random nonce, under the current
 * one of several keys; reads those of all. A value is bound to its flow, its atom and its column:
 * moved to another place it cannot be read. Immutable, thread-safe.
 *
 * <p>Nonces are random and have 96 bits, so a key is good for some billion values (NIST SP 800-38D,
 * 8.3: 2^32); begin a new one well before.
 */
public final class AesGcm implements PayloadCodec {
  private static final String NAME = "aes";
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final String ALGORITHM = "AES";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  /** The first byte of what a value is bound to; another one if that is ever made otherwise. */
  private static final int BINDING = 1;

  private final @Nullable String current;
  private final SortedMap<String, SecretKey> keys;
  private final SecureRandom random = new SecureRandom();

  private AesGcm(@Nullable String current, SortedMap<String, SecretKey> keys) {
    this.current = current;
    this.keys = keys;
  }

  /**
   * Encrypts with this key.
   *
   * @param id is stored in the clear beside each value: letters, digits, '.', '_' and '-', at most
   *     32
   * @param key an AES key of 256 bits
   */
  public static AesGcm with(String id, SecretKey key) {
    return new AesGcm(id, new TreeMap<>()).plus(id, key);
  }

  /** A copy that can also read what was encrypted with an older key. */
  public AesGcm alsoReading(String id, SecretKey key) {
    return plus(id, key);
  }

  /** A copy that encrypts nothing more and still reads what is encrypted. */
  public AesGcm onlyReading() {
    return new AesGcm(null, keys);
  }

  private AesGcm plus(String id, SecretKey key) {
    if (!KEY_ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the id of a key is 1 to 32 letters, digits, '.', '_' and '-', found '" + id + "'");
    }
    byte[] encoded = key.getEncoded();
    boolean isOfSize = encoded == null || encoded.length == KEY_BYTES; // null: kept by hardware
    if (encoded != null) {
      Arrays.fill(encoded, (byte) 0);
    }
    if (!ALGORITHM.equals(key.getAlgorithm()) || !isOfSize) {
      throw new IllegalArgumentException("the key '" + id + "' is no AES key of 256 bits");
    }
    SortedMap<String, SecretKey> all = new TreeMap<>(keys);
    if (all.putIfAbsent(id, key) != null) {
      throw new IllegalArgumentException("there are two keys '" + id + "'; ids are never reused");
    }
    return new AesGcm(current, all);
  }

  /** The key of these 32 bytes, which are copied. */
  public static SecretKey key(byte[] bytes) {
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "an AES key of 256 bits has 32 bytes, found " + bytes.length);
    }
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /** A new random key. */
  public static SecretKey newKey() {
    try {
      KeyGenerator generator = KeyGenerator.getInstance(ALGORITHM);
      generator.init(KEY_BYTES * Byte.SIZE);
      return generator.generateKey();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has AES", e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public @Nullable Encoded encode(byte[] bytes, PayloadPlace place) {
    SecretKey key = current == null ? null : keys.get(current);
    if (current == null || key == null) {
      return null;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + bytes.length + TAG_BYTES);
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(binding(current, place));
      cipher.doFinal(bytes, 0, bytes.length, sealed, NONCE_BYTES);
      return new Encoded(current, sealed);
    } catch (GeneralSecurityException e) {
      throw new PayloadException("a value cannot be encrypted with the key '" + current + "'", e);
    }
  }

  @Override
  public byte[] decode(Encoded encoded, PayloadPlace place) {
    String id = encoded.parameter();
    SecretKey key = keys.get(id);
    if (key == null) {
      throw new PayloadException(
          "the key '" + id + "' is not known here; give it to the codec (AesGcm.alsoReading)",
          null);
    }
    byte[] sealed = encoded.bytes();
    if (sealed.length < NONCE_BYTES + TAG_BYTES) {
      throw new PayloadException("only " + sealed.length + " bytes, which is truncated", null);
    }
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(
          Cipher.DECRYPT_MODE,
          key,
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, sealed, 0, NONCE_BYTES));
      cipher.updateAAD(binding(id, place));
      return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new PayloadException(
          "it was changed, moved here from another place, or encrypted with another key than is"
              + " known here as '"
              + id
              + "'",
          e);
    } catch (GeneralSecurityException e) {
      throw new PayloadException("a value cannot be decrypted with the key '" + id + "'", e);
    }
  }

  /** What a value is bound to: texts with their lengths, so that no two places look alike. */
  private static byte[] binding(String key, PayloadPlace place) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(BINDING);
      for (String text :
          new String[] {key, place.flow(), place.part(), place.column(), place.codec()}) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  /** Ids of keys, never the keys. */
  @Override
  public String toString() {
    return NAME + "(" + (current == null ? "only reading" : current) + " of " + keys.keySet() + ")";
  }
}
