package dev.tutti.xa.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A key store that is only read; see {@link PemKeyStores}. */
final class PemKeyStore extends KeyStoreSpi {

  private final String type;
  private @Nullable KeyStore loaded;

  PemKeyStore(String type) {
    this.type = type;
  }

  private KeyStore store() {
    if (loaded == null) {
      throw new IllegalStateException(type + " is not loaded");
    }
    return loaded;
  }

  private <T> T read(Reading<T> reading) {
    try {
      return reading.of(store());
    } catch (KeyStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Reading<T> {
    T of(KeyStore store) throws KeyStoreException;
  }

  @Override
  public void engineLoad(@Nullable InputStream stream, char @Nullable [] password)
      throws IOException {
    loaded = PemKeyStores.load(type, password == null ? new char[0] : password);
  }

  @Override
  public @Nullable Key engineGetKey(String alias, char[] password)
      throws NoSuchAlgorithmException, UnrecoverableKeyException {
    try {
      return store().getKey(alias, password);
    } catch (KeyStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Certificate @Nullable [] engineGetCertificateChain(String alias) {
    return read(store -> store.getCertificateChain(alias));
  }

  @Override
  public @Nullable Certificate engineGetCertificate(String alias) {
    return read(store -> store.getCertificate(alias));
  }

  @Override
  public @Nullable Date engineGetCreationDate(String alias) {
    return read(store -> store.getCreationDate(alias));
  }

  @Override
  public Enumeration<String> engineAliases() {
    return loaded == null ? Collections.emptyEnumeration() : read(KeyStore::aliases);
  }

  @Override
  public boolean engineContainsAlias(String alias) {
    return read(store -> store.containsAlias(alias));
  }

  @Override
  public int engineSize() {
    return read(KeyStore::size);
  }

  @Override
  public boolean engineIsKeyEntry(String alias) {
    return read(store -> store.isKeyEntry(alias));
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return read(store -> store.isCertificateEntry(alias));
  }

  @Override
  public @Nullable String engineGetCertificateAlias(Certificate certificate) {
    return read(store -> store.getCertificateAlias(certificate));
  }

  @Override
  public void engineSetKeyEntry(
      String alias, Key key, char[] password, Certificate @Nullable [] chain)
      throws KeyStoreException {
    throw readOnly();
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate @Nullable [] chain)
      throws KeyStoreException {
    throw readOnly();
  }

  @Override
  public void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    throw readOnly();
  }

  @Override
  public void engineDeleteEntry(String alias) throws KeyStoreException {
    throw readOnly();
  }

  @Override
  public void engineStore(OutputStream stream, char[] password) throws IOException {
    throw new IOException(type + " is only read");
  }

  private KeyStoreException readOnly() {
    return new KeyStoreException(type + " is only read");
  }
}
