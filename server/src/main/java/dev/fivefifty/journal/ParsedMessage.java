package dev.fivefifty.journal;

import dev.fivefifty.rule.Attachment;
import dev.fivefifty.rule.MessageView;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What rules and tests see of a message's content. Nothing is parsed until it is asked for, and
 * what was parsed is kept only as long as memory allows. Thread-safe; never throws on malformed
 * content, but returns what can be had of it:
 *
 * <ul>
 *   <li>header fields from the first MiB, up to 10,000; without an encoding as UTF-8, or one
 *       character a byte where they are not that
 *   <li>text parts to 16 MiB in all, out of 1,000 parts, nested 20 deep; each without its last line
 *       end
 *   <li>names inside zip archives, and inside zip archives in these; 1,000 a message, found in 64
 *       MiB of inflated data
 * </ul>
 */
public final class ParsedMessage implements MessageView {
  /** How much of the header section a released view keeps, in bytes. */
  static final int KEPT = 16 * 1024;

  /** Content that has no body (yet, or any more) is its header section only. */
  private record Source(byte[] bytes, int length, boolean headersOnly) {}

  private volatile Source source;
  private volatile @Nullable SoftReference<HeaderSection> headers;
  private volatile @Nullable SoftReference<MimeParts> parts;

  private ParsedMessage(Source source) {
    this.source = source;
  }

  /**
   * A view of content that is still arriving: its header section, as far as it has come. Body and
   * attachments count as empty.
   *
   * @param content the content; its first {@code length} bytes must not change any more
   * @param length how many bytes have come
   * @return a view that refers to the array
   * @throws IndexOutOfBoundsException if length is not within the array
   */
  public static ParsedMessage headersOf(byte[] content, int length) {
    Objects.checkFromIndexSize(0, length, content.length);
    return new ParsedMessage(new Source(content, length, true));
  }

  /**
   * A view of whole content.
   *
   * @param content the content; its first {@code length} bytes must not change any more
   * @param length how many bytes of the array are the content
   * @return a view that refers to the array
   * @throws IndexOutOfBoundsException if length is not within the array
   */
  public static ParsedMessage of(byte[] content, int length) {
    Objects.checkFromIndexSize(0, length, content.length);
    return new ParsedMessage(new Source(content, length, false));
  }

  /**
   * Lets the content go, so that this view no longer keeps it in memory. The first 16 KiB of the
   * header section are copied and still answer; body and attachments count as empty from now on.
   * More than one call does nothing.
   */
  public void release() {
    Source whole = source;
    if (whole.bytes.length > keptLength()) {
      source = new Source(Arrays.copyOf(whole.bytes, keptLength()), keptLength(), true);
      headers = null;
      parts = null;
    }
  }

  /**
   * What is kept of the content after {@link #release()}, whether or not it was called.
   *
   * @return the header section, but no more than 16 KiB of it
   */
  public byte[] kept() {
    Source now = source;
    return Arrays.copyOf(now.bytes, keptLength(now));
  }

  /** How many bytes are kept after {@link #release()}. */
  int keptLength() {
    return keptLength(source);
  }

  private static int keptLength(Source now) {
    return Math.min(HeaderSection.end(now.bytes, 0, now.length), KEPT);
  }

  @Override
  public Optional<String> subject() {
    return header("Subject").stream().findFirst();
  }

  @Override
  public List<String> header(String name) {
    return headers().values(name);
  }

  @Override
  public Optional<String> messageId() {
    return headers().raw("Message-ID").filter(id -> !id.isEmpty());
  }

  @Override
  public String body() {
    return parts().body();
  }

  @Override
  public List<Attachment> attachments() {
    return parts().attachments();
  }

  Map<String, List<String>> allHeaders() {
    return headers().all();
  }

  private HeaderSection headers() {
    SoftReference<HeaderSection> cached = headers;
    HeaderSection known = cached == null ? null : cached.get();
    if (known == null) {
      Source now = source;
      known = HeaderSection.parse(now.bytes, 0, now.length);
      headers = new SoftReference<>(known);
    }
    return known;
  }

  private MimeParts parts() {
    SoftReference<MimeParts> cached = parts;
    MimeParts known = cached == null ? null : cached.get();
    if (known == null) {
      Source now = source;
      known = now.headersOnly ? MimeParts.NONE : MimeParts.parse(now.bytes, now.length);
      parts = new SoftReference<>(known);
    }
    return known;
  }

  /**
   * The view for people.
   *
   * @return such as {@code message with subject "Hello"}
   */
  @Override
  public String toString() {
    return "message with " + subject().map(text -> "subject \"" + text + "\"").orElse("no subject");
  }
}
