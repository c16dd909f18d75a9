package dev.fivefifty.junit;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Rules for a server that a test does not have would be passed over in silence. */
final class RulesNeedAServer implements BeforeTestExecutionCallback {
  @Override
  public void beforeTestExecution(ExtensionContext context) {
    Set<String> parameters =
        Arrays.stream(context.getRequiredTestMethod().getParameters())
            .map(parameter -> Optional.ofNullable(parameter.getAnnotation(Smtp.class)))
            .flatMap(Optional::stream)
            .map(Smtp::value)
            .collect(Collectors.toSet());
    for (String name : TestRules.servers(context)) {
      if (!parameters.contains(name) && Servers.find(context, name).isEmpty()) {
        throw Servers.none(context, name);
      }
    }
  }
}
