package dev.fivefifty;

import dev.fivefifty.file.AuthSettings;
import dev.fivefifty.file.ScenarioNeed;
import dev.fivefifty.file.ServerSettings;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What scenarios cannot be without. */
final class Needs {
  private final List<ScenarioNeed> needs;

  Needs(List<ScenarioNeed> needs) {
    this.needs = List.copyOf(needs);
  }

  /**
   * What all that want something want alike.
   *
   * @return null if none wants anything
   * @throws IllegalArgumentException if they differ
   */
  <T> @Nullable T agreed(String key, Function<ServerSettings, @Nullable T> setting) {
    T agreed = null;
    String first = "";
    for (ScenarioNeed need : needs) {
      T value = setting.apply(need.settings());
      if (agreed == null) {
        agreed = value;
        first = need.scenario();
      } else if (value != null && !value.equals(agreed)) {
        throw new IllegalArgumentException(
            "the scenarios '%s' and '%s' want another '%s' each, %s and %s (say which the server has)"
                .formatted(first, need.scenario(), key, agreed, value));
      }
    }
    return agreed;
  }

  /** The last of those wanted in the order of the constants, which is that of strength. */
  <T extends Enum<T>> @Nullable T strongest(Function<ServerSettings, @Nullable T> setting) {
    T strongest = null;
    for (ScenarioNeed need : needs) {
      T value = setting.apply(need.settings());
      if (value != null && (strongest == null || value.compareTo(strongest) > 0)) {
        strongest = value;
      }
    }
    return strongest;
  }

  List<AuthSettings> auth() {
    return needs.stream().map(need -> need.settings().auth()).filter(Objects::nonNull).toList();
  }
}
