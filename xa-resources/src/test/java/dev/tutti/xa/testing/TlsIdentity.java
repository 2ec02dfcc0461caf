package dev.tutti.xa.testing;

import java.nio.file.Path;

/**
 * A certificate with its private key.
 *
 * @param certificate PEM: its own, then that of its CA
 * @param key PEM: PKCS#8, unencrypted
 * @param keyStore the same as PKCS#12
 * @param password of the key store
 */
public record TlsIdentity(Path certificate, Path key, Path keyStore, String password) {}
