package dev.tutti.xa.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A server's own copy of what it shows: servers refuse keys that others may read.
 *
 * @param certificate PEM
 * @param key PEM, 0600
 * @param clientCertificate whether it demands one of its clients
 */
record TlsFiles(Path certificate, Path key, boolean clientCertificate) {

  static TlsFiles copy(Path directory, TlsIdentity identity, boolean clientCertificate)
      throws IOException {
    Files.createDirectories(directory);
    TlsFiles files =
        new TlsFiles(
            directory.resolve("server.pem"), directory.resolve("server.key"), clientCertificate);
    Files.copy(identity.certificate(), files.certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(identity.key(), files.key, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(files.key, PosixFilePermissions.fromString("rw-------"));
    return files;
  }
}
