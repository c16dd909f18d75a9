package dev.fivefifty.smtp;

import static dev.fivefifty.smtp.TlsIdentity.unfit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A PEM file's blocks (RFC 7468); text between them is skipped. */
public final class PemFile {
  /** More than any chain; less than what would hurt when a wrong file was named. */
  private static final int MOST_BYTES = 1 << 20;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private record Block(String label, String base64) {}

  private final Path file;
  private final List<Block> blocks;

  private PemFile(Path file, List<Block> blocks) {
    this.file = file;
    this.blocks = blocks;
  }

  /**
   * Reads a file's certificates.
   *
   * @param file with one or more {@code CERTIFICATE}s; anything else in it is skipped
   * @return at least one, in the file's order
   * @throws UnfitFileException if it cannot be read or holds none; names the file
   */
  public static List<X509Certificate> certificates(Path file) {
    return read(file).certificates();
  }

  static PemFile read(Path file) {
    String text = new String(bytes(file, "a PEM file"), StandardCharsets.ISO_8859_1);
    List<Block> blocks = new ArrayList<>();
    String label = null;
    StringBuilder body = new StringBuilder();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        label = between(line, BEGIN);
        body.setLength(0);
      } else if (label != null && line.startsWith(END)) {
        blocks.add(new Block(label, body.toString()));
        label = null;
      } else if (label != null) {
        body.append(line);
      }
    }
    if (label != null) {
      throw unfit(file, "its " + label + " has no end", END + label + DASHES, null);
    }
    return new PemFile(file, blocks);
  }

  private static String between(String line, String start) {
    return line.length() < start.length() + DASHES.length()
        ? ""
        : line.substring(start.length(), line.length() - DASHES.length());
  }

  static byte[] bytes(Path file, String expected) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw unfit(file, "it is larger than 1 MiB", expected, null);
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw unfit(file, "there is no such file", expected, e);
    } catch (IOException e) {
      throw unfit(file, "it cannot be read (" + e.getMessage() + ")", expected, e);
    }
  }

  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    String expected = "a PEM certificate (-----BEGIN CERTIFICATE-----)";
    for (Block block : blocks) {
      if (!block.label().equals("CERTIFICATE")) {
        continue;
      }
      try {
        certificates.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(block))));
      } catch (GeneralSecurityException e) {
        String which = "its certificate " + (certificates.size() + 1) + " cannot be read";
        throw unfit(file, which, expected, e);
      }
    }
    if (certificates.isEmpty()) {
      throw unfit(file, "it holds " + labels(), expected, null);
    }
    return List.copyOf(certificates);
  }

  PrivateKey privateKey(String algorithm) {
    String expected = "a PEM private key in PKCS#8, not encrypted (-----BEGIN PRIVATE KEY-----)";
    String howTo = " (openssl pkcs8 -topk8 -nocrypt -in " + file + " -out FILE makes one of it)";
    List<Block> keys =
        blocks.stream().filter(block -> block.label().endsWith("PRIVATE KEY")).toList();
    if (keys.size() != 1) {
      String held = keys.isEmpty() ? labels() : keys.size() + " private keys";
      throw unfit(file, "it holds " + held, expected, null);
    }
    Block key = keys.get(0);
    if (key.label().startsWith("ENCRYPTED ") || key.base64().startsWith("Proc-Type:")) {
      throw unfit(file, "its private key is encrypted", expected + howTo, null);
    }
    if (!key.label().equals("PRIVATE KEY")) {
      String problem = "it holds a key of an older format, " + key.label();
      throw unfit(file, problem, expected + howTo, null);
    }
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(decoded(key)));
    } catch (GeneralSecurityException e) {
      String problem = "its private key cannot be read as " + algorithm + ", as the certificate's";
      throw unfit(file, problem, expected, e);
    }
  }

  private byte[] decoded(Block block) {
    try {
      return Base64.getDecoder().decode(block.base64());
    } catch (IllegalArgumentException e) {
      throw unfit(file, "its " + block.label() + " is not base64", "a PEM file", e);
    }
  }

  private String labels() {
    return blocks.isEmpty()
        ? "no PEM block"
        : String.join(", ", blocks.stream().map(Block::label).toList());
  }
}
