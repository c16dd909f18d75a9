package dev.fivefifty.rule;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sources of tags that a server was given, and what a tag is. Immutable and thread-safe. */
public final class Tags {
  /** No session carries a tag. */
  public static final Tags NONE = new Tags(List.of());

  private static final int LONGEST = 255;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST + "}");

  private final List<TagSource> sources;
  private final boolean inAddresses;
  private final Set<Stage> stages = EnumSet.noneOf(Stage.class);

  private Tags(List<TagSource> sources) {
    this.sources = List.copyOf(sources);
    this.inAddresses = sources.stream().anyMatch(TagSource::isAddress);
    sources.forEach(source -> stages.addAll(source.stages()));
  }

  /**
   * Tags of these sources.
   *
   * @param sources in order: the first that yields a tag decides
   * @return the tags
   */
  public static Tags from(List<TagSource> sources) {
    return sources.isEmpty() ? NONE : new Tags(sources);
  }

  /**
   * A tag as it is compared and shown.
   *
   * @param tag letters, digits, hyphens, underscores and dots, 255 at most, or an IP address
   * @return the tag in lower case; of an IPv6 address, in the form that Java writes
   * @throws IllegalArgumentException if it is no tag
   */
  public static String canonical(String tag) {
    String found = find(tag);
    if (found == null && tag.indexOf(':') >= 0 && tag.indexOf('/') < 0) {
      try {
        return of(InetAddress.getByName(Network.parse(tag).text()));
      } catch (IllegalArgumentException | UnknownHostException e) {
        // said below
      }
    }
    if (found == null) {
      throw new IllegalArgumentException(
          "'"
              + tag
              + "' is no tag (expected ASCII letters, digits, hyphens, underscores and dots, "
              + LONGEST
              + " at most, or an IP address)");
    }
    return found;
  }

  /** The tag that a text is, or null. */
  static @Nullable String find(String text) {
    return isName(text) ? text.toLowerCase(Locale.ROOT) : null;
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static String of(InetAddress client) {
    String text = client.getHostAddress();
    // An interface's name is one of this machine.
    int scope = text.indexOf('%');
    return (scope < 0 ? text : text.substring(0, scope)).toLowerCase(Locale.ROOT);
  }

  /**
   * Whether there is no source.
   *
   * @return true if so
   */
  public boolean isNone() {
    return sources.isEmpty();
  }

  /**
   * The sources.
   *
   * @return in order
   */
  public List<TagSource> sources() {
    return sources;
  }

  /** Why a rule of a tag can never be asked at a stage, or null if it can. */
  @Nullable String unknownAt(Stage stage) {
    if (isNone()) {
      return "the server has no source of tags, so that no session carries one (expected"
          + " FiveFifty.builder().tags(…), 'tags' under 'server', or serve --tags)";
    }
    return stages.contains(stage)
        ? null
        : "the tag is not known yet at "
            + stage.keyword()
            + " (the server's tags are of "
            + sources.stream().map(TagSource::word).collect(Collectors.joining(", "))
            + ", known at "
            + stages.stream().map(Stage::keyword).collect(Collectors.joining(", "))
            + ")";
  }

  /**
   * What a session has carried so far.
   *
   * @param latest the tag of its latest occasion, or null
   * @param inAddresses the tag that an address carried since the latest MAIL, or null
   */
  public record Carried(@Nullable String latest, @Nullable String inAddresses) {
    /** Nothing yet. */
    public static final Carried NOTHING = new Carried(null, null);
  }

  /**
   * What a session has carried after an occasion.
   *
   * @param before what it had carried before
   * @param occasion the occasion
   * @return what it has carried now
   */
  public Carried after(Carried before, Occasion occasion) {
    if (isNone()) {
      return Carried.NOTHING;
    }
    String address = null;
    for (TagSource source : sources) {
      if (address == null && source.isAddress()) {
        address = occasion.tagOf(source);
      }
    }
    boolean anew = occasion.stage() == Stage.MAIL;
    Carried now =
        new Carried(
            occasion.tag().orElse(null), anew || address != null ? address : before.inAddresses);
    return now.equals(before) ? before : now;
  }

  /**
   * The tag of an occasion. What it says itself decides; where it says nothing, the session keeps
   * what it carried, but for MAIL: a pooled connection may carry one test's mail after another's.
   */
  @Nullable String tagOf(Occasion occasion, Carried carried) {
    boolean anew = inAddresses && occasion.stage() == Stage.MAIL;
    for (TagSource source : sources) {
      String tag = occasion.tagOf(source);
      if (tag == null && source.isAddress() && !anew) {
        tag = carried.inAddresses;
      }
      if (tag != null) {
        return tag;
      }
    }
    return anew ? null : carried.latest;
  }
}
