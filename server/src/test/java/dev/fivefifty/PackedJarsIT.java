package dev.fivefifty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jars as they are published: BouncyCastle is in them, little of it, and under our name. */
class PackedJarsIT {
  private static final String SHADED = "dev/fivefifty/shaded/bouncycastle/";

  @ParameterizedTest
  @ValueSource(strings = {"main", "standalone"})
  void bouncyCastleIsRelocatedAndSmall(String which) throws IOException {
    long packed = 0;
    long unpacked = 0;
    List<String> entries = new ArrayList<>();
    try (JarFile jar = new JarFile(jar(which).toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        entries.add(entry.getName());
        if (entry.getName().startsWith(SHADED)) {
          packed += entry.getCompressedSize();
          unpacked += entry.getSize();
        }
      }
    }
    System.out.println(which + ": BouncyCastle takes " + packed + " bytes, unpacked " + unpacked);

    assertThat(entries).noneMatch(name -> name.contains("org/bouncycastle"));
    assertThat(entries)
        .noneMatch(
            name ->
                name.matches(
                    "META-INF/.*\\.(SF|DSA|RSA|EC)|META-INF/services/java.security.Provider"));
    assertThat(entries).doesNotHaveDuplicates().contains("META-INF/LICENSE", "META-INF/LICENSE.md");
    assertThat(unpacked).isBetween(1L, 2L << 20);
  }

  @Test
  void theMainArtifactHoldsNothingElse() throws IOException {
    try (JarFile jar = new JarFile(jar("main").toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("dev.fivefifty.server");
      assertThat(jar.stream().map(ZipEntry::getName))
          .allMatch(name -> name.startsWith("dev/") || name.startsWith("META-INF/"))
          .noneMatch(name -> name.startsWith("META-INF/versions"));
    }
  }

  @Test
  void thePublishedPomDoesNotNameIt() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("fivefifty.pom")));
    // Those of no profile: indented least.
    String dependencies =
        pom.substring(pom.indexOf("\n  <dependencies>"), pom.indexOf("\n  </dependencies>"));

    assertThat(dependencies).contains("subethasmtp").doesNotContain("bouncycastle");
  }

  /** With nothing beside the jar, so that no class of BouncyCastle can come from elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"main", "standalone"})
  void everyCertificateCanBeMade(String which) throws Exception {
    URL[] alone = {jar(which).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(alone, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass("dev.fivefifty.smtp.TlsMaterial");
      Class<?> fault = loader.loadClass("dev.fivefifty.rule.CertificateFault");
      Class<?> clients = loader.loadClass("dev.fivefifty.rule.ClientCertificates");
      Object material = type.getConstructor(String.class).newInstance("mx.example.test");
      Method server = type.getMethod("serverContext", fault, clients);

      assertThat((String) type.getMethod("caPem").invoke(material))
          .startsWith("-----BEGIN CERTIFICATE-----");
      for (Object asked : clients.getEnumConstants()) {
        assertThat(server.invoke(material, null, asked)).isInstanceOf(SSLContext.class);
        for (Object wrong : fault.getEnumConstants()) {
          assertThat(server.invoke(material, wrong, asked)).isInstanceOf(SSLContext.class);
        }
      }
      assertThat(
              type.getMethod("clientContextWithCertificate", String.class)
                  .invoke(material, "bücher \\ , ="))
          .isInstanceOf(SSLContext.class);
    }
  }

  private static Path jar(String which) {
    return Path.of(System.getProperty("fivefifty.jar." + which));
  }
}
