package dev.portage.examples;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.store.AesGcm;
import dev.portage.store.Compression;
import dev.portage.store.PayloadCodec;
import dev.portage.store.PayloadPlace;
import dev.portage.store.StoreOptions;
import java.util.Base64;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The examples of {@code docs/guide/encryption.md}. */
final class Encryption {
  private Encryption() {}

  // guide:begin module
  static final class EncryptedShop implements FlowModule {
    @Override
    public StoreOptions storeOptions() {
      return StoreOptions.defaults()
          .withCodecs(Compression.gzip(), AesGcm.with("2026-03", key("SHOP_KEY_2026_03")));
    }

    @Override
    public FlowCatalog catalog() {
      return new Checkout(new Shop()).catalog();
    }
  }

  static SecretKey key(String variable) {
    String text = System.getenv(variable); // from: openssl rand -base64 32
    if (text == null) {
      throw new IllegalStateException(variable + " is not set; it holds the key of the store");
    }
    return AesGcm.key(Base64.getDecoder().decode(text));
  }

  // guide:end

  // guide:begin rotated
  static StoreOptions rotated(SecretKey now, SecretKey before) {
    return StoreOptions.defaults()
        .withCodecs(Compression.gzip(), AesGcm.with("2026-06", now).alsoReading("2026-03", before));
  }

  // guide:end

  // guide:begin ended
  static StoreOptions noLongerEncrypting(SecretKey before) {
    return StoreOptions.defaults()
        .withCodecs(Compression.gzip(), AesGcm.with("2026-03", before).onlyReading());
  }

  // guide:end

  // guide:begin vault
  /** Leaves encryption to a service that the application has anyway. */
  record Vaulted(Vault vault) implements PayloadCodec {
    @Override
    public String name() {
      return "vault";
    }

    @Override
    public @Nullable Encoded encode(byte[] bytes, PayloadPlace place) {
      return new Encoded(vault.keyId(), vault.seal(bytes, place.flow()));
    }

    @Override
    public byte[] decode(Encoded encoded, PayloadPlace place) {
      return vault.open(encoded.parameter(), encoded.bytes(), place.flow());
    }
  }

  // guide:end

  /** A service that encrypts. */
  interface Vault {
    /** Which key it seals with now. */
    String keyId();

    /** The bytes, encrypted and bound to a context. */
    byte[] seal(byte[] bytes, String context);

    /** The bytes that were sealed in that context. */
    byte[] open(String keyId, byte[] sealed, String context);
  }
}
