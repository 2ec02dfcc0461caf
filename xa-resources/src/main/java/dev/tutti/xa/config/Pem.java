package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM (RFC 7468). No message shows what a key file holds. */
final class Pem {

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----");

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private Pem() {}

  static List<X509Certificate> certificates(String key, Path file) {
    byte[] bytes = read(key, file);
    try {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      // Said below: what the platform says of it is about its own parser.
    }
    throw new ConfigurationException(key, file + " holds no certificate in PEM");
  }

  static PrivateKey privateKey(String key, Path file) {
    String text = new String(read(key, file), StandardCharsets.ISO_8859_1);
    Matcher pem = PRIVATE_KEY.matcher(text);
    if (!pem.find()) {
      Matcher other = OTHER_KEY.matcher(text);
      String kind = other.find() ? other.group(1).trim() : "";
      String problem =
          kind.isEmpty()
              ? " holds no private key in PEM"
              : kind.equals("ENCRYPTED")
                  ? " is a key with a password: write it without one"
                  : " is a key in an older form (" + kind + "): write it as PKCS#8";
      throw new ConfigurationException(
          key,
          file
              + problem
              + (kind.isEmpty()
                  ? ""
                  : ", openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName()));
    }
    return privateKey(key, file, pem.group(1));
  }

  private static PrivateKey privateKey(String key, Path file, String base64) {
    PKCS8EncodedKeySpec spec;
    try {
      spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(key, file + " is damaged: its text is not base64");
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // The key says which one it is for: the next.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java platform has no " + algorithm, e);
      }
    }
    throw new ConfigurationException(key, file + " is no key of " + String.join(", ", ALGORITHMS));
  }

  /** Whether a signature by the key is one of the certificate's owner. */
  static boolean matches(X509Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "EdDSA" -> "EdDSA";
          default -> "";
        };
    if (algorithm.isEmpty()) {
      return true; // The server finds out.
    }
    byte[] text = {1};
    try {
      Signature sign = Signature.getInstance(algorithm);
      sign.initSign(key);
      sign.update(text);
      byte[] signature = sign.sign();
      Signature verify = Signature.getInstance(algorithm);
      verify.initVerify(certificate.getPublicKey());
      verify.update(text);
      return verify.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // Of another algorithm, or of another length.
    }
  }

  private static byte[] read(String key, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(key, file + " does not exist");
    } catch (IOException e) {
      throw new ConfigurationException(key, file + " cannot be read: " + e.getMessage());
    }
  }
}
