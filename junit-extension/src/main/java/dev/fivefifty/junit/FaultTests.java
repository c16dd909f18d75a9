package dev.fivefifty.junit;

import dev.fivefifty.rule.Rule;
import dev.fivefifty.rule.Stage;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link FaultTest} does. */
final class FaultTests implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), FaultTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    FaultTest test =
        AnnotationSupport.findAnnotation(context.getTestMethod(), FaultTest.class).orElseThrow();
    boolean named = test.stages().length > 0;
    Matrix matrix = new Matrix(context, "FaultTest", test.server(), Narrowing.of(test), named);
    for (FaultKind fault : test.faults().length > 0 ? test.faults() : FaultKind.values()) {
      for (Stage stage : named ? test.stages() : Stage.values()) {
        Optional<String> whyNot = fault.whyNotAt(stage);
        if (whyNot.isPresent()) {
          if (named) {
            matrix.leaveOut(stage, fault + ": " + whyNot.get());
          }
          continue;
        }
        Rule rule = fault.at(stage);
        FaultCase found = new FaultCase(fault, stage, rule);
        matrix.add(found.toString(), rule, fault.need(stage), found, stage);
      }
    }
    return matrix.invocations();
  }
}
