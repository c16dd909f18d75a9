package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Attachment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class AttachmentArchiveTest {

  private static byte[] zip(Map<String, byte[]> entries, Charset names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, names)) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    return zip(entries, StandardCharsets.UTF_8);
  }

  private static final byte[] SOME = {1, 2, 3};

  private static List<String> namesIn(byte[]... archives) {
    StringBuilder content = new StringBuilder("Content-Type: multipart/mixed; boundary=x\r\n\r\n");
    for (byte[] archive : archives) {
      content
          .append("--x\r\nContent-Type: application/zip; name=a.zip\r\n")
          .append("Content-Transfer-Encoding: base64\r\n\r\n")
          .append(Base64.getMimeEncoder().encodeToString(archive))
          .append("\r\n");
    }
    byte[] bytes = content.append("--x--\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    List<Attachment> attachments = ParsedMessage.of(bytes, bytes.length).attachments();
    assertThat(attachments).hasSize(archives.length);
    return attachments.stream().flatMap(each -> each.archivedNames().stream()).toList();
  }

  @Test
  void namesWhatIsInside() throws IOException {
    assertThat(namesIn(zip(Map.of("a.txt", SOME, "dir/virus.exe", new byte[100_000]))))
        .containsExactly("a.txt", "dir/virus.exe");
  }

  @Test
  void looksOneLevelDeeper() throws IOException {
    byte[] innermost = zip(Map.of("too-deep.exe", SOME));
    byte[] inner = zip(Map.of("inner.exe", SOME, "innermost.zip", innermost));
    assertThat(namesIn(zip(Map.of("b.zip", inner, "c.txt", SOME))))
        .containsExactly("b.zip", "inner.exe", "innermost.zip", "c.txt");
  }

  @Test
  void readsNamesInAnyCharset() throws IOException {
    assertThat(namesIn(zip(Map.of("grün.txt", SOME)))).containsExactly("grün.txt");
    assertThat(namesIn(zip(Map.of("grün.txt", SOME), StandardCharsets.ISO_8859_1)))
        .containsExactly("grün.txt");
    assertThat(namesIn(zip(Map.of("你好.txt", SOME)))).containsExactly("你好.txt");
  }

  @Test
  void garbageGivesWhatCouldBeReadBeforeIt() throws IOException {
    byte[] good = zip(Map.of("a.txt", new byte[] {1}, "b.txt", new byte[50_000]));
    assertThat(namesIn(Arrays.copyOf(good, 60))).containsExactly("a.txt");
    assertThat(namesIn("PK\3\4 is how it starts, and no more".getBytes(StandardCharsets.US_ASCII)))
        .isEmpty();
    assertThat(namesIn("not a zip at all".getBytes(StandardCharsets.US_ASCII))).isEmpty();
    assertThat(namesIn(new byte[0])).isEmpty();
    assertThat(namesIn(new byte[] {'P', 'K'})).isEmpty();
  }

  @Test
  void theNumberOfNamesIsBoundedForTheWholeMessage() throws IOException {
    Map<String, byte[]> many = new TreeMap<>();
    for (int i = 0; i < 700; i++) {
      many.put("f" + i, SOME);
    }
    assertThat(namesIn(zip(many), zip(many))).hasSize(ArchiveNames.MOST_NAMES);
  }

  @Test
  void whatIsInflatedIsBoundedForTheWholeMessage() throws IOException {
    byte[] bomb = zip(Map.of("a", new byte[40 << 20], "b", new byte[40 << 20], "c", SOME));
    assertThat(namesIn(bomb)).containsExactly("a", "b");
    assertThat(namesIn(bomb, bomb)).containsExactly("a", "b");
  }
}
