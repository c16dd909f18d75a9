package dev.fivefifty.junit;

import dev.fivefifty.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/**
 * One invocation of a matrix test.
 *
 * @param title its display name
 * @param server the name of the server that gets the rule
 * @param rule what the server is to do
 * @param need what the server must offer for that
 * @param named whether the test named the stage
 * @param where the test, for messages
 * @param parameters what the test can have as parameters, each of another type
 */
record MatrixInvocation(
    String title,
    String server,
    Rule rule,
    Need need,
    boolean named,
    String where,
    List<Object> parameters)
    implements TestTemplateInvocationContext, BeforeEachCallback, ParameterResolver {

  @Override
  public String getDisplayName(int invocationIndex) {
    return title;
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return List.of(this);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    MatrixRules.give(context, this);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return parameters.stream().anyMatch(each -> each.getClass() == type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameters.stream()
        .filter(parameter.getParameter().getType()::isInstance)
        .findFirst()
        .orElseThrow();
  }
}
