package dev.fivefifty.smtp;

import static dev.fivefifty.rule.ClientCertificates.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fivefifty.fault.OldServerHelloTest;
import dev.fivefifty.rule.CertificateFault;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that are no JVM, where they are installed: what they make of our certificates. */
class TlsForeignClientsTest {
  private static final TlsMaterial MATERIAL = new TlsMaterial("mx.example.test");

  private static final String PYTHON =
      """
      import socket, ssl, sys
      trust = ssl.create_default_context(cafile=sys.argv[1])
      trust.verify_flags |= ssl.VERIFY_X509_STRICT
      for target in sys.argv[2:]:
          host, port = target.rsplit('/', 1)
          try:
              with socket.create_connection(('localhost', int(port)), 20) as plain:
                  with trust.wrap_socket(plain, server_hostname=host) as tls:
                      print(tls.version())
          except ssl.SSLCertVerificationError as e:
              print(e.verify_message)
          except ssl.SSLError as e:
              print(e.reason)
      """;

  @TempDir Path directory;
  private Path ca;

  @BeforeEach
  void handOut() throws IOException {
    ca = Files.writeString(directory.resolve("ca.pem"), MATERIAL.caPem());
  }

  @Test
  void python() throws Exception {
    try (TlsPeer good = server(null);
        TlsPeer expired = server(CertificateFault.EXPIRED);
        TlsPeer notYetValid = server(CertificateFault.NOT_YET_VALID);
        TlsPeer wrongHost = server(CertificateFault.WRONG_HOST);
        TlsPeer selfSigned = server(CertificateFault.SELF_SIGNED);
        TlsPeer unknownCa = server(CertificateFault.UNKNOWN_CA);
        OldServerHelloTest.Server old = new OldServerHelloTest.Server()) {
      List<String> said =
          run(
                  "python3",
                  "-c",
                  PYTHON,
                  ca.toString(),
                  "localhost/" + good.port(),
                  "127.0.0.1/" + good.port(),
                  "::1/" + good.port(),
                  "mx.example.test/" + good.port(),
                  "localhost/" + expired.port(),
                  "localhost/" + notYetValid.port(),
                  "localhost/" + wrongHost.port(),
                  "localhost/" + selfSigned.port(),
                  "localhost/" + unknownCa.port(),
                  "localhost/" + old.port())
              .lines()
              .toList();

      assertThat(said)
          .startsWith("TLSv1.3", "TLSv1.3", "TLSv1.3", "TLSv1.3")
          .endsWith("UNSUPPORTED_PROTOCOL")
          .hasSize(10);
      assertThat(said.get(4)).isEqualTo("certificate has expired");
      assertThat(said.get(5)).isEqualTo("certificate is not yet valid");
      assertThat(said.get(6)).startsWith("Hostname mismatch");
      assertThat(said.get(7)).matches("self[- ]signed certificate");
      assertThat(said.get(8)).isEqualTo("unable to get local issuer certificate");
    }
  }

  @ParameterizedTest
  @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
  void openssl(String option, String protocol) throws Exception {
    try (TlsPeer server = server(null)) {
      assertThat(sClient(server.port(), option, "-verify_hostname", "mx.example.test"))
          .contains(protocol, "Verify return code: 0 (ok)");
    }
  }

  @Test
  void opensslAndAnOldServer() throws Exception {
    try (OldServerHelloTest.Server server = new OldServerHelloTest.Server()) {
      assertThat(sClient(server.port(), "-min_protocol", "TLSv1.2"))
          .contains("unsupported protocol");
    }
  }

  @Test
  void opensslOfThatTimeTakesTheAnswer() throws Exception {
    try (OldServerHelloTest.Server server = new OldServerHelloTest.Server()) {
      // It goes on with TLS 1.1, and misses the certificate. Debian's does so by default.
      assertThat(sClient(server.port(), "-min_protocol", "TLSv1.1", "-cipher", "ALL:@SECLEVEL=0"))
          .containsPattern("Protocol *: TLSv1.1")
          .contains("unexpected eof")
          .doesNotContain("unsupported protocol");
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost, EXPIRED, 60", "localhost, WRONG_HOST, 60", "localhost, , 0"})
  void curl(String host, CertificateFault fault, int exit) throws Exception {
    try (TlsPeer server = server(fault)) {
      String said =
          run(
              "curl",
              "-sS",
              "--max-time",
              "20",
              "--noproxy",
              "*",
              "--cacert",
              ca.toString(),
              "-w",
              "%{exitcode} %{http_code}",
              "https://" + host + ":" + server.port() + "/");

      assertThat(said).contains(exit == 0 ? "0 204" : exit + " 000");
    }
  }

  private static TlsPeer server(CertificateFault fault) throws IOException {
    return new TlsPeer(MATERIAL.serverContext(fault, NONE), NONE);
  }

  private String sClient(int port, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + port,
                "-CAfile",
                ca.toString(),
                "-verify_return_error",
                "-no_ign_eof"));
    command.addAll(List.of(options));
    return run(command.toArray(String[]::new));
  }

  /** What a program says, both ways; skipped, and said so, where it is not installed. */
  private String run(String... command) throws IOException, InterruptedException {
    assumeTrue(installed(command[0]), command[0] + " is not installed");
    File said = Files.createTempFile(directory, "said", ".txt").toFile();
    File input = Files.writeString(directory.resolve("line"), "\n").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input)
            .redirectErrorStream(true)
            .redirectOutput(said)
            .start();
    try {
      assertThat(process.waitFor(TlsPeer.GUARD_MILLIS, TimeUnit.MILLISECONDS))
          .as("%s ends", command[0])
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(said.toPath());
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }
}
