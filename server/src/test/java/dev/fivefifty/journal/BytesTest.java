package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void copiesWhatItIsGivenAndWhatItGives() {
    byte[] array = {'a', 'b'};
    Bytes bytes = Bytes.of(array);
    array[0] = 'x';
    bytes.toByteArray()[1] = 'y';
    assertThat(bytes.text()).isEqualTo("ab");
    assertThat(bytes.length()).isEqualTo(2);
  }

  @Test
  void textLosesNoByte() {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    assertThat(Bytes.of(all).text().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(all);
  }

  @Test
  void isReadable() {
    byte[] bytes = {'a', '\r', '\n', '\t', '\\', 0, (byte) 0xE9, 0x7F, '~'};
    assertThat(Bytes.wrap(bytes)).hasToString("a\\r\\n\\t\\\\\\x00\\xE9\\x7F~");
  }

  @Test
  void isCutWhereItIsLong() {
    assertThat(Bytes.wrap("x".repeat(400).getBytes(StandardCharsets.UTF_8)))
        .hasToString("x".repeat(400));
    assertThat(Bytes.wrap("x".repeat(401).getBytes(StandardCharsets.UTF_8)))
        .hasToString("x".repeat(400) + "… 401 bytes");
  }

  @Test
  void equalsByContent() {
    assertThat(Bytes.of(new byte[] {1, 2})).isEqualTo(Bytes.wrap(new byte[] {1, 2}));
    assertThat(Bytes.of(new byte[] {1, 2})).isNotEqualTo(Bytes.of(new byte[] {1}));
    assertThat(Bytes.of(new byte[] {1, 2})).hasSameHashCodeAs(Bytes.of(new byte[] {1, 2}));
    assertThat(Bytes.of(new byte[0])).isSameAs(Bytes.EMPTY);
  }
}
