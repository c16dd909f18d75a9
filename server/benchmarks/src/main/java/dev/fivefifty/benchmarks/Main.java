package dev.fivefifty.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs the benchmarks and prints a report in Markdown. */
public final class Main {
  private static final List<String> ALL =
      List.of("small", "large", "start", "cold", "api", "memory");

  private Main() {}

  /**
   * Runs them.
   *
   * @param arguments the repository's root; {@code --quick} for fewer rounds; then which, or none
   *     for all
   */
  public static void main(String[] arguments) {
    List<String> words = new ArrayList<>(Arrays.asList(arguments));
    Launch launch = new Launch(Path.of(words.remove(0)));
    boolean quick = words.remove("--quick");
    Set<String> chosen = new LinkedHashSet<>(words.isEmpty() ? ALL : words);
    if (!ALL.containsAll(chosen)) {
      System.err.println("usage: run [--quick] [" + String.join("|", ALL) + "]…");
      System.exit(2);
    }
    Report report = new Report();
    if (chosen.contains("small")) {
      int messages = quick ? 4_000 : 20_000;
      new Throughput(new Load(10, 1 << 10, messages), quick ? 3 : 9, quick ? 20_000 : 60_000)
          .run(launch, report, 1.5, 0.9);
    }
    if (chosen.contains("large")) {
      int messages = quick ? 60 : 150;
      new Throughput(new Load(4, 1 << 20, messages), quick ? 3 : 7, quick ? 120 : 300)
          .run(launch, report, 2.5, 2.0);
    }
    if (chosen.contains("start")) {
      Starts.inWarmJvm(launch, report, quick ? 3 : 9);
    }
    if (chosen.contains("cold")) {
      Starts.cold(launch, report, quick ? 5 : 15);
    }
    if (chosen.contains("api")) {
      // Long enough for many requests.
      int messages = quick ? 20_000 : 60_000;
      new BesideApi(new Load(10, 1 << 10, messages), quick ? 3 : 9, quick ? 20_000 : 60_000)
          .run(launch, report);
    }
    report.print();
    if (chosen.contains("memory")) {
      Memory.run(launch, quick ? 60_000 : 200_000);
    }
    System.out.println();
    System.out.println(launch.description());
  }
}
